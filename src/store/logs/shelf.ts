import type { LogEvent } from "../../domain/log.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { LogGap } from "./view.ts";

/** One thing that is kept, in the order of coming. */
export type Kept = {
  /** Rises by one with each thing that comes. */
  readonly id: number;
  readonly shelf: Shelf;
  /** When it was written, else read; null: neither is told. */
  readonly time: EpochMs | null;
  /** Place in `LOG_LEVELS`; -1: not told. */
  readonly level: number;
  readonly lines: number;
  readonly bytes: number;
  /** A packed record, an event, what is missing here; null: it was pushed out. */
  content: string | LogEvent | LogGap | null;
};

/** What one writer has in the ring, oldest first. Grows at its end and gives way at its front. */
export class Shelf {
  /** A slot; `#PID` of a writer without one; empty: nobody is named. */
  readonly name: string;
  readonly slot: Untrusted | null;
  readonly #kept: Kept[] = [];
  #first = 0;
  lines = 0;
  bytes = 0;
  evictedLines = 0;

  constructor(name: string, slot: Untrusted | null) {
    this.name = name;
    this.slot = slot;
  }

  get length(): number {
    return this.#kept.length - this.#first;
  }

  get oldest(): Kept | null {
    return this.#kept[this.#first] ?? null;
  }

  push(kept: Kept): void {
    this.#kept.push(kept);
    this.lines += kept.lines;
    this.bytes += kept.bytes;
  }

  /** Lets the oldest go. */
  shift(): Kept | null {
    const kept = this.oldest;
    if (kept === null) return null;
    this.#first += 1;
    this.lines -= kept.lines;
    this.bytes -= kept.bytes;
    this.evictedLines += kept.lines;
    kept.content = null;
    if (this.#first > 64 && this.#first * 2 > this.#kept.length) {
      this.#kept.splice(0, this.#first);
      this.#first = 0;
    }
    return kept;
  }
}

export const isGap = (content: LogEvent | LogGap): content is LogGap => "lostBytes" in content;
