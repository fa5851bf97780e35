import type { LogRecord } from "../../domain/log.ts";
import { Shelf, type Writer } from "./shelf.ts";

/** Writers without a slot beyond this share one shelf of their server: a log can name a new PID in each line. */
const MOST_SHELVES = 512;
const OVERFLOW = "#";

export const shelfName = ({ slot, pid }: Pick<LogRecord, "slot" | "pid">): string =>
  slot ?? (pid === null ? "" : `#${pid}`);

/** Two servers have each a `Worker.0`. */
const keyOf = ({ server, name }: Pick<Writer, "server" | "name">): string =>
  server === null ? name : `${server}\n${name}`;

/** One for each writer. */
export class Shelves {
  readonly #shelves = new Map<string, Shelf>();

  get all(): readonly Shelf[] {
    return [...this.#shelves.values()];
  }

  of(record: LogRecord): Shelf {
    const { slot, server } = record;
    const writer = { name: shelfName(record), slot, server };
    return this.#shelves.get(keyOf(writer)) ?? this.#added(writer);
  }

  #added(writer: Writer): Shelf {
    if (this.#shelves.size >= MOST_SHELVES)
      for (const [each, shelf] of this.#shelves) if (shelf.length === 0) this.#shelves.delete(each);
    const isShared = this.#shelves.size >= MOST_SHELVES && writer.name.startsWith(OVERFLOW);
    const own = isShared ? { ...writer, name: OVERFLOW } : writer;
    const key = keyOf(own);
    const shelf = this.#shelves.get(key) ?? new Shelf(own);
    this.#shelves.set(key, shelf);
    return shelf;
  }

  /** The two that have most. */
  largest(measure: "lines" | "bytes"): readonly [Shelf | null, Shelf | null] {
    let most: Shelf | null = null;
    let next: Shelf | null = null;
    for (const shelf of this.#shelves.values()) {
      if (shelf.length === 0) continue;
      if (most === null || shelf[measure] > most[measure]) [most, next] = [shelf, most];
      else if (next === null || shelf[measure] > next[measure]) next = shelf;
    }
    return [most, next];
  }
}
