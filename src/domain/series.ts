import { epochMs, type EpochMs } from "./units.ts";

/**
 * Readings of one metric, oldest first, `at` strictly rising; a gap is an absent point, never a 0.
 * A ring of fixed capacity: the oldest point gives way. The one mutable thing of the store, so that a second costs no copy of half an hour.
 */
export class Series {
  readonly capacity: number;
  readonly #at: Float64Array;
  readonly #values: Float64Array;
  #start = 0;
  #length = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#at = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a point; one that is not newer than the last is dropped. */
  push(at: EpochMs, value: number): void {
    const last = this.lastAt();
    if (last !== null && at <= last) return;
    const index = (this.#start + this.#length) % this.capacity;
    this.#at[index] = at;
    this.#values[index] = value;
    if (this.#length < this.capacity) this.#length += 1;
    else this.#start = (this.#start + 1) % this.capacity;
  }

  /** Time of point `index` (0 = oldest). */
  at(index: number): EpochMs {
    return epochMs(this.#at[(this.#start + index) % this.capacity] ?? Number.NaN);
  }

  value(index: number): number {
    return this.#values[(this.#start + index) % this.capacity] ?? Number.NaN;
  }

  lastAt(): EpochMs | null {
    return this.#length === 0 ? null : this.at(this.#length - 1);
  }

  last(): number | null {
    return this.#length === 0 ? null : this.value(this.#length - 1);
  }

  /** Index of the first point at or after `at`; `length` when there is none. */
  indexFrom(at: EpochMs): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
