import {
  LOG_LEVELS,
  type LogEvent,
  type LogLevel,
  type LogRecord,
  type Told,
} from "../../domain/log.ts";
import type { Sample } from "../../domain/sample.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { LogsProblem } from "../../words/logs-command.ts";
import { EVENT_LEVELS } from "./event-level.ts";
import { Fitting, type WhoseWish } from "./fitting.ts";
import { People } from "./people.ts";

/** Which of what is told is wanted; null: all. */
export type FilterWish = WhoseWish & {
  readonly level: LogLevel | null;
  readonly grep: RegExp | null;
  readonly hasRecords: boolean;
  readonly hasEvents: boolean;
};

export type FilterSetting = {
  /** What is known to be older is not wanted; null: all is. */
  readonly from: EpochMs | null;
  /** As it is printed. */
  readonly eventText: (event: LogEvent) => string;
};

/** Says of each record and event whether it is wanted. A cell: whom a PID and a slot mean changes with each sample, and a record without a time goes with the one before. */
export class LogFilter {
  readonly #wish: FilterWish;
  readonly #setting: FilterSetting;
  readonly #people = new People();
  readonly #fitting: Fitting;
  /** By source: the last record said that it is too old. */
  readonly #areOld = new Set<string>();
  /** An event follows what says it, unless it had to wait for more. */
  #last: LogRecord | null = null;

  constructor(wish: FilterWish, setting: FilterSetting) {
    this.#wish = wish;
    this.#setting = setting;
    this.#fitting = new Fitting(wish, this.#people);
  }

  sample(sample: Sample): void {
    this.#people.note(sample);
  }

  takes(told: Told): boolean {
    if (told.type === "record") this.#last = told.record;
    // asked of each record, so that those without a time have one to go with
    const isYoung =
      told.type === "record" ? this.#isYoung(told.record) : this.#isYoungEvent(told.event);
    if (!isYoung) return false;
    return told.type === "record" ? this.#takesRecord(told.record) : this.#takesEvent(told.event);
  }

  /** What whoever asked should know at the end; null: nothing. */
  problem(): LogsProblem | null {
    return this.#fitting.problem();
  }

  #takesRecord(record: LogRecord): boolean {
    const isMeant = this.#fitting.isMeant(record);
    const { hasRecords, grep } = this.#wish;
    return hasRecords && isMeant && this.#isHigh(record.level) && isFound(record, grep);
  }

  #takesEvent(event: LogEvent): boolean {
    const isMeant = this.#fitting.isMeant(event);
    if (!this.#wish.hasEvents || !this.#isHigh(EVENT_LEVELS[event.kind])) return false;
    if (!this.#isFoundEvent(event)) return false;
    if (!isMeant) this.#fitting.hid(event);
    return isMeant;
  }

  #isYoung({ at, seenAt, source }: LogRecord): boolean {
    const { from } = this.#setting;
    if (from === null) return true;
    const bound = at ?? seenAt;
    if (bound === null) return !this.#areOld.has(source);
    if (bound < from) this.#areOld.add(source);
    else this.#areOld.delete(source);
    return bound >= from;
  }

  #isYoungEvent({ at, seenAt, source }: LogEvent): boolean {
    const { from } = this.#setting;
    if (from === null) return true;
    const bound = at ?? seenAt;
    return bound === null ? !this.#areOld.has(source) : bound >= from;
  }

  #isHigh(level: LogLevel | null): boolean {
    const least = this.#wish.level;
    return (
      least === null || level === null || LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least)
    );
  }

  #isFoundEvent(event: LogEvent): boolean {
    const { grep } = this.#wish;
    if (grep === null) return true;
    const { kind, task, detail } = event;
    const texts = [this.#setting.eventText(event), kind, task, detail];
    if (texts.some((text) => text !== null && grep.test(text))) return true;
    return this.#last !== null && says(this.#last, event) && isFound(this.#last, grep);
  }
}

const isFound = ({ lines }: LogRecord, grep: RegExp | null): boolean =>
  grep === null || lines.some(({ text }) => grep.test(text));

const says = (record: LogRecord, event: LogEvent): boolean =>
  record.source === event.source && record.at === event.at && record.seenAt === event.seenAt;
