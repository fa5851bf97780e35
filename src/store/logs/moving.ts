import type { State } from "../state.ts";
import type { LogScreen } from "./screen.ts";
import { isMatch } from "./search.ts";
import { indexFrom, type Kept } from "./shelf.ts";
import { meantOf } from "./subject.ts";
import { above, below, firstOf, isRecord, lookedRecord, runOf, type Run } from "./window.ts";

const MOST_UNFOLDED = 100;

type Change = Partial<LogScreen>;

/** Where the pane is: the record that is looked at, and its index in what the pane runs through. */
type Place = { readonly run: Run; readonly record: Kept | null; readonly index: number };

export function placeOf(state: State): Place {
  const run = runOf(state, meantOf(state));
  const record = lookedRecord(run, state.screen.logs.position);
  return { run, record, index: record === null ? run.end : indexFrom(run.all, record.id) };
}

const fitsOf = ({ found }: Run) => found?.query.fits ?? null;

/** From the position: an event that matches has no record. What was searched in passing is not searched again. */
function nearest({ run, record }: Place, position: number | null, by: -1 | 1): Kept | null {
  const fits = fitsOf(run);
  const among = run.found?.isWhole(run.shown.all) === true ? run.found.matches : run.all;
  const searched = { ...run, all: among, end: indexFrom(among, run.lastId + 1) };
  const id = position ?? record?.id ?? run.lastId + 1;
  const ahead =
    by < 0 ? above(searched, indexFrom(among, id)) : below(searched, indexFrom(among, id + 1));
  return firstOf(ahead, (each) => isMatch(each, fits));
}

/** To the next match; null: there is none in that direction. */
export function toMatch(state: State, by: -1 | 1): Change | null {
  const found = nearest(placeOf(state), state.screen.logs.position, by);
  return found === null ? null : { position: found.id };
}

/** The nearest match to the position, where none stands: upwards first, for the newest are looked at. */
export function toAnyMatch(state: State): Change {
  const at = placeOf(state);
  const { position } = state.screen.logs;
  if (at.record !== null && isMatch(at.record, fitsOf(at.run))) return {};
  const found = nearest(at, position, -1) ?? nearest(at, position, 1);
  return found === null ? {} : { position: found.id };
}

/** So many records up or down; beyond the last one it follows again. */
export function moved(state: State, by: number): Change {
  const { run, record, index } = placeOf(state);
  if (record === null) return {};
  const ahead = by < 0 ? above(run, index) : below(run, index + 1);
  let reached: Kept | null = null;
  let steps = 0;
  for (const each of ahead) {
    if (steps >= Math.abs(by)) break;
    if (!isRecord(each)) continue;
    reached = each;
    steps += 1;
  }
  if (by > 0 && steps < by) return { position: null };
  return { position: (reached ?? record).id };
}

/** Or folded again. It stays where it is while it is read. */
export function unfolded(state: State): Change {
  const { record } = placeOf(state);
  if (record === null) return {};
  const { id } = record;
  const ids = state.screen.logs.unfolded;
  return ids.includes(id)
    ? { unfolded: ids.filter((each) => each !== id) }
    : { unfolded: [...ids, id].slice(-MOST_UNFOLDED), position: id };
}
