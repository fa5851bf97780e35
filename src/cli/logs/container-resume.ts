import type { ContainerLine, LogsFrom } from "../../domain/ports/inspector.ts";
import { epochMs, SECOND_MS, type EpochMs } from "../../domain/units.ts";

type Stream = ContainerLine["stream"];
type Entry = { readonly atMs: number; readonly stream: Stream; readonly key: string };

/** So much is asked for again, as two streams are stamped apart from each other. */
const WINDOW_MS = SECOND_MS;
/** A flood has more lines within the window: it is shortened. */
const MOST_ENTRIES = 50_000;
const MOST_STAMPLESS = 1000;
/** Of a long line its start, its end and its length are looked at. */
const HASHED_BYTES = 4096;

/**
 * Where a container's output goes on when it is asked for again: about the engine's time of the last line, with the lines that came since then.
 * An engine tells all lines since a time in the order of each stream, so that those come twice.
 */
export class ContainerResume {
  #entries: Entry[] = [];
  readonly #lastOf = new Map<Stream, number>();
  /** When a line without stamp came, by our clock, while no other line had one. */
  #readMs: number | null = null;
  /** No entry is older. */
  #windowMs = Number.NEGATIVE_INFINITY;
  /** The engine's clock went back: lines up to here may be from before that. Null: it did not. */
  #highMs: number | null = null;
  /** What may come again, how often. */
  readonly #again = new Map<string, number>();
  /**
   * Streams in which nothing that is known came again so far, and up to when what comes in them was seen: before what is known stands nothing new.
   * It is not known where the clock went back, or where the window cuts a line of several stamps.
   */
  readonly #unsure = new Map<Stream, number>();
  /** Words of the engine's client: it says them each time. */
  #stampless: string[] = [];

  /** Null: nothing was seen yet. */
  from(): LogsFrom | null {
    const lastMs = this.#lastMs() ?? this.#readMs;
    if (lastMs === null) return null;
    return { kind: "since", at: epochMs(Math.max(this.#windowMs, lastMs - WINDOW_MS)) };
  }

  /** It is asked for again. */
  begin(): void {
    this.#again.clear();
    this.#unsure.clear();
    for (const key of this.#stampless) this.#expect(key);
    this.#stampless = [];
    for (const { key, stream } of this.#entries) {
      this.#expect(key);
      const lastMs = this.#lastOf.get(stream) ?? Number.NEGATIVE_INFINITY;
      this.#unsure.set(stream, Math.max(lastMs - 1, this.#highMs ?? lastMs - 1));
    }
  }

  /** Whether the line came before. Each one that did is that once. */
  isAgain(line: ContainerLine): boolean {
    if (this.#again.size === 0) return false;
    const key = keyOf(line);
    const count = this.#again.get(key);
    if (count === undefined) return this.#isFromBefore(line);
    if (count === 1) this.#again.delete(key);
    else this.#again.set(key, count - 1);
    if (line.at === null) this.#noteStampless(key);
    else this.#unsure.delete(line.stream);
    return true;
  }

  /** Whether it is one that may come again, without taking it for that. */
  isExpected(line: ContainerLine): boolean {
    return this.#again.size > 0 && this.#again.has(keyOf(line));
  }

  /** A line that came for the first time. `stamp`: the engine's time of what it stood in; null: it has none. `readAt`: by our clock. */
  note(line: ContainerLine, stamp: EpochMs | null, readAt: EpochMs): void {
    const key = keyOf(line);
    if (line.at === null || stamp === null) {
      this.#noteStampless(key);
      this.#readMs = readAt;
      return;
    }
    this.#noteStamp(line.stream, stamp);
    const fromMs = (this.#lastMs() ?? stamp) - WINDOW_MS;
    if (line.at < fromMs) return;
    this.#entries.push({ atMs: line.at, stream: line.stream, key });
    const [first] = this.#entries;
    if (this.#entries.length > MOST_ENTRIES) this.#shorten();
    else if (first !== undefined && first.atMs < fromMs - WINDOW_MS) this.#keep(fromMs);
  }

  #expect(key: string): void {
    this.#again.set(key, (this.#again.get(key) ?? 0) + 1);
  }

  #noteStampless(key: string): void {
    if (this.#stampless.length < MOST_STAMPLESS) this.#stampless.push(key);
  }

  #lastMs(): number | null {
    return this.#lastOf.size === 0 ? null : Math.max(...this.#lastOf.values());
  }

  /** In one stream time goes back only with the engine's clock. */
  #noteStamp(stream: Stream, stamp: number): void {
    const before = this.#lastOf.get(stream);
    if (before !== undefined && stamp < before - WINDOW_MS) {
      this.#highMs = Math.max(before, this.#highMs ?? before);
      this.#windowMs = stamp;
      this.#entries = [];
      this.#lastOf.clear();
    } else if (this.#highMs !== null && stamp > this.#highMs + WINDOW_MS) this.#highMs = null;
    this.#lastOf.set(stream, stamp);
  }

  /** The older half goes, and all that has the time of the last one in it. */
  #shorten(): void {
    const times = Float64Array.from(this.#entries, ({ atMs }) => atMs).toSorted();
    this.#keep((times[MOST_ENTRIES / 2] ?? 0) + 1);
  }

  #keep(fromMs: number): void {
    this.#windowMs = Math.max(this.#windowMs, fromMs);
    this.#entries = this.#entries.filter(({ atMs }) => atMs >= this.#windowMs);
  }

  #isFromBefore({ stream, at }: ContainerLine): boolean {
    const untilMs = this.#unsure.get(stream);
    return untilMs !== undefined && at !== null && at <= untilMs;
  }
}

function keyOf({ stream, at, bytes }: ContainerLine): string {
  const { length } = bytes;
  const start = hashed(bytes, 0, Math.min(length, HASHED_BYTES));
  const end = length <= HASHED_BYTES ? 0 : hashed(bytes, length - HASHED_BYTES, length);
  return `${stream} ${at ?? "-"} ${length} ${start} ${end}`;
}

/** FNV-1a. */
function hashed(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = from; index < to; index++)
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01_00_01_93);
  return hash >>> 0;
}
