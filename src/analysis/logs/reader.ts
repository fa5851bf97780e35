// Lines of one source as records: a head with what belongs to it.
import type { LogLine, LogRecord } from "../../domain/log.ts";
import { closes, hasShape, isWithin, opensReport } from "./continuation.ts";
import { Draft, type Said } from "./draft.ts";
import { Layouts } from "./layouts.ts";
import type { Head } from "./head.ts";
import { headOf } from "./heads.ts";
import { prefixOf } from "./prefixes.ts";
import { Stamps } from "./stamps.ts";

export type LogReaderOptions = {
  /** Where the clocks of lines without a zone stand (IANA, or an offset); null: UTC. */
  readonly zone: string | null;
  /** Its first group is the PID of the writer, where nothing else in a line says it. */
  readonly pidPattern: RegExp | null;
};

/** One per source: it learns that source's layout. */
export type LogReader = {
  /** The records that this line shows to be whole, in their order. */
  readonly read: (line: LogLine) => readonly LogRecord[];
  /** Whether what is pending has more than its head. */
  readonly goesOn: () => boolean;
  /** The zone of times without one is known now. */
  readonly inZone: (zone: string) => void;
  /** What is pending, whole or not. */
  readonly flush: () => readonly LogRecord[];
};

/** Every line that was read comes back in exactly one record, in the order of the lines. Linear in the length of a line. */
export function logReader({ zone, pidPattern }: LogReaderOptions): LogReader {
  const flags = (pidPattern?.flags ?? "").replaceAll(/[gy]/gu, "");
  const pattern = pidPattern === null ? null : new RegExp(pidPattern.source, flags);
  const stamps = new Stamps(zone);
  const reader = new Reader(stamps, pattern);
  return {
    read: (line) => reader.read(line),
    goesOn: () => reader.goesOn(),
    inZone: (name) => stamps.inZone(name),
    flush: () => reader.flush(),
  };
}

const NONE: readonly LogRecord[] = [];
/** A record that never ends does not take all that follows. */
const MOST_LINES = 2000;
/** So many records wait for a layout to be learned. */
const MOST_HELD = 32;
const MOST_PREFIXES = 64;
const BANNER_LINES = 3;

class Reader {
  readonly #stamps: Stamps;
  readonly #pidPattern: RegExp | null;
  readonly #layouts = new Layouts();
  readonly #prefixes = new Set<string>();
  #pending: Draft | null = null;
  /** Empty lines: they belong to the record before, or to the PHP error behind. */
  #blank: LogLine[] = [];
  /** Whole, but the layout is not known yet. */
  #held: Draft[] = [];
  /** Monolog's lines of this source end with context and extra: one that does not goes on. */
  #hasTails = false;

  constructor(stamps: Stamps, pidPattern: RegExp | null) {
    this.#stamps = stamps;
    this.#pidPattern = pidPattern;
  }

  read(line: LogLine): readonly LogRecord[] {
    const prefix = prefixOf(line.text, this.#stamps);
    if (prefix !== null && (prefix.isSure || this.#prefixes.has(prefix.name))) {
      const body = line.text.slice(prefix.end);
      return this.#readBody({ line, body, prefix: prefix.name, at: prefix.at });
    }
    if (prefix !== null) {
      const body = line.text.slice(prefix.end);
      if (headOf(body, this.#stamps) !== null) {
        if (this.#prefixes.size < MOST_PREFIXES) this.#prefixes.add(prefix.name);
        return this.#readBody({ line, body, prefix: prefix.name, at: null });
      }
    }
    return this.#readBody({ line, body: line.text, prefix: "", at: null });
  }

  goesOn(): boolean {
    return this.#pending !== null && this.#pending.size > 1;
  }

  flush(): readonly LogRecord[] {
    const records = this.#held.map((draft) => draft.record());
    this.#held = [];
    const rest = this.#closed();
    if (rest !== null) records.push(rest.record());
    return records;
  }

  #readBody(said: Said): readonly LogRecord[] {
    const { line, body } = said;
    if (body === "" && this.#pending?.open !== "json") {
      this.#blank.push(line);
      return this.#blank.length < MOST_LINES ? NONE : this.flush();
    }
    const head = headOf(body, this.#stamps) ?? this.#layouts.head(body, this.#stamps);
    const isNew = head !== null && !(head.open === "banner" && this.#isBannerGoingOn());
    if (!isNew && this.#joins(said)) return NONE;
    const whole = this.#closed(head?.format === "php-error");
    this.#begin(said, head);
    return this.#release(whole);
  }

  #begin(said: Said, head: Head | null): void {
    const draft = new Draft(said, head, this.#pidPattern);
    if (draft.format === "monolog-line") {
      if (draft.open === null) this.#hasTails = true;
      else if (!this.#hasTails) draft.open = null;
    }
    if (this.#blank.length > 0) {
      draft.before(this.#blank);
      this.#blank = [];
    }
    this.#pending = draft;
  }

  /** Rule, sentence, rule. */
  #isBannerGoingOn(): boolean {
    return this.#pending?.open === "banner" && this.#pending.size < BANNER_LINES;
  }

  /** Takes a line that is no head into the record before it. */
  #joins(said: Said): boolean {
    const draft = this.#pending;
    if (draft === null || draft.prefix !== said.prefix || draft.size >= MOST_LINES) return false;
    const { body } = said;
    if (opensReport(draft.format, body)) draft.open = "report";
    if (!isWithin(draft.open, body) && !hasShape(body, draft.format === "plain")) return false;
    if (this.#blank.length > 0) {
      for (const blank of this.#blank) draft.add(blank, "");
      this.#blank = [];
    }
    draft.add(said.line, body);
    if (draft.open === "json") draft.endJson(body, this.#stamps);
    else if (draft.open !== null && closes(draft.open, body)) draft.close(body);
    return true;
  }

  /** The pending record with its empty lines; the last of those may be PHP's, which writes one before an error. null: nothing is pending. */
  #closed(isBeforePhp = false): Draft | null {
    const draft = this.#pending;
    this.#pending = null;
    if (this.#blank.length === 0) return draft;
    const keep = isBeforePhp ? this.#blank.splice(-1) : [];
    const blank = this.#blank;
    this.#blank = keep;
    if (draft === null) return blank.length === 0 ? null : Draft.ofBlank(blank, this.#pidPattern);
    for (const line of blank) draft.add(line, "");
    return draft;
  }

  #release(whole: Draft | null): readonly LogRecord[] {
    const isLearning = this.#layouts.isLearning();
    if (this.#held.length === 0 && !isLearning) return whole === null ? NONE : [whole.record()];
    if (whole !== null) this.#held.push(whole);
    if (isLearning && this.#held.length < MOST_HELD) return NONE;
    const records = this.#held.map((draft) => draft.record());
    this.#held = [];
    return records;
  }
}
