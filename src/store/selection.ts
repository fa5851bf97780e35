import type { Entry } from "./select/entry.ts";
import { linesOf } from "./select/lines.ts";
import type { Screen, Selected, State } from "./state.ts";

const selectedOf = ({ key, process, slotKey }: Entry): Selected => ({
  key,
  pid: process.pid,
  slotKey,
});

/**
 * The State with a selection that is in its table: the first row until one was chosen; then the same row, else where its process or its slot is now, else its neighbour in `before`, else the first row.
 * What is opened goes with its process or slot, and closes when that is gone. With no row at all the selection waits.
 */
export function reselected(before: State, state: State): State {
  const { entries } = linesOf(state);
  const { selected, isChosen, opened } = state.screen;
  const entry = selected === null || !isChosen ? entries[0] : found(entries, selected, before);
  if (entry === undefined) return opened === null ? state : closed(state);
  const isSame =
    selected !== null &&
    selected.key === entry.key &&
    selected.pid === entry.process.pid &&
    selected.slotKey === entry.slotKey;
  if (isSame) return state;
  const isSameProcess = selected !== null && isFound(selected, entry);
  const screen: Screen = {
    ...state.screen,
    selected: selectedOf(entry),
    opened: opened !== null && isSameProcess ? entry.key : null,
  };
  return { ...state, screen };
}

const closed = (state: State): State => ({
  ...state,
  screen: { ...state.screen, opened: null },
});

const isFound = (selected: Selected, entry: Entry): boolean =>
  entry.key === selected.key ||
  entry.process.pid === selected.pid ||
  entry.slotKey === selected.slotKey;

function found(entries: readonly Entry[], selected: Selected, before: State): Entry | undefined {
  return (
    entries.find(({ key }) => key === selected.key) ??
    entries.find(({ process, isAlive }) => isAlive && process.pid === selected.pid) ??
    entries.find(({ slotKey }) => slotKey === selected.slotKey) ??
    neighbour(entries, selected, linesOf(before).entries) ??
    entries[0]
  );
}

/** The next row below that is still there, else the nearest above. */
function neighbour(
  entries: readonly Entry[],
  { key: lost }: Selected,
  before: readonly Entry[],
): Entry | undefined {
  const there = new Map(entries.map((entry) => [entry.key, entry]));
  const index = before.findIndex(({ key }) => key === lost);
  if (index < 0) return undefined;
  const nearest = [...before.slice(index + 1), ...before.slice(0, index).toReversed()];
  const next = nearest.find(({ key }) => there.has(key));
  return next === undefined ? undefined : there.get(next.key);
}

/** The row `by` lines of the table's rows away, at most the first or last one. */
export function moved(state: State, by: number): State {
  const { entries } = linesOf(state);
  const { selected, opened } = state.screen;
  const index = entries.findIndex(({ key }) => key === selected?.key);
  const entry = entries[Math.min(Math.max(0, index + by), entries.length - 1)];
  if (entry === undefined || index < 0) return state;
  const screen: Screen = {
    ...state.screen,
    selected: selectedOf(entry),
    isChosen: true,
    opened: opened === null ? null : entry.key,
  };
  return { ...state, screen };
}
