import type { LogEvent, LogRecord } from "../../domain/log.ts";
import { bytes, MIB } from "../../domain/units.ts";
import { isPrintable, levelOf, packed, timeOf, unpacked } from "./packed.ts";
import { isGap, Shelf, type Kept, type Writer } from "./shelf.ts";
import { Shelves } from "./shelves.ts";
import type { LogKept } from "./view.ts";

export type RingLimits = { readonly mostBytes: number; readonly mostLines: number };
export const RING_LIMITS: RingLimits = { mostBytes: 16 * MIB, mostLines: 100_000 };

const MOST_EVENTS = 2000;
const MOST_GAPS = 2000;
/** Of what stands in order at most this part was pushed out. */
const HOLES_SHARE = 8;
/** What a record takes beside its text, in this ring and in what the pane runs through; measured with Node 24. */
export const RECORD_BYTES = 150;
/** What was cut from one line is kept up to this part of the ring. */
const CUT_SHARE = 4;

/** Whose part of the ring is looked at. */
export type Part = {
  readonly isOfShelf: (writer: Writer) => boolean;
  readonly isOfEvent: (event: LogEvent) => boolean;
};

const NOBODY: Writer = { name: "", slot: null, server: null };

/**
 * What is kept of logs: records, events and gaps under rising ids. Mutable, as `Series` are: a flood costs no copies.
 * Each writer has a shelf of its own, and who has most gives way: the lines of a quiet one outlive any flood of others (case C30).
 */
export class LogRing {
  readonly limits: RingLimits;
  readonly #shelves = new Shelves();
  readonly #events = new Shelf(NOBODY);
  readonly #gaps = new Shelf(NOBODY);
  readonly #cuts = new Map<number, readonly (Uint8Array | null)[]>();
  readonly #sources: string[] = [];
  /** All shelves, by id; with holes where something was pushed out. */
  #all: Kept[] = [];
  #holes = 0;
  #lastId = 0;
  #lines = 0;
  #bytes = 0;
  #records = 0;
  #named = 0;
  #evicted = 0;
  #gapCount = 0;
  #lostBytes = 0;

  readonly #saidOf: ((event: LogEvent) => string) | null;

  /** `saidOf`: what is drawn of an event, and so is searched; null: events are not found. */
  constructor(
    limits: RingLimits = RING_LIMITS,
    saidOf: ((event: LogEvent) => string) | null = null,
  ) {
    this.limits = limits;
    this.#saidOf = saidOf;
  }

  /** Of the newest thing; 0: there is none. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Things that were pushed out so far. */
  get evicted(): number {
    return this.#evicted;
  }

  /** Of the records that are kept: how many name their writer. */
  get attributed(): { readonly named: number; readonly of: number } {
    return { named: this.#named, of: this.#records };
  }

  /** Everything by id. What was pushed out may still stand in it, without its content. */
  get all(): readonly Kept[] {
    return this.#all;
  }

  /** Before it what is missing there. Room is made by `settle`. */
  addRecord(record: LogRecord): void {
    this.#addGaps(record);
    const shelf = this.#shelves.of(record);
    const cuts = this.#cutsOf(record);
    const content = packed(record, this.#sourceOf(record.source));
    if (cuts !== null) this.#cuts.set(this.#lastId + 1, cuts);
    const kept = this.#add(shelf, content, {
      time: timeOf(record),
      level: levelOf(record),
      lines: record.lines.length,
      bytes:
        RECORD_BYTES +
        textBytes(record) +
        (cuts ?? []).reduce((sum, cut) => sum + (cut?.length ?? 0), 0),
    });
    this.#lines += kept.lines;
    this.#bytes += kept.bytes;
    this.#records += 1;
    if (shelf.name !== "") this.#named += 1;
  }

  addEvent(event: LogEvent): void {
    const said = this.#saidOf?.(event) ?? null;
    this.#add(this.#events, event, { time: event.at ?? event.seenAt, said });
    if (this.#events.length > MOST_EVENTS) this.#shift(this.#events);
  }

  #addGaps({ lines }: LogRecord): void {
    for (const { at, lostBytes } of lines) {
      if (lostBytes === undefined) continue;
      this.#gapCount += 1;
      this.#lostBytes += lostBytes ?? 0;
      this.#add(this.#gaps, { droppedLines: null, lostBytes }, { time: at });
      if (this.#gaps.length > MOST_GAPS) this.#shift(this.#gaps);
    }
  }

  /** Pushes out what is too much, from whom has most of it. Once after each batch. */
  settle(): void {
    this.#evictWhile(() => this.#lines > this.limits.mostLines, "lines");
    this.#evictWhile(() => this.#bytes > this.limits.mostBytes, "bytes");
    if (this.#holes * HOLES_SHARE <= this.#all.length) return;
    this.#all = this.#all.filter(({ content }) => content !== null);
    this.#holes = 0;
  }

  /** Null: what stands there is no record, or was pushed out. */
  record({ id, content, time, level, shelf }: Kept): LogRecord | null {
    if (typeof content !== "string") return null;
    const cuts = this.#cuts.get(id) ?? null;
    const { slot, server } = shelf;
    return unpacked(content, { time, level, slot, server, cuts }, this.#sources);
  }

  /** Size and span of what is kept of some writers, and of the events about them. */
  figures({ isOfShelf, isOfEvent }: Part): LogKept {
    const shelves = this.#shelves.all.filter(isOfShelf);
    const sum = (of: (shelf: Shelf) => number): number =>
      shelves.reduce((total, shelf) => total + of(shelf), 0);
    const ofEvents = this.#events.sinceOf(({ content }) => isEvent(content) && isOfEvent(content));
    const times = [ofEvents, ...shelves.map((shelf) => shelf.since())].filter((at) => at !== null);
    return {
      oldestAt: times.toSorted((a, b) => a - b)[0] ?? null,
      records: sum(({ length }) => length),
      lines: sum(({ lines }) => lines),
      bytes: bytes(sum((shelf) => shelf.bytes)),
      mostBytes: bytes(this.limits.mostBytes),
      mostLines: this.limits.mostLines,
      evictedLines: sum(({ evictedLines }) => evictedLines),
      droppedLines: 0,
      lostBytes: bytes(this.#lostBytes),
      gaps: this.#gapCount,
    };
  }

  #add(
    shelf: Shelf,
    content: Kept["content"],
    facts: Pick<Kept, "time"> & Partial<Pick<Kept, "level" | "lines" | "bytes" | "said">>,
  ): Kept {
    this.#lastId += 1;
    const { time, level = -1, lines = 0, bytes: size = 0, said = null } = facts;
    const kept: Kept = { id: this.#lastId, shelf, time, level, lines, bytes: size, said, content };
    shelf.push(kept);
    this.#all.push(kept);
    return kept;
  }

  #shift(shelf: Shelf): Kept | null {
    const kept = shelf.shift();
    if (kept === null) return null;
    this.#holes += 1;
    this.#evicted += 1;
    return kept;
  }

  #evictWhile(isTooMuch: () => boolean, measure: "lines" | "bytes"): void {
    while (isTooMuch()) {
      const [most, next] = this.#shelves.largest(measure);
      if (most === null) return;
      const least = next === null ? 0 : next[measure];
      do this.#evictFrom(most);
      while (isTooMuch() && most.length > 0 && most[measure] >= least);
    }
  }

  #evictFrom(shelf: Shelf): void {
    const kept = this.#shift(shelf);
    if (kept === null) return;
    this.#cuts.delete(kept.id);
    this.#lines -= kept.lines;
    this.#bytes -= kept.bytes;
    this.#records -= 1;
    if (shelf.name !== "") this.#named -= 1;
  }

  #cutsOf({ lines }: LogRecord): readonly (Uint8Array | null)[] | null {
    if (lines.every(({ cut }) => cut === null)) return null;
    const most = this.limits.mostBytes / CUT_SHARE;
    return lines.map(({ cut }) => (cut === null || cut.length > most ? null : cut.slice()));
  }

  #sourceOf(source: string): number {
    const index = this.#sources.indexOf(source);
    return index < 0 ? this.#sources.push(source) - 1 : index;
  }
}

const isEvent = (content: Kept["content"]): content is LogEvent =>
  content !== null && typeof content === "object" && !isGap(content);

/** In the memory of the program: a text with a character beyond Latin-1 takes two bytes for each. */
const WIDE = /[\u0100-\uffff]/u;
const textBytes = ({ lines }: LogRecord): number =>
  lines.reduce((sum, { text }) => sum + (isWide(text) ? 2 : 1) * (text.length + 1), 0);

const isWide = (text: string): boolean => !isPrintable(text) && WIDE.test(text);
