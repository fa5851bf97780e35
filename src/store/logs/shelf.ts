import type { LogEvent } from "../../domain/log.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { LogGap } from "./view.ts";

/** One thing that is kept, in the order of coming. */
export type Kept = {
  /** Rises by one with each thing that comes; of what came before all others it falls. */
  readonly id: number;
  readonly shelf: Shelf;
  /** When it was written, else read; null: neither is told. */
  readonly time: EpochMs | null;
  /** Place in `LOG_LEVELS`; -1: not told. */
  readonly level: number;
  readonly lines: number;
  readonly bytes: number;
  /** What is said of an event; null: it is none, or nobody says. */
  readonly said: string | null;
  /** A packed record, an event, what is missing here; null: it was pushed out. */
  content: string | LogEvent | LogGap | null;
};

/** Whose a shelf is. */
export type Writer = {
  /** A slot; `#PID` of a writer without one; empty: nobody is named. */
  readonly name: string;
  readonly slot: Untrusted | null;
  /** Id of the server whose source it came from; null: not told. */
  readonly server: string | null;
};

const LEAST_ROOM = 64;

/** What one writer has in the ring, oldest first. Grows at both ends and gives way at its front. */
export class Shelf implements Writer {
  readonly name: string;
  readonly slot: Untrusted | null;
  readonly server: string | null;
  /** Before `#first` is room for what is older. */
  #kept: (Kept | undefined)[] = [];
  #first = 0;
  /** Null: not counted since the oldest went. */
  #since: EpochMs | null = null;
  lines = 0;
  bytes = 0;
  evictedLines = 0;

  constructor({ name, slot, server }: Writer) {
    this.name = name;
    this.slot = slot;
    this.server = server;
  }

  get length(): number {
    return this.#kept.length - this.#first;
  }

  /** The lowest time of all: sources are read one after the other, and what came first need not be the oldest. */
  since(): EpochMs | null {
    this.#since ??= this.sinceOf(() => true);
    return this.#since;
  }

  sinceOf(isMeant: (kept: Kept) => boolean): EpochMs | null {
    let since: EpochMs | null = null;
    for (let index = this.#first; index < this.#kept.length; index += 1) {
      const kept = this.#kept[index];
      if (kept !== undefined && isEarlier(kept, since) && isMeant(kept)) since = kept.time;
    }
    return since;
  }

  push(kept: Kept): void {
    this.#kept.push(kept);
    if (this.#since !== null && isEarlier(kept, this.#since)) this.#since = kept.time;
    this.lines += kept.lines;
    this.bytes += kept.bytes;
  }

  /** One that is older than all that is there. */
  unshift(kept: Kept): void {
    if (this.#first === 0) {
      this.#first = Math.max(LEAST_ROOM, this.#kept.length);
      this.#kept = [...Array.from({ length: this.#first }, () => undefined), ...this.#kept];
    }
    this.#first -= 1;
    this.#kept[this.#first] = kept;
    if (this.#since !== null && isEarlier(kept, this.#since)) this.#since = kept.time;
    this.lines += kept.lines;
    this.bytes += kept.bytes;
  }

  /** Lets the oldest go. */
  shift(): Kept | null {
    const kept = this.#kept[this.#first];
    if (kept === undefined) return null;
    this.#first += 1;
    if (kept.time === this.#since) this.#since = null;
    this.lines -= kept.lines;
    this.bytes -= kept.bytes;
    this.evictedLines += kept.lines;
    kept.content = null;
    if (this.#first > LEAST_ROOM && this.#first * 2 > this.#kept.length) {
      this.#kept.splice(0, this.#first);
      this.#first = 0;
    }
    return kept;
  }
}

const isEarlier = ({ time }: Kept, since: EpochMs | null): boolean =>
  time !== null && (since === null || time < since);

export const isGap = (content: LogEvent | LogGap): content is LogGap => "lostBytes" in content;

/** Index of the first with at least this id; `length`: there is none. */
export function indexFrom(all: readonly Kept[], id: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.id ?? Infinity) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
