import type { Mark } from "../../domain/mark.ts";
import type { Series } from "../../domain/series.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Axis } from "../view.ts";
import { cellNumber, firstCell } from "./axis.ts";

/** Highest values of a series in the cells of one axis, as far as they were counted: a ring over cell numbers, NaN where there is a gap. */
type Counted = {
  readonly windowMs: number;
  readonly carryMs: number;
  readonly highest: Float64Array;
  newest: number;
  countedTo: EpochMs | null;
};

/** Each second adds one point: what is already counted is not looked at again. Only a memory of results; they follow from the series and the axis alone. */
const countedOf = new WeakMap<Series, Counted>();

/**
 * One value per cell of the axis: the highest of all series in it; null: a gap. Never interpolated.
 * A point is carried into the empty cells after it only when the next one follows within `carryMs`: cells narrower than the sampling interval are no gaps.
 */
export function cellsOf(
  series: readonly Series[],
  axis: Axis,
  carryMs: number,
): readonly (number | null)[] {
  const cells: (number | null)[] = Array.from({ length: axis.cells }, () => null);
  const first = firstCell(axis);
  for (const each of series) {
    const last = each.lastAt();
    if (last === null || last < axis.from) continue;
    const { highest, newest } = counted(each, axis, carryMs);
    for (let index = 0; index < axis.cells && first + index <= newest; index += 1) {
      const value = highest[(first + index) % axis.cells] ?? Number.NaN;
      if (value > (cells[index] ?? -Infinity)) cells[index] = value;
    }
  }
  return cells;
}

function counted(series: Series, axis: Axis, carryMs: number): Counted {
  const known = countedOf.get(series);
  const isUsable =
    known !== undefined &&
    known.windowMs === axis.windowMs &&
    known.highest.length === axis.cells &&
    known.newest < firstCell(axis) + axis.cells &&
    known.carryMs === carryMs;
  const result: Counted = isUsable
    ? known
    : {
        windowMs: axis.windowMs,
        carryMs,
        highest: new Float64Array(axis.cells).fill(Number.NaN),
        newest: firstCell(axis) - 1,
        countedTo: null,
      };
  if (!isUsable) countedOf.set(series, result);
  count(result, series, axis);
  return result;
}

function count(result: Counted, series: Series, axis: Axis): void {
  let index = series.indexFrom(result.countedTo ?? axis.from);
  if (result.countedTo !== null && index < series.length) index += 1;
  for (; index < series.length; index += 1) {
    const at = series.at(index);
    // A State from before sees its own past only.
    if (at >= axis.to) break;
    const cell = cellNumber(axis, at);
    const isFollowing = index > 0 && at - series.at(index - 1) <= result.carryMs;
    advance(result, cell, isFollowing ? series.value(index - 1) : Number.NaN);
    const slot = cell % result.highest.length;
    const value = series.value(index);
    if (!((result.highest[slot] ?? Number.NaN) >= value)) result.highest[slot] = value;
    result.countedTo = at;
  }
}

/** Makes room up to `cell`; the cells that were passed over hold `between`. */
function advance(result: Counted, cell: number, between: number): void {
  const { highest } = result;
  const length = highest.length;
  for (let each = Math.max(result.newest + 1, cell - length + 1); each <= cell; each += 1)
    highest[each % length] = each === cell ? Number.NaN : between;
  result.newest = Math.max(result.newest, cell);
}

const WEIGHT = { oom: 4, death: 3, birth: 2, start: 1 } as const satisfies Record<
  Mark["kind"],
  number
>;

/** The weightiest mark of each cell. */
export function markCells(marks: readonly Mark[], axis: Axis): readonly (Mark["kind"] | null)[] {
  const cells: (Mark["kind"] | null)[] = Array.from({ length: axis.cells }, () => null);
  const first = firstCell(axis);
  for (const { at, kind } of marks) {
    const index = cellNumber(axis, at) - first;
    if (index < 0 || index >= axis.cells) continue;
    const there = cells[index] ?? null;
    if (there === null || WEIGHT[kind] > WEIGHT[there]) cells[index] = kind;
  }
  return cells;
}
