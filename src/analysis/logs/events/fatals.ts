import type { LogEvent, LogRecord } from "../../../domain/log.ts";
import type { Untrusted } from "../../../domain/text.ts";
import type { Phrase } from "../phrases.ts";
import type { Desk, Seen } from "./desk.ts";
import { eventOf, whenceOf, wordsOf, type Whence } from "./event-of.ts";
import type { Held } from "./holding.ts";
import { isNear, mayMeet, type Span } from "./span.ts";

type FatalPhrase = Extract<Phrase, { kind: "php-fatal" }>;

/** One end of PHP, whoever printed it. */
export type Fatal = {
  readonly text: string;
  readonly detail: Untrusted | null;
  readonly isExit: boolean;
  readonly span: Span;
  readonly printers: Set<string>;
  /** Of the copy that names the process, where one does. */
  whence: Whence;
  workerId: number | null;
  pid: number | null;
  story: string | null;
  /** An exit line has been explained by it. */
  isClaimed: boolean;
  held: Held | null;
};

const MOST_FATALS = 256;
/** PHP writes to stderr, to stdout and (rshutdown) to Swoole's log within moments; heads have whole seconds. */
const COPIES_MS = 2000;
/** A dying process frees its memory before its parent sees it. */
const EXIT_MS = 5000;
/** Lines of several processes are not written in the order of their times, but nearly. */
const FAR_MS = 60_000;

/**
 * PHP's fatals: each is printed up to three times (display_errors, log_errors, Swoole's rshutdown line) and told once.
 * Only rshutdown's names the process; a user process never prints it.
 * @source swoole:ext-src/swoole_server.cc:102-112; captures hyperf-r, hyperf-o
 */
export class Fatals {
  #fatals: Fatal[] = [];
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  said(phrase: FatalPhrase, { record, span }: Seen): Fatal {
    const printer = printerOf(record);
    const known = this.#near(span, COPIES_MS).find(
      (fatal) =>
        (fatal.pid === null || record.pid === null || fatal.pid === record.pid) &&
        !fatal.printers.has(printer) &&
        fatal.text === phrase.detail,
    );
    if (known !== undefined) {
      this.#printedAgain(known, record, printer);
      return known;
    }
    const fatal = this.#remember({
      text: phrase.detail,
      detail: detailOf(phrase),
      isExit: phrase.isExit,
      span,
      printers: new Set([printer]),
      whence: whenceOf(record),
      workerId: record.workerId,
      pid: record.pid,
      story: record.pid === null ? null : this.#desk.stories.begun("death"),
      isClaimed: false,
      held: null,
    });
    const event = (): LogEvent => this.#event(fatal);
    if (fatal.pid !== null) this.#desk.tell(event());
    else fatal.held = this.#desk.holding.hold(event, span, COPIES_MS, record.at);
    return fatal;
  }

  /** `exit()` without a coroutine: no fatal, but the reason of an exit line. */
  exitCalled({ record, span }: Seen): void {
    if (record.pid === null) return;
    this.#remember({
      text: record.message,
      detail: null,
      isExit: true,
      span,
      printers: new Set(),
      whence: whenceOf(record),
      workerId: record.workerId,
      pid: record.pid,
      story: null,
      isClaimed: false,
      held: null,
    });
  }

  /**
   * What ended that process. `mayBeUnnamed`: of a user process nobody names the PID;
   * it is taken only where all that is open says the same.
   */
  ofExit(pid: number | null, span: Span, mayBeUnnamed: boolean): Fatal | null {
    const free = this.#near(span, EXIT_MS).filter(({ isClaimed }) => !isClaimed);
    const named = pid === null ? undefined : free.findLast((fatal) => fatal.pid === pid);
    if (named !== undefined) return this.#claim(named);
    if (!mayBeUnnamed) return null;
    const unnamed = free.filter((fatal) => fatal.pid === null && isNear(fatal.span, span, EXIT_MS));
    const [first] = unnamed;
    const isOne = unnamed.every(({ text }) => text === first?.text);
    return first !== undefined && isOne ? this.#claim(first) : null;
  }

  /** Those that may have happened then, oldest first. The log goes on in time, so that older ones need no look. */
  #near(span: Span, slackMs: number): readonly Fatal[] {
    const near: Fatal[] = [];
    for (let i = this.#fatals.length - 1; i >= 0; i--) {
      const fatal = this.#fatals[i];
      if (fatal === undefined) break;
      const { to, isTimed } = fatal.span;
      if (isTimed && to !== null && span.from !== null && to + FAR_MS < span.from) break;
      if (this.#desk.servers.mayBeOne(fatal.span, span) && mayMeet(fatal.span, span, slackMs))
        near.push(fatal);
    }
    return near.toReversed();
  }

  #claim(fatal: Fatal): Fatal {
    fatal.isClaimed = true;
    if (this.#desk.holding.isHeld(fatal.held)) {
      fatal.story ??= this.#desk.stories.begun("death");
      this.#desk.holding.release(fatal.held);
    }
    return fatal;
  }

  #printedAgain(fatal: Fatal, record: LogRecord, printer: string): void {
    fatal.printers.add(printer);
    if (fatal.pid !== null || record.pid === null) return;
    fatal.pid = record.pid;
    if (!this.#desk.holding.isHeld(fatal.held)) return;
    fatal.whence = whenceOf(record);
    fatal.workerId = record.workerId;
    fatal.story ??= this.#desk.stories.begun("death");
    this.#desk.holding.release(fatal.held);
  }

  #event({ whence, workerId, pid, detail, isExit, story, span }: Fatal): LogEvent {
    return eventOf(whence, "php-fatal", {
      pid,
      workerId,
      slot: this.#desk.slots.of(pid, workerId, span),
      cause: isExit ? "exit" : "php-fatal",
      detail,
      story,
    });
  }

  #remember(fatal: Fatal): Fatal {
    this.#fatals.push(fatal);
    if (this.#fatals.length > MOST_FATALS) this.#fatals.shift();
    return fatal;
  }
}

function printerOf({ format, message, source }: LogRecord): string {
  if (format === "swoole") return `head ${source}`;
  return message.startsWith("PHP ") ? `log_errors ${source}` : `display_errors ${source}`;
}

const detailOf = ({ memory, detail }: FatalPhrase): Untrusted =>
  memory?.refusedBy === "system"
    ? wordsOf(`refused by the system, ${memory.bytes} allocated`)
    : wordsOf(detail);
