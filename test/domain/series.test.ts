import { expect, test } from "vitest";
import { Series } from "../../src/domain/series.ts";
import { epochMs } from "../../src/domain/units.ts";

const points = (series: Series) =>
  Array.from({ length: series.length }, (_, i) => [series.at(i), series.value(i)]);

test("the oldest point gives way when it is full", () => {
  const series = new Series(3);
  for (let i = 1; i <= 5; i += 1) series.push(epochMs(i), i * 10);
  expect(points(series)).toEqual([
    [3, 30],
    [4, 40],
    [5, 50],
  ]);
  expect(series.last()).toBe(50);
});

test("a point that is not newer is dropped", () => {
  const series = new Series(3);
  series.push(epochMs(2), 1);
  series.push(epochMs(2), 9);
  series.push(epochMs(1), 9);
  expect(points(series)).toEqual([[2, 1]]);
});

test("indexFrom finds the first point at or after a time, over the ring's seam", () => {
  const series = new Series(4);
  for (let i = 1; i <= 6; i += 1) series.push(epochMs(i * 10), i);
  expect([25, 30, 31, 60, 61].map((at) => series.indexFrom(epochMs(at)))).toEqual([0, 0, 1, 3, 4]);
});

test("empty: nothing is last", () => {
  expect([new Series(1).last(), new Series(1).lastAt()]).toEqual([null, null]);
});
