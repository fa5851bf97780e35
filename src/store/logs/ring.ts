import type { LogEvent, LogRecord, Told } from "../../domain/log.ts";
import { bytes, MIB } from "../../domain/units.ts";
import { levelOf, packed, timeOf, unpacked } from "./packed.ts";
import { isGap, Shelf, type Kept, type Writer } from "./shelf.ts";
import { Shelves } from "./shelves.ts";
import { sizeOf } from "./sizes.ts";
import type { LogKept } from "./view.ts";

export type RingLimits = { readonly mostBytes: number; readonly mostLines: number };
export const RING_LIMITS: RingLimits = { mostBytes: 16 * MIB, mostLines: 100_000 };

const MOST_EVENTS = 2000;
const MOST_GAPS = 2000;
/** Of what stands in order at most this part was pushed out. */
const HOLES_SHARE = 8;
/** What was cut from one line is kept up to this part of the ring. */
const CUT_SHARE = 4;

/** Whose part of the ring is looked at. */
export type Part = {
  readonly isOfShelf: (writer: Writer) => boolean;
  readonly isOfEvent: (event: LogEvent) => boolean;
};

const NOBODY: Writer = { name: "", slot: null, server: null };

/**
 * What is kept of logs: records, events and gaps under rising ids; what came before them gets lower ones. Mutable, as `Series` are: a flood costs no copies.
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
  #firstId = 1;
  #lastId = 0;
  /** Something was pushed out, or had no room: what comes before that would stand beside a hole. */
  #isFull = false;
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
    this.#add(this.#recordKept(record, this.#lastId + 1));
  }

  addEvent(event: LogEvent): void {
    this.#add(this.#eventKept(event, this.#lastId + 1));
    if (this.#events.length > MOST_EVENTS) this.#shift(this.#events);
  }

  /** Whether there is room for what came before all that is kept, without a hole behind it. */
  get hasRoomBefore(): boolean {
    const { mostLines, mostBytes } = this.limits;
    return !this.#isFull && this.#lines < mostLines && this.#bytes < mostBytes;
  }

  /** What came before all that is kept, oldest first; of what has no room the oldest is left out. */
  addEarlier(all: readonly Told[]): void {
    const fresh: Kept[] = [];
    for (const told of all.toReversed()) {
      const kept = this.#earlierKept(told, this.#firstId - 1);
      if (this.#isFull) break;
      if (kept === null) continue;
      this.#firstId = kept.id;
      kept.shelf.unshift(kept);
      fresh.push(kept);
    }
    this.#all = [...fresh.toReversed(), ...this.#all];
  }

  /** Null: it has no room. */
  #earlierKept(told: Told, id: number): Kept | null {
    if (told.type === "record")
      return this.#fits(told.record) ? this.#recordKept(told.record, id) : null;
    return this.#events.length < MOST_EVENTS ? this.#eventKept(told.event, id) : null;
  }

  #fits(record: LogRecord): boolean {
    const { mostLines, mostBytes } = this.limits;
    const bytesAfter = this.#bytes + sizeOf(record, this.#cutsOf(record));
    if (this.#lines + record.lines.length > mostLines || bytesAfter > mostBytes)
      this.#isFull = true;
    return !this.#isFull;
  }

  #recordKept(record: LogRecord, id: number): Kept {
    const shelf = this.#shelves.of(record);
    const cuts = this.#cutsOf(record);
    if (cuts !== null) this.#cuts.set(id, cuts);
    const kept: Kept = {
      id,
      shelf,
      time: timeOf(record),
      level: levelOf(record),
      lines: record.lines.length,
      bytes: sizeOf(record, cuts),
      said: null,
      content: packed(record, this.#sourceOf(record.source)),
    };
    this.#lines += kept.lines;
    this.#bytes += kept.bytes;
    this.#records += 1;
    if (shelf.name !== "") this.#named += 1;
    return kept;
  }

  #eventKept(event: LogEvent, id: number): Kept {
    const said = this.#saidOf?.(event) ?? null;
    return keptOf(this.#events, { id, time: event.at ?? event.seenAt, said, content: event });
  }

  #addGaps({ lines }: LogRecord): void {
    for (const { at, lostBytes } of lines) {
      if (lostBytes === undefined) continue;
      this.#gapCount += 1;
      this.#lostBytes += lostBytes ?? 0;
      const content = { droppedLines: null, lostBytes };
      const id = this.#lastId + 1;
      this.#add(keptOf(this.#gaps, { id, time: at, said: null, content }));
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

  #add(kept: Kept): void {
    this.#lastId = kept.id;
    kept.shelf.push(kept);
    this.#all.push(kept);
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
    this.#isFull = true;
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

/** What is no record. */
const keptOf = (shelf: Shelf, facts: Pick<Kept, "id" | "time" | "said" | "content">): Kept => ({
  ...facts,
  shelf,
  level: -1,
  lines: 0,
  bytes: 0,
});

const isEvent = (content: Kept["content"]): content is LogEvent =>
  content !== null && typeof content === "object" && !isGap(content);
