import type { LogEvent } from "../../../domain/log.ts";
import type { Span } from "./span.ts";

/** An event that what comes next may still explain. */
export type Held = {
  readonly span: Span;
  /** It is told when the log has gone on for that long. */
  readonly waitMs: number;
  readonly event: () => LogEvent;
  samples: number;
};

const MOST_HELD = 512;
/** A line is read up to a second later, and what explains it up to a second after that. */
const MOST_SAMPLES = 2;

/** Events that wait, told in the order they came in. Bounded: the oldest is told as it is. */
export class Holding {
  #held: Held[] = [];
  #nextDue = Infinity;
  #hasUntimed = false;
  readonly #tell: (event: LogEvent) => void;

  constructor(tell: (event: LogEvent) => void) {
    this.#tell = tell;
  }

  hold(event: () => LogEvent, span: Span, waitMs: number): Held {
    const held: Held = { span, waitMs, event, samples: 0 };
    this.#held.push(held);
    if (span.to === null) this.#hasUntimed = true;
    else this.#nextDue = Math.min(this.#nextDue, span.to + waitMs);
    const [oldest] = this.#held;
    if (this.#held.length > MOST_HELD && oldest !== undefined) this.release(oldest);
    return held;
  }

  /** Tells it now, once. */
  release(held: Held): void {
    const at = this.#held.indexOf(held);
    if (at === -1) return;
    this.#held.splice(at, 1);
    this.#tell(held.event());
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
}
