import type { LogEvent, LogRecord } from "../../../domain/log.ts";
import type { Untrusted } from "../../../domain/text.ts";
import type { Desk, PhraseOf, Seen } from "./desk.ts";
import { eventOf, whenceOf, wordsOf, type Whence } from "./event-of.ts";
import type { Held } from "./holding.ts";
import { isNear, type Span } from "./span.ts";

/** Failures that came together. */
type Burst = {
  count: number;
  lastAt: number | null;
  readonly due: string;
  readonly source: string;
};

/** Who ran it, where the line says. */
type Writer = Pick<LogEvent, "pid" | "workerId" | "slot">;

type Failure = {
  readonly whence: Whence;
  readonly writer: Writer;
  readonly span: Span;
  readonly task: Untrusted;
  readonly burst: Burst;
  /** The exception that was logged after it. */
  trace: Untrusted | null;
  held: Held | null;
  /** Records of its source since. */
  after: number;
};

const BURST_MS = 50;
/** What the failures belong to may be written by another process, to another file. */
const WAIT_MS = 2000;
/** Other processes may write between a failure and its exception. */
const MOST_BETWEEN = 3;
const MOST_FAILURES = 256;

/**
 * The crontab's own sentences. At a reload or a stop every pending tick is logged as failed, without a throwable: those were cancelled.
 * @source hyperf:src/crontab/src/Strategy/Executor.php:108-113, issue hyperf#7677; capture hyperf-l
 */
export class Crontabs {
  #failures: Failure[] = [];
  #burst: Burst | null = null;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  ran({ task }: PhraseOf<"crontab-run">, { record }: Seen): void {
    this.#desk.tell(eventOf(record, "crontab-run", { task: wordsOf(task), ...writerOf(record) }));
  }

  skipped({ task, mutex }: PhraseOf<"crontab-skipped">, { record }: Seen): void {
    const reason = mutex === null ? null : (`${mutex}-mutex` as const);
    const facts = { task: wordsOf(task), reason, ...writerOf(record) };
    this.#desk.tell(eventOf(record, "crontab-skipped", facts));
  }

  failed({ task, due }: PhraseOf<"crontab-failed">, { record, span }: Seen): void {
    const burst = this.#burstOf(record, due);
    const failure: Failure = {
      whence: whenceOf(record),
      writer: writerOf(record),
      span,
      task: wordsOf(task),
      burst,
      trace: null,
      held: null,
      after: 0,
    };
    this.#failures.push(failure);
    failure.held = this.#desk.holding.hold(() => this.#event(failure), span, WAIT_MS, record.at);
    const [oldest] = this.#failures;
    if (
      this.#failures.length > MOST_FAILURES &&
      oldest?.held !== undefined &&
      oldest.held !== null
    ) {
      this.#desk.holding.release(oldest.held);
    }
  }

  /** Any record after a failure counts: its exception follows at once. */
  passed(record: LogRecord): void {
    if (this.#failures.length === 0) return;
    for (const failure of this.#failures) {
      if (failure.whence.source === record.source) failure.after += 1;
    }
  }

  /** A throwable: of the failure before it, or of a lock. */
  thrown({ name, detail }: PhraseOf<"exception">, { record, span }: Seen): void {
    const said = wordsOf(detail === "" ? name : `${name}: ${detail}`);
    if (isOfLock(record)) {
      const facts = { detail: said, story: null, ...writerOf(record) };
      this.#desk.tell(eventOf(record, "crontab-blocked", facts));
      return;
    }
    const failure = this.#failures.findLast(
      (one) =>
        one.trace === null &&
        one.whence.source === record.source &&
        one.after <= MOST_BETWEEN &&
        isNear(one.span, span, WAIT_MS),
    );
    if (failure === undefined || failure.held === null) return;
    failure.trace = said;
    this.#desk.holding.release(failure.held);
  }

  #event(failure: Failure): LogEvent {
    this.#failures = this.#failures.filter((other) => other !== failure);
    const { whence, writer, task, trace, span, burst } = failure;
    const end = trace === null ? this.#desk.stories.endNear(span, burst.count === 1) : null;
    return end === null
      ? eventOf(whence, "crontab-failed", { task, detail: trace, ...writer })
      : eventOf(whence, "crontab-cancelled", { task, story: end.story, ...writer });
  }

  #burstOf({ at, source }: LogRecord, due: string): Burst {
    const burst = this.#burst;
    if (burst !== null && burst.source === source && goesOn(burst, at, due)) {
      burst.count += 1;
      burst.lastAt = at;
      return burst;
    }
    this.#burst = { count: 1, lastAt: at, due, source };
    return this.#burst;
  }
}

const writerOf = ({ pid, workerId, slot }: LogRecord): Writer => ({ pid, workerId, slot });

/** Without a time of its own the line still says in which second. */
const goesOn = ({ lastAt, due: before }: Burst, at: number | null, due: string): boolean =>
  lastAt !== null && at !== null ? Math.abs(at - lastAt) <= BURST_MS : before === due;

/** The mutex throws outside of the task: the trace goes through it. @source hyperf:src/crontab/src/Strategy/Executor.php:116-157; capture hyperf-h */
const isOfLock = ({ lines }: LogRecord): boolean =>
  lines.some(({ text }) =>
    /Crontab\\Mutex\\|->get(?:Task|Server)Mutex\(|crontab\/src\/Mutex\//.test(text),
  );
