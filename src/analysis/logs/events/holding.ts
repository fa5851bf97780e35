import type { LogEvent } from "../../../domain/log.ts";
import type { Span } from "./span.ts";

/** An event that what comes next may still explain. */
export type Held = {
  readonly span: Span;
  /** It is told when the log has gone on for that long. */
  readonly waitMs: number;
  readonly event: () => LogEvent;
  readonly at: number | null;
  samples: number;
};

/** `event`: as it is told, when those before it are. */
type Queued = { readonly at: number | null; readonly held: Held | null; event: LogEvent | null };

const MOST_HELD = 512;
const MOST_QUEUED = 4096;
/** A line is read up to a second later, and what explains it up to a second after that. */
const MOST_SAMPLES = 2;

/** Events that wait, and those that follow them: told in the order of their times, else in that in which they came. Bounded: the first is told as it is. */
export class Holding {
  #held: Held[] = [];
  /** By time. The first is held: else it would have been told. */
  #queue: Queued[] = [];
  #nextDue = Infinity;
  #hasUntimed = false;
  readonly #tell: (event: LogEvent) => void;

  constructor(tell: (event: LogEvent) => void) {
    this.#tell = tell;
  }

  /** Tells it, behind those that wait and are of an earlier time. */
  tell(event: LogEvent): void {
    if (this.#queue.length === 0) {
      this.#tell(event);
      return;
    }
    this.#insert({ at: event.at, held: null, event });
    this.#drain();
    while (this.#queue.length > MOST_QUEUED) this.#releaseFirst();
  }

  /** `at`: the time that its event will tell. */
  hold(event: () => LogEvent, span: Span, waitMs: number, at: number | null): Held {
    const held: Held = { span, waitMs, event, at, samples: 0 };
    this.#held.push(held);
    this.#insert({ at, held, event: null });
    if (span.to === null) this.#hasUntimed = true;
    else this.#nextDue = Math.min(this.#nextDue, span.to + waitMs);
    const [oldest] = this.#held;
    if (this.#held.length > MOST_HELD && oldest !== undefined) this.release(oldest);
    return held;
  }

  /** It waits for nothing more. */
  release(held: Held): void {
    const at = this.#held.indexOf(held);
    if (at === -1) return;
    this.#held.splice(at, 1);
    const queued = this.#queue.find((one) => one.held === held);
    if (queued !== undefined) queued.event = held.event();
    this.#drain();
  }

  isHeld(held: Held | null): held is Held {
    return held !== null && this.#held.includes(held);
  }

  /** The log has come to `moment`. */
  passed(moment: number): void {
    if (this.#held.length === 0 || (moment <= this.#nextDue && !this.#hasUntimed)) return;
    this.#releaseWhere(({ span, waitMs }) => span.to !== null && span.to + waitMs < moment);
    this.#hasUntimed = this.#held.some(({ span }) => span.to === null);
    this.#nextDue = Math.min(
      Infinity,
      ...this.#held.map(({ span, waitMs }) => (span.to ?? Infinity) + waitMs),
    );
  }

  sampled(): void {
    for (const held of this.#held) held.samples += 1;
    this.#releaseWhere(({ samples }) => samples >= MOST_SAMPLES);
  }

  all(): void {
    this.#releaseWhere(() => true);
  }

  #releaseWhere(isDue: (held: Held) => boolean): void {
    for (const held of this.#held.filter(isDue)) this.release(held);
  }

  #releaseFirst(): void {
    const held = this.#queue[0]?.held ?? null;
    if (held !== null) this.release(held);
  }

  #insert(queued: Queued): void {
    let place = this.#queue.length;
    if (queued.at !== null) {
      for (; place > 0; place--) {
        const before = this.#queue[place - 1]?.at ?? null;
        if (before === null || before <= queued.at) break;
      }
    }
    this.#queue.splice(place, 0, queued);
  }

  #drain(): void {
    let told = 0;
    for (const { event } of this.#queue) {
      if (event === null) break;
      told += 1;
    }
    for (const { event } of this.#queue.splice(0, told)) if (event !== null) this.#tell(event);
  }
}
