import { LOG_LEVELS, type LogLevel } from "../../domain/log.ts";
import type { LogRing } from "./ring.ts";
import { isMatch, queryOf, type Query } from "./search.ts";
import { indexFrom, type Kept } from "./shelf.ts";
import { Sieve } from "./sieve.ts";
import { isShown, type Meant } from "./subject.ts";

/** Characters that one look at the pane may search for what was not asked for by a key. */
const CHARACTERS_AT_ONCE = 4_000_000;

/** What of the ring is shown, by id: the subject's lines at or above a level. */
export class Shown {
  readonly #sieve: Sieve;
  #seenTurns = 0;
  #found: Found | null = null;

  constructor(ring: LogRing, meant: Meant, level: LogLevel | null) {
    const least = level === null ? -1 : LOG_LEVELS.indexOf(level);
    this.#sieve = new Sieve(ring, (kept) => isHigh(kept, least) && isShown(kept, meant));
  }

  /** Up to now. */
  get all(): readonly Kept[] {
    const { all, turns } = this.#sieve;
    if (turns !== this.#seenTurns) this.#found?.forget();
    this.#seenTurns = turns;
    return all;
  }

  /** What is found of a search so far; each call searches on, a part at a time. */
  found(text: string): Found {
    const found = this.#found?.text === text ? this.#found : new Found(text);
    this.#found = found;
    found.searchOn(this.all);
    return found;
  }
}

/** One without a level stays. */
const isHigh = ({ content, level }: Kept, least: number): boolean =>
  typeof content !== "string" || level < 0 || level >= least;

/** The matches of one search, from the newest back to as far as was searched. */
export class Found {
  readonly text: string;
  readonly query: Query;
  #matches: Kept[] = [];
  /** Descending. */
  #older: Kept[] = [];
  #from: number | null = null;
  #to = 0;

  constructor(text: string) {
    this.text = text;
    this.query = queryOf(text);
  }

  get count(): number {
    return this.#matches.length + this.#older.length;
  }

  /** By id. */
  get matches(): readonly Kept[] {
    if (this.#older.length > 0) {
      this.#matches = [...this.#older.toReversed(), ...this.#matches];
      this.#older = [];
    }
    return this.#matches;
  }

  /** Whether all that is shown was searched. */
  isWhole(all: readonly Kept[]): boolean {
    return (this.#from ?? 0) <= (all[0]?.id ?? 0) && this.#to >= (all.at(-1)?.id ?? 0);
  }

  /** The new ones, then further back. */
  searchOn(all: readonly Kept[]): void {
    const { fits } = this.query;
    const last = all.at(-1);
    if (fits === null || last === undefined) return;
    this.#from ??= last.id + 1;
    for (const kept of all.slice(indexFrom(all, Math.max(this.#from, this.#to + 1))))
      if (isMatch(kept, fits)) this.#matches.push(kept);
    this.#to = last.id;
    this.#searchBack(all.slice(0, indexFrom(all, this.#from)), fits);
  }

  #searchBack(all: readonly Kept[], fits: Query["fits"]): void {
    let left = CHARACTERS_AT_ONCE;
    for (let index = all.length - 1; index >= 0 && left > 0; index -= 1) {
      const kept = all[index];
      if (kept === undefined) return;
      if (isMatch(kept, fits)) this.#older.push(kept);
      left -= typeof kept.content === "string" ? kept.content.length : 0;
      this.#from = kept.id;
    }
  }

  /** What was pushed out is no match any more. */
  forget(): void {
    this.#matches = this.matches.filter(isThere);
  }
}

const isThere = ({ content }: Kept): boolean => content !== null;

/** Of each ring what was shown last, and a moment ago: it follows from the ring alone, but costs a look at all of it. */
const remembered = new WeakMap<LogRing, Map<string, Shown>>();
const MOST_REMEMBERED = 4;

export function shownOf(ring: LogRing, meant: Meant, level: LogLevel | null): Shown {
  const known = remembered.get(ring) ?? new Map<string, Shown>();
  const key = `${level ?? ""}\n${meant.key}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_REMEMBERED) known.clear();
  const made = new Shown(ring, meant, level);
  remembered.set(ring, known.set(key, made));
  return made;
}
