import type { LogRecord } from "../../../domain/log.ts";

/** Between two instants. Null: that bound is not known (yet). */
export type Bounds = { readonly from: number | null; readonly to: number | null };

/** When and where a record was written. */
export type Span = Bounds & {
  /** It has a time; else its bounds are those of the timed records around it. */
  readonly isTimed: boolean;
  readonly source: string;
  /** How many records came before it. */
  readonly index: number;
};

/** A line is read at most so long after it was written, where someone follows the log. */
const READ_LATE_MS = 2000;
const MOST_OPEN = 1024;
/** Without times, so many records of one source still belong together. */
const MOST_APART = 64;

/** Whether both may have happened within `slackMs` of each other. */
export function mayMeet(a: Bounds, b: Bounds, slackMs: number): boolean {
  if (a.to !== null && b.from !== null && a.to + slackMs < b.from) return false;
  return !(b.to !== null && a.from !== null && b.to + slackMs < a.from);
}

/** The same, and they stand near each other where a time is missing. */
export function isNear(a: Span, b: Span, slackMs: number): boolean {
  if (!mayMeet(a, b, slackMs)) return false;
  if (a.isTimed && b.isTimed) return true;
  return a.source === b.source && Math.abs(a.index - b.index) <= MOST_APART;
}

type Open = { from: number | null; to: number | null } & Omit<Span, "from" | "to">;

/**
 * The time that log lines tell. The time of reading counts first where it is known: it is right in any zone.
 * A record without time was written between the timed records around it.
 */
export class LogClock {
  #index = 0;
  #last: number | null = null;
  #open: Open[] = [];

  /** Takes the next record's time, which is returned; null: it has none. */
  passed({ seenAt, at }: LogRecord): number | null {
    this.#index += 1;
    const moment = seenAt ?? at;
    if (moment === null) return null;
    this.#last = moment;
    if (this.#open.length > 0) {
      for (const span of this.#open) span.to = moment;
      this.#open = [];
    }
    return moment;
  }

  /** Of the record that was passed last. */
  spanOf({ seenAt, at, source }: LogRecord): Span {
    const place = { source, index: this.#index };
    if (seenAt !== null) {
      return { from: seenAt - READ_LATE_MS, to: seenAt, isTimed: true, ...place };
    }
    // Most heads have whole seconds.
    if (at !== null) {
      return { from: at, to: at % 1000 === 0 ? at + 999 : at, isTimed: true, ...place };
    }
    const span: Open = { from: this.#last, to: null, isTimed: false, ...place };
    if (this.#open.length < MOST_OPEN) this.#open.push(span);
    return span;
  }
}
