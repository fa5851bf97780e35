import type { CronTask } from "../../domain/project.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Of all tasks for which no letter is left. */
const FURTHER = "*";

/** A letter for each name, in the order of the names, so that a task keeps its letter wherever it stands. */
export function lettersOf(tasks: readonly Pick<CronTask, "name">[]): ReadonlyMap<string, string> {
  const names = new Set(tasks.flatMap(({ name }) => (name === null ? [] : [name])));
  return new Map(
    [...names].toSorted().map((name, index) => [name, LETTERS[index] ?? FURTHER] as const),
  );
}

/** Times, or any other measure of the axis. */
export type Lane = { readonly letter: string; readonly ticks: readonly number[] };

/**
 * The letter of each cell of an axis, null where nothing ticks. Of several in one cell the one that ticks most rarely on the axis; of equally rare ones the first.
 * `to` is not part of the axis.
 */
export function markCells(
  lanes: readonly Lane[],
  { from, to, cells }: { readonly from: number; readonly to: number; readonly cells: number },
): readonly (string | null)[] {
  const shown = lanes.map(({ letter, ticks }) => ({
    letter,
    cells: ticks
      .filter((tick) => tick >= from && tick < to)
      .map((tick) => Math.floor(((tick - from) * cells) / (to - from))),
  }));
  const marks: (string | null)[] = Array.from({ length: cells }, () => null);
  // the rarest is written last, over the others
  const byCount = shown.toReversed().toSorted((a, b) => b.cells.length - a.cells.length);
  for (const lane of byCount) for (const cell of lane.cells) marks[cell] = lane.letter;
  return marks;
}
