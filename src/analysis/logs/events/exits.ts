import type { Sample } from "../../../domain/sample.ts";
import type { Untrusted } from "../../../domain/text.ts";
import type { Desk, Seen } from "./desk.ts";
import { whenceOf, wordsOf } from "./event-of.ts";
import { causeOf, eventOfExit, isWhole, SIGKILL, type Exit, type ExitPhrase } from "./exit.ts";
import type { Fatal, Fatals } from "./fatals.ts";
import type { Forced } from "./forced.ts";
import { Kills, type KillBy } from "./kills.ts";
import { isNear, type Span } from "./span.ts";

const MOST_WAITING = 256;
/** What explains an exit stands beside it in the log, or in another file that is read a moment later. */
const WAIT_MS = 2000;
/** A sample decides; if none comes, nobody knows. */
const SAMPLE_WAIT_MS = 10_000;

/** Exit lines: who, and why as far as it can be proved. A signal 9 has five authors, and the line names none of them. */
export class Exits {
  #waiting: Exit[] = [];
  readonly #kills = new Kills();
  readonly #desk: Desk;
  readonly #fatals: Fatals;
  readonly #forced: Forced;

  constructor(desk: Desk, fatals: Fatals, forced: Forced) {
    this.#desk = desk;
    this.#fatals = fatals;
    this.#forced = forced;
  }

  said(phrase: ExitPhrase, { record, span }: Seen): void {
    const { pid, workerId, signal } = phrase;
    const exit: Exit = {
      whence: whenceOf(record),
      span,
      phrase,
      slot: this.#desk.slots.of(pid, workerId, span),
      cause: causeOf(signal),
      reason: null,
      detail: null,
      story: null,
      held: null,
      waitsFor: { sample: false, cause: false, start: false },
    };
    if (signal === SIGKILL) this.#killed(exit);
    else if (signal === 0 || signal === null) this.#explain(exit);
    else exit.story = this.#desk.stories.ofEnd(span);
    exit.waitsFor.start = workerId !== null && exit.slot === null;
    this.#desk.slots.left(pid, span);
    this.#put(exit);
  }

  /** A worker has started: whoever ended with that id was its former self. */
  workerStarted(workerId: number, slot: Untrusted, span: Span): void {
    for (const exit of this.#waiting.filter(({ waitsFor }) => waitsFor.start)) {
      const isIts = exit.phrase.workerId === workerId;
      if (!isIts || !this.#desk.servers.areOfOne(exit.span, span)) continue;
      exit.slot = slot;
      exit.waitsFor.start = false;
      this.#settle(exit);
    }
  }

  /** More is known of worker ids. */
  learned(): void {
    for (const exit of this.#waiting.filter(({ waitsFor }) => waitsFor.start)) this.#settle(exit);
  }

  /** A user process has started: in the place of the one that ended, where only one did. */
  processStarted(slot: Untrusted, span: Span): void {
    const ended = this.#waiting.filter(
      (exit) =>
        exit.waitsFor.start &&
        this.#desk.servers.areOfOne(exit.span, span) &&
        isNear(exit.span, span, WAIT_MS),
    );
    const [only] = ended;
    for (const exit of ended) {
      exit.waitsFor.start = false;
      if (ended.length === 1 && exit === only) {
        exit.slot = slot;
        if (exit.phrase.workerId !== null) this.#desk.slots.named(exit.phrase.workerId, slot, span);
      }
      this.#settle(exit);
    }
  }

  /** A fatal came after the exit that it explains. */
  fatalSaid(fatal: Fatal): void {
    const unexplained = this.#waiting.filter(
      ({ waitsFor, span }) => waitsFor.cause && this.#desk.servers.mayBeOne(span, fatal.span),
    );
    const exit =
      fatal.pid === null
        ? unexplained.find((one) => unexplained.length === 1 && this.#mayBeUnnamed(one))
        : unexplained.find(({ phrase }) => phrase.pid === fatal.pid);
    if (exit === undefined) return;
    this.#explain(exit);
    this.#settle(exit);
  }

  sampled(sample: Sample): void {
    this.#kills.sampled(sample);
    const undecided = this.#waiting.filter(({ waitsFor }) => waitsFor.sample);
    // The kernel kills whoever holds most.
    undecided.sort((a, b) => (this.#bytesOf(b) ?? 0) - (this.#bytesOf(a) ?? 0));
    for (const exit of undecided) {
      const { to } = exit.span;
      if (this.#takeKill(exit) || to === null || sample.at > to) exit.waitsFor.sample = false;
      this.#settle(exit);
    }
  }

  #killed(exit: Exit): void {
    const { phrase, span } = exit;
    const forced = this.#forced.of(phrase.pid, span);
    exit.story = forced?.story ?? this.#desk.stories.ofEnd(span);
    if (forced?.isByManager === true) exit.reason = "exit-timeout";
    else if (this.#desk.residents.isWatching) exit.waitsFor.sample = !this.#takeKill(exit);
  }

  #takeKill(exit: Exit): boolean {
    const { pid } = exit.phrase;
    const { server } = exit.span;
    const resident = pid === null ? null : this.#desk.residents.at(pid, exit.span, server);
    const kill = this.#kills.take(exit.span, resident?.serverId ?? server);
    if (kill === null) return false;
    exit.cause = "oom";
    exit.detail = kill.by === null ? null : wordsOf(limitOf(kill.by));
    return true;
  }

  #explain(exit: Exit): void {
    const { phrase, span } = exit;
    const fatal = this.#fatals.ofExit(phrase.pid, span, this.#mayBeUnnamed(exit));
    exit.waitsFor.cause = fatal === null;
    if (fatal === null) return;
    exit.cause = fatal.isExit ? "exit" : "php-fatal";
    exit.detail = fatal.detail;
    exit.story = fatal.story;
  }

  /** Of a worker Swoole names the PID beside the fatal. */
  #mayBeUnnamed({ phrase, slot, span }: Exit): boolean {
    const role = this.#desk.slots.roleOf(phrase.workerId, span);
    return role === null && !/^(?:Task)?Worker\./u.test(slot ?? "");
  }

  #bytesOf({ phrase, span }: Exit): number | null {
    return phrase.pid === null
      ? null
      : (this.#desk.residents.at(phrase.pid, span, span.server)?.lastBytes ?? null);
  }

  #put(exit: Exit): void {
    if (isWhole(exit)) {
      this.#desk.tell(eventOfExit(exit));
      return;
    }
    exit.held = this.#desk.holding.hold(
      () => {
        this.#waiting = this.#waiting.filter((other) => other !== exit);
        return eventOfExit(exit);
      },
      exit.span,
      exit.waitsFor.sample ? SAMPLE_WAIT_MS : WAIT_MS,
      exit.whence.at,
    );
    this.#waiting.push(exit);
    const [oldest] = this.#waiting;
    if (this.#waiting.length > MOST_WAITING && oldest !== undefined && oldest.held !== null) {
      this.#desk.holding.release(oldest.held);
    }
  }

  #settle(exit: Exit): void {
    const { pid, workerId } = exit.phrase;
    exit.slot ??= this.#desk.slots.of(pid, workerId, exit.span);
    if (exit.slot !== null) exit.waitsFor.start = false;
    if (isWhole(exit) && exit.held !== null) this.#desk.holding.release(exit.held);
  }
}

const limitOf = (by: KillBy): string =>
  by.whose === "machine"
    ? "the machine, or a group above"
    : by.limitBytes === null
      ? "own limit"
      : `own limit, ${by.limitBytes} bytes`;
