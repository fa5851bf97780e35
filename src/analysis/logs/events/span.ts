import type { LogRecord } from "../../../domain/log.ts";

/** Between two instants. Null: that bound is not known (yet). */
export type Bounds = { readonly from: number | null; readonly to: number | null };

/** When a record was written. */
export type When = Bounds & {
  /** It has a time; else its bounds are those of the timed records around it. */
  readonly isTimed: boolean;
  /** By its own clock; null: it has none, or that disagrees with the time of reading. */
  readonly written: Bounds | null;
};

/** When and where a record was written. */
export type Span = When & {
  readonly source: string;
  readonly server: string | null;
  /** How many records came before it. */
  readonly index: number;
};

/** A line is read at most so long after it was written, where someone follows the log. */
const READ_LATE_MS = 2000;
/** Later, its own clock is right all the same. Less than zones are apart. */
const MOST_LATE_MS = 10 * 60_000;
const AHEAD_MS = 1000;
const MOST_SOURCES = 256;
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

/** By what the record itself says. */
export function whenOf({ seenAt, at }: Pick<LogRecord, "at" | "seenAt">): When {
  // Most heads have whole seconds.
  const own = at === null ? null : { from: at, to: at % 1000 === 0 ? at + 999 : at };
  if (seenAt === null) {
    return { from: null, to: null, ...own, isTimed: own !== null, written: own };
  }
  const isOwn = at !== null && at <= seenAt + AHEAD_MS && seenAt - at <= MOST_LATE_MS;
  return { from: seenAt - READ_LATE_MS, to: seenAt, isTimed: true, written: isOwn ? own : null };
}

type Open = { from: number | null; to: number | null } & Omit<Span, "from" | "to">;

/**
 * The time that log lines tell. The time of reading counts first where it is known: it is right in any zone.
 * A record without time was written between the timed records around it in its source.
 */
export class LogClock {
  #index = 0;
  readonly #last = new Map<string, number>();
  #open: Open[] = [];

  /** Takes the next record's time, which is returned; null: it has none. */
  passed({ seenAt, at, source }: LogRecord): number | null {
    this.#index += 1;
    const moment = seenAt ?? at;
    if (moment === null) return null;
    this.#last.set(source, moment);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST_SOURCES && oldest !== undefined) this.#last.delete(oldest);
    if (this.#open.length > 0) {
      for (const span of this.#open) if (span.source === source) span.to = moment;
      this.#open = this.#open.filter((span) => span.source !== source);
    }
    return moment;
  }

  /** Of the record that was passed last. */
  spanOf(record: LogRecord): Span {
    const { source, server } = record;
    const place = { source, server, index: this.#index };
    const when = whenOf(record);
    if (when.isTimed) return { ...when, ...place };
    const span: Open = { ...when, from: this.#last.get(source) ?? null, ...place };
    if (this.#open.length < MOST_OPEN) this.#open.push(span);
    return span;
  }
}
