import type { LogEvent, LogRecord } from "../../../domain/log.ts";
import { untrustedText, type Untrusted } from "../../../domain/text.ts";
import type { Phrase } from "../phrases.ts";
import type { Desk, Seen } from "./desk.ts";
import { eventOf, whenceOf, wordsOf } from "./event-of.ts";
import type { Held } from "./holding.ts";
import { isNear, type Span } from "./span.ts";

type ForcedPhrase = Extract<Phrase, { kind: "forced-stop" }>;

/** Someone did not leave in time. */
type Stop = {
  readonly pid: number | null;
  readonly span: Span;
  readonly story: string;
  isByManager: boolean;
  /** The coroutine that could not leave, from the banner that follows. */
  coroutine: Untrusted | null;
  held: Held | null;
};

const MOST_STOPS = 256;
/** The banner follows at once, on another stream. */
const BANNER_MS = 2000;
/** From the worker's own line to the manager's, and to the exit. */
const EXIT_MS = 60_000;
const MOST_FRAMES = 2;

/** Who had to be forced to stop, and what kept it. The manager's SIGKILL and the deadlock banner are consequences of it. */
export class Forced {
  #stops: Stop[] = [];
  #banner: { readonly coroutine: Untrusted; readonly span: Span } | null = null;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  said(phrase: ForcedPhrase, { record, span }: Seen): void {
    const { pid, workerId, isByManager } = whoOf(phrase, record);
    const known = pid === null ? null : this.#stopOf(pid, span);
    if (known !== null) {
      known.isByManager ||= isByManager;
      return;
    }
    const { stories, slots, tell } = this.#desk;
    const story = stories.at(span) ?? stories.begun("recycle");
    const stop: Stop = { pid, span, story, isByManager, coroutine: null, held: null };
    this.#stops.push(stop);
    if (this.#stops.length > MOST_STOPS) this.#stops.shift();
    const slot = phrase.by === "master" ? untrustedText("Master") : slots.of(pid, workerId, span);
    const whence = whenceOf(record);
    const event = (): LogEvent =>
      eventOf(whence, "forced-stop", { pid, workerId, slot, detail: stop.coroutine, story });
    if (phrase.by === "worker") this.#awaitBanner(stop, event, whence.at);
    else tell(event());
  }

  /** All coroutines are asleep, because nobody wakes them any more: who they are is the cause of a forced stop. */
  deadlocked({ record, span }: Seen): void {
    const coroutine = coroutineOf(record.lines.map(({ text }) => text));
    if (coroutine === null) return;
    const stop = this.#stops.findLast(
      (one) =>
        one.coroutine === null &&
        this.#desk.holding.isHeld(one.held) &&
        (record.pid === null || one.pid === record.pid) &&
        this.#isNear(one, span, BANNER_MS),
    );
    if (stop === undefined) this.#banner = { coroutine, span };
    else this.#explain(stop, coroutine);
  }

  /** The stop that a process's end belongs to. `isByManager`: the manager said that it would kill it, or all. */
  of(
    pid: number | null,
    span: Span,
  ): { readonly story: string; readonly isByManager: boolean } | null {
    if (pid !== null) {
      const stop = this.#stopOf(pid, span);
      if (stop?.isByManager === true) return stop;
      return this.#stopOfAll(span) ?? stop;
    }
    return this.#stopOfAll(span);
  }

  #stopOf(pid: number, span: Span): Stop | null {
    return (
      this.#stops.findLast((stop) => stop.pid === pid && this.#isNear(stop, span, EXIT_MS)) ?? null
    );
  }

  #stopOfAll(span: Span): Stop | null {
    const isOfAll = (stop: Stop): boolean => stop.pid === null && stop.isByManager;
    return (
      this.#stops.findLast((stop) => isOfAll(stop) && this.#isNear(stop, span, EXIT_MS)) ?? null
    );
  }

  #isNear(stop: Stop, span: Span, slackMs: number): boolean {
    return this.#desk.servers.mayBeOne(stop.span, span) && isNear(stop.span, span, slackMs);
  }

  #explain(stop: Stop, coroutine: Untrusted): void {
    stop.coroutine = coroutine;
    if (stop.held !== null) this.#desk.holding.release(stop.held);
  }

  #awaitBanner(stop: Stop, event: () => LogEvent, at: number | null): void {
    const banner = this.#banner;
    this.#banner = null;
    stop.held = this.#desk.holding.hold(event, stop.span, BANNER_MS, at);
    if (banner === null || !this.#isNear(stop, banner.span, BANNER_MS)) return;
    this.#explain(stop, banner.coroutine);
  }
}

/** The manager names whom it kills; the others speak of themselves. */
function whoOf({ by, pid, workerId }: ForcedPhrase, record: LogRecord) {
  const isByManager = by === "manager" || by === "all";
  const writer = isByManager ? { pid: null, workerId: null } : record;
  return { pid: pid ?? writer.pid, workerId: workerId ?? writer.workerId, isByManager };
}

/** ` [Coroutine-3]`, a rule, `#0  Redis->zRangeByScore() called at [FILE:LINE]`: the first coroutine, and its innermost frames. */
function coroutineOf(lines: readonly string[]): Untrusted | null {
  const at = lines.findIndex((line) => /^\s*\[Coroutine-\d+\]/.test(line));
  const name = lines[at]?.trim();
  if (name === undefined) return null;
  const frames = lines
    .slice(at + 1)
    .filter((line) => /^\s*#\d+\s/.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim());
  return wordsOf([name, ...frames].join(" "));
}
