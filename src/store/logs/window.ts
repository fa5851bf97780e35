import { epochMs, MINUTE_MS, type EpochMs } from "../../domain/units.ts";
import type { State } from "../state.ts";
import { indexFrom, type Kept } from "./shelf.ts";
import { shownOf, type Found, type Shown } from "./shown.ts";
import type { Meant } from "./subject.ts";

/** Sources are read one after the other: a line may stand so far behind a younger one. */
const DISORDER_MS = MINUTE_MS;

/** What the pane runs through: what is shown, cut to what a State has seen and to the time that is wanted. */
export type Run = {
  readonly shown: Shown;
  readonly found: Found | null;
  /** By id; only up to `end` of it was there. */
  readonly all: readonly Kept[];
  readonly end: number;
  /** Of the newest thing that the State has seen. */
  readonly lastId: number;
  /** Null: all that is kept. */
  readonly cutoff: EpochMs | null;
};

export function runOf(state: State, meant: Meant): Run {
  const { known, screen } = state;
  const { level, search, sinceMs } = screen.logs;
  const { book, lastId } = known.logs;
  const shown = shownOf(book.ring, meant, level);
  const text = search?.text ?? "";
  const found = text === "" ? null : shown.found(text);
  const isOnly = search?.isOnly === true && found !== null && found.query.fits !== null;
  const all = isOnly ? found.matches : shown.all;
  const end = indexFrom(all, lastId + 1);
  const cutoff = cutoffOf(known.sample?.at ?? all[end - 1]?.time ?? null, sinceMs);
  return { shown, found, all, end, lastId, cutoff };
}

const cutoffOf = (at: EpochMs | null, sinceMs: number | null): EpochMs | null =>
  sinceMs === null || at === null ? null : epochMs(at - sinceMs);

const isSeen = ({ content, time }: Kept, cutoff: EpochMs | null): boolean =>
  content !== null && (cutoff === null || time === null || time >= cutoff);

/** What stands before index `from`, the nearest first; ends where all is older than what is wanted. */
export function* above({ all, end, cutoff }: Run, from: number): Generator<Kept> {
  for (let index = Math.min(from, end) - 1; index >= 0; index -= 1) {
    const kept = all[index];
    if (kept === undefined) return;
    if (cutoff !== null && kept.time !== null && kept.time < cutoff - DISORDER_MS) return;
    if (isSeen(kept, cutoff)) yield kept;
  }
}

/** What stands from index `from` on. */
export function* below({ all, end, cutoff }: Run, from: number): Generator<Kept> {
  for (let index = from; index < end; index += 1) {
    const kept = all[index];
    if (kept !== undefined && isSeen(kept, cutoff)) yield kept;
  }
}

export const isRecord = ({ content }: Kept): boolean => typeof content === "string";

/** At most so many: down to the position, and at the very top from there on. Oldest first. */
export function windowed(run: Run, position: number | null, rows: number): readonly Kept[] {
  const from = position === null ? run.end : indexFrom(run.all, position + 1);
  const before = taken(above(run, from), rows).toReversed();
  if (position === null || before.length >= rows) return before;
  return [...before, ...taken(below(run, from), rows - before.length)];
}

function taken(from: Generator<Kept>, most: number): readonly Kept[] {
  const kept: Kept[] = [];
  if (most <= 0) return kept;
  for (const each of from) {
    kept.push(each);
    if (kept.length >= most) break;
  }
  return kept;
}

/** The record that is looked at; null: there is none. */
export function lookedRecord(run: Run, position: number | null): Kept | null {
  const from = position === null ? run.end : indexFrom(run.all, position + 1);
  return firstOf(above(run, from), isRecord) ?? firstOf(below(run, from), isRecord);
}

export function firstOf(all: Iterable<Kept>, isWanted: (kept: Kept) => boolean): Kept | null {
  for (const kept of all) if (isWanted(kept)) return kept;
  return null;
}
