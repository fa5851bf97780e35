import type { LogRing } from "./ring.ts";
import { indexFrom, type Kept } from "./shelf.ts";

/** What of a ring passes, by id. Each thing is looked at once, however often one asks; what was pushed out may stand in it without content. */
export class Sieve {
  readonly #ring: LogRing;
  readonly #passes: (kept: Kept) => boolean;
  #kept: Kept[] = [];
  #fromId = Infinity;
  #toId = -Infinity;
  #seenEvicted = 0;
  #turns = 0;

  constructor(ring: LogRing, passes: (kept: Kept) => boolean) {
    this.#ring = ring;
    this.#passes = passes;
  }

  /** Up to now. */
  get all(): readonly Kept[] {
    const { all, evicted } = this.#ring;
    if (evicted - this.#seenEvicted > this.#kept.length / 8 + 1000) {
      this.#kept = this.#kept.filter(({ content }) => content !== null);
      this.#seenEvicted = evicted;
      this.#turns += 1;
    }
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined) return this.#kept;
    if (this.#toId > -Infinity && first.id < this.#fromId) this.#addEarlier(all);
    this.#fromId = Math.min(this.#fromId, first.id);
    if (last.id <= this.#toId) return this.#kept;
    for (let index = indexFrom(all, this.#toId + 1); index < all.length; index += 1) {
      const kept = all[index];
      if (kept !== undefined && this.#passes(kept)) this.#kept.push(kept);
    }
    this.#toId = last.id;
    return this.#kept;
  }

  /** Rises when what stood in it has other places. */
  get turns(): number {
    return this.#turns;
  }

  #addEarlier(all: readonly Kept[]): void {
    const earlier = all.slice(0, indexFrom(all, this.#fromId)).filter((kept) => this.#passes(kept));
    if (earlier.length === 0) return;
    this.#kept = [...earlier, ...this.#kept];
    this.#turns += 1;
  }
}
