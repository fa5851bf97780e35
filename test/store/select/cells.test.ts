import { describe, expect, test } from "vitest";
import type { Mark } from "../../../src/domain/mark.ts";
import { Series } from "../../../src/domain/series.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { cellsOf, markCells } from "../../../src/store/select/cells.ts";
import type { Axis } from "../../../src/store/view.ts";
import { START } from "../build.ts";

const axis = (fromSecond: number, seconds: number, cells: number): Axis => ({
  from: epochMs(START + fromSecond * 1000),
  to: epochMs(START + (fromSecond + seconds) * 1000),
  cells,
  windowMs: seconds * 1000,
});

function series(points: readonly (readonly [second: number, value: number])[], capacity = 100) {
  const made = new Series(capacity);
  for (const [second, value] of points) made.push(epochMs(START + second * 1000), value);
  return made;
}

const each = (seconds: readonly number[]) => series(seconds.map((second) => [second, second]));

describe("cells", () => {
  test.each([
    { name: "nothing known", points: [], cells: [null, null, null] },
    { name: "the highest of a cell", points: [0, 1, 9, 5.5], cells: [9, null, null] },
    {
      name: "a point on a border belongs to the cell that begins",
      points: [10],
      cells: [null, 10, null],
    },
    { name: "what is older or newer does not count", points: [-1, 5, 30], cells: [5, null, null] },
    { name: "a gap is a gap", points: [1, 25], cells: [1, null, 25] },
  ])("$name", ({ points, cells }) => {
    const sorted = points.toSorted((a, b) => a - b);
    expect(cellsOf([each(sorted)], axis(0, 30, 3), 1500)).toEqual(cells);
  });

  test("cells narrower than the sampling interval are no gaps, a missed sample is one", () => {
    const points = each([0, 1.1, 2.05, 3.1, 5.2, 6.2]);
    expect(cellsOf([points], axis(0, 7, 14), 1500)).toEqual([
      0,
      0,
      1.1,
      1.1,
      2.05,
      2.05,
      3.1,
      null,
      null,
      null,
      5.2,
      5.2,
      6.2,
      null,
    ]);
  });

  test("several lives in one line: the highest of each cell", () => {
    const lives = [
      series([
        [1, 5],
        [11, 6],
      ]),
      series([
        [12, 2],
        [21, 3],
      ]),
    ];
    expect(cellsOf(lives, axis(0, 30, 3), 1500)).toEqual([5, 6, 3]);
  });

  test("what is counted on, second by second, is what is counted at once", () => {
    const growing = new Series(100);
    const all: (readonly [number, number])[] = [];
    for (let second = 0; second < 250; second += 1) {
      // Now and then a sample is missing, and the value jumps.
      if (second % 17 === 5) continue;
      const value = (second * 37) % 101;
      growing.push(epochMs(START + second * 1000), value);
      all.push([second, value]);
      const begin = Math.floor(second / 7) * 7 - 63;
      const now = axis(begin, 70, 10);
      expect(cellsOf([growing], now, 1500)).toEqual(cellsOf([series(all)], now, 1500));
    }
  });

  test("an axis from before sees nothing of what came later, and a wider one all that is kept", () => {
    const points = each([1, 11, 21, 31, 41, 51]);
    expect(cellsOf([points], axis(30, 30, 3), 1500)).toEqual([31, 41, 51]);
    expect(cellsOf([points], axis(0, 30, 3), 1500)).toEqual([1, 11, 21]);
    expect(cellsOf([points], axis(0, 60, 2), 1500)).toEqual([21, 51]);
  });
});

const mark = (second: number, kind: Mark["kind"]): Mark => ({
  at: epochMs(START + second * 1000),
  kind,
  pid: 1,
});

test("the weightiest mark of a cell stands", () => {
  const marks = [
    mark(-1, "oom"),
    mark(1, "birth"),
    mark(2, "death"),
    mark(3, "birth"),
    mark(12, "start"),
    mark(13, "birth"),
    mark(25, "death"),
    mark(26, "oom"),
    mark(40, "oom"),
  ];
  expect(markCells(marks, axis(0, 40, 4))).toEqual(["death", "birth", "oom", null]);
});
