import { logAccount, type AccountOptions } from "../../analysis/logs/account.ts";
import { isToldBy } from "../../analysis/logs/earlier.ts";
import type { LogEvent, LogLine, Told } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Sample } from "../../domain/sample.ts";
import { LogRing, type RingLimits } from "./ring.ts";

/** What is known of the target's logs. */
export type Logs = {
  readonly book: LogBook;
  /** Rises with each change of the book. */
  readonly version: number;
  /** Of the newest thing in the book when this State was made: a former State sees no further. */
  readonly lastId: number;
  /** Oldest first, bounded. */
  readonly events: readonly LogEvent[];
  readonly sources: readonly LogSource[];
};

export type LogOptions = AccountOptions & {
  /** What is drawn of an event, and so is searched. Absent: events are not found. */
  readonly saidOf?: (event: LogEvent) => string;
};

/** What logs say, and what of it is kept. A cell of its own beside the immutable State, as `Series` are. */
export class LogBook {
  readonly ring: LogRing;
  readonly #account: ReturnType<typeof logAccount>;

  constructor(options: LogOptions, limits?: RingLimits) {
    this.#account = logAccount(options);
    this.ring = new LogRing(limits, options.saidOf);
  }

  /** Lines that came; answers with the events that they tell. */
  lines(lines: readonly LogLine[]): readonly LogEvent[] {
    return this.#keep(this.#account.lines(lines));
  }

  /** Where lines come from now, and so whose they are. */
  sources(sources: readonly LogSource[], zone: string | null): void {
    this.#account.sources(sources, zone);
  }

  /** A sample that came: what was unfinished is told now, and who wrote a line, or died, is known better. */
  sample(sample: Sample): readonly LogEvent[] {
    return this.#keep(this.#account.sample(sample));
  }

  /** Time passed without a sample: what brought nothing since the last time has ended its record. */
  quiet(): readonly LogEvent[] {
    return this.#keep(this.#account.quiet());
  }

  /** Lines of before all that came, those of one source behind each other. `known`: events that were told; one that another source printed as well is one. */
  earlier(lines: readonly LogLine[], known: readonly LogEvent[]): readonly LogEvent[] {
    const told = this.#account
      .earlier(lines)
      .filter((each) => each.type === "record" || !isToldBy(each.event, known));
    this.ring.addEarlier(told);
    return told.flatMap((each) => (each.type === "event" ? [each.event] : []));
  }

  #keep(told: readonly Told[]): readonly LogEvent[] {
    if (told.length === 0) return [];
    const events: LogEvent[] = [];
    for (const each of told) {
      if (each.type === "record") this.ring.addRecord(each.record);
      else {
        this.ring.addEvent(each.event);
        events.push(each.event);
      }
    }
    this.ring.settle();
    return events;
  }
}

export const NO_ACCOUNT_OPTIONS: AccountOptions = { zone: null, pidPattern: null };

export const emptyLogs = (options: LogOptions, limits?: RingLimits): Logs => ({
  book: new LogBook(options, limits),
  version: 0,
  lastId: 0,
  events: [],
  sources: [],
});
