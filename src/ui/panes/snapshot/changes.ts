import { show } from "../../../domain/text.ts";
import type { SnapshotView } from "../../../store/snapshot-view.ts";
import { clockMinute } from "../../../words/format.ts";
import type { Paper } from "./flow.ts";

/** What the column of changes is called; null: there is none. */
export function changeTitle(
  { against, diff }: SnapshotView,
  { zoneMinutes }: Paper,
): string | null {
  if (against === null) return null;
  if (against.name !== null) return `vs ${show(against.name)}`;
  // what another process held does not grow: it was started anew in between
  const word = diff?.isSameProcess === true ? "since" : "vs";
  return `${word} ${clockMinute(against.at, zoneMinutes)}`;
}

export const changeColumn = (title: string | null, cells: number) =>
  title === null ? [] : [{ title, cells }];

/** Changes with their rank, by key, and those of which there is no row. `changes` null: they are not known. */
export function ranked<Change>(
  changes: readonly Change[] | null,
  rows: readonly string[],
  keyOf: (change: Change) => string,
) {
  const all = (changes ?? []).map((change, rank) => ({ ...change, rank }));
  const byKey = new Map(all.map((change) => [keyOf(change), change]));
  const there = new Set(rows);
  return {
    changeOf: (key: string) => byKey.get(key),
    besides: all.filter((change) => !there.has(keyOf(change))),
  };
}
