import { describe, expect, test } from "vitest";
import { Series } from "../../../src/domain/series.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import { largestRise } from "../../../src/store/select/step.ts";
import type { ProcessRow } from "../../../src/store/view.ts";
import {
  aProcess,
  aSample,
  aServer,
  beginning,
  namesOf,
  pressed,
  rowsOf,
  seen,
  START,
} from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";

const REACH_MS = 3500;

const seriesOf = (...values: readonly number[]): Series => {
  const series = new Series(1800);
  values.forEach((value, index) => {
    series.push(epochMs(index * 1000), value);
  });
  return series;
};
const rise = (series: Series, from = 0, to = Infinity) =>
  largestRise(series, { from: epochMs(from), to: epochMs(to) }, REACH_MS);

test("the largest rise, when most of it was seen", () => {
  expect(rise(seriesOf(10, 10, 12, 12, 12, 12, 12, 13))).toMatchObject({
    bytes: 2,
    after: 1000,
    at: 2000,
  });
});

test("what comes in three samples is one step, what takes longer is none", () => {
  expect(rise(seriesOf(0, 0, 7, 11, 15, 15, 15, 15))).toMatchObject({ bytes: 15, at: 2000 });
  expect(rise(seriesOf(0, 1, 2, 3, 4, 5, 6, 7, 8))).toMatchObject({ bytes: 3 });
});

test("a rise over a gap is no step", () => {
  const series = seriesOf(1, 1, 1, 2);
  series.push(epochMs(60_000), 90);
  expect(rise(series)).toMatchObject({ bytes: 1, at: 3000 });
});

test("a fall and a flat line have none: 0, not unknown", () => {
  expect(rise(seriesOf(9, 8, 7, 7, 7))).toMatchObject({ bytes: 0 });
});

test("below four points in the window nothing is told", () => {
  expect(rise(seriesOf(1, 5, 9))).toBeNull();
  expect(rise(seriesOf(1, 5, 9, 9))).toMatchObject({ bytes: 8 });
  expect(rise(seriesOf(1, 5, 9, 9), 1000)).toBeNull();
});

test("a step goes when the window leaves it, and the next one takes its place", () => {
  const series = seriesOf(0, 0, 9, 9, 9, 9, 9, 12, 12, 12, 12, 12, 13, 13, 13);
  expect(rise(series)?.bytes).toBe(9);
  expect(rise(series, 2000)?.bytes).toBe(9);
  expect(rise(series, 3000)?.bytes).toBe(3);
  expect(rise(series, 8000)?.bytes).toBe(1);
  expect(rise(series)?.bytes).toBe(9);
});

/** Every pair of points, each time anew. */
function slowly(series: Series, from: number, to: number): number | null {
  let most = 0;
  let points = 0;
  for (let later = 0; later < series.length; later += 1) {
    if (series.at(later) < from || series.at(later) >= to) continue;
    points += 1;
    if (series.value(later) <= series.value(later - 1)) continue;
    for (let earlier = 0; earlier < later; earlier += 1)
      if (series.at(later) - series.at(earlier) <= REACH_MS)
        most = Math.max(most, series.value(later) - series.value(earlier));
  }
  return points < 4 ? null : most;
}

test("counted point by point it is what it is counted at once, in any window, also one that is over", () => {
  let seed = 20_261_126;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const series = new Series(120);
  let now = 0;
  for (let index = 0; index < 400; index += 1) {
    now += 250 + random(2000);
    series.push(epochMs(now), random(30) === 0 ? random(1000) : random(20));
    const from = now - random(90_000);
    for (const to of [now + 1, now - random(30_000)])
      expect(rise(series, from, to)?.bytes ?? null).toBe(slowly(series, from, to));
  }
});

/** A worker at a second. */
const life = (pid: number, mib: number, at: number) =>
  aSample(at, [aServer([aProcess({ pid, slot: "Worker.0", mib })])]);

/** Two workers of which the second makes the larger step, and one of which nothing is known. */
const three = (second: number) =>
  aSample(second, [
    aServer([
      aProcess({ pid: 1, slot: "Worker.0", mib: second > 3 ? 12 : 10 }),
      aProcess({ pid: 2, slot: "Worker.1", mib: second > 3 ? 19 : 10 }),
      aProcess({ pid: 3, slot: "Worker.2" }),
    ]),
  ]);

describe("of a row", () => {
  const HEAP = bytes(5 * MIB);
  /** A worker that grows by 8 MiB in the sample of second 60, of 120. */
  const watched = (
    tasks: Parameters<typeof aProject>[0],
    { heapBytes = HEAP, second = 60 }: { heapBytes?: typeof HEAP | null; second?: number } = {},
  ): ProcessRow["step"] => {
    const state = declaring(beginning(), aProject(tasks));
    const samples = Array.from({ length: 120 }, (_, at) =>
      aSample(at + 1, [
        aServer([
          aProcess({ pid: 1, slot: "Worker.0", mib: at + 1 < second ? 10 : 18, heapBytes }),
        ]),
      ]),
    );
    return rowsOf(seen(state, ...samples))[0]?.step ?? null;
  };
  const minutely = aTask("m", "* * * * *");

  test("its size and time, from private memory", () => {
    expect(watched([])).toEqual({ bytes: 8 * MIB, at: START + 60_000, letters: "" });
  });

  test("under a tick it has the letter of its task, where the live heap is read", () => {
    expect(watched([minutely], { second: 61 })?.letters).toBe("a");
    expect(watched([minutely], { second: 61, heapBytes: null })?.letters).toBe("");
  });

  test("what began after the tolerance, or before the tick, has none", () => {
    expect(watched([minutely], { second: 62 })?.letters).toBe("");
    expect(watched([minutely], { second: 59 })?.letters).toBe("");
  });

  test("of several that ticked then none is chosen: all are named, or too many none", () => {
    expect(watched([minutely, aTask("a", "1 * * * *")], { second: 61 })?.letters).toBe("ab");
    const four = ["a", "b", "c", "d"].map((name) => aTask(name, "* * * * *"));
    expect(watched(four, { second: 61 })?.letters).toBe("");
  });

  test("what ticks all the time tells nothing", () => {
    expect(watched([minutely, aTask("a", "*/10 * * * * *")], { second: 61 })?.letters).toBe("b");
  });

  test("a respawn is no step: each incarnation has its own", () => {
    const state = seen(
      beginning(),
      ...[1, 2, 3, 4, 5].map((at) => life(1, 10, at)),
      ...[6, 7, 8].map((at) => life(2, 50, at)),
    );
    expect(rowsOf(state)[0]?.step).toBeNull();
    expect(rowsOf(seen(state, life(2, 51, 9)))[0]?.step).toMatchObject({ bytes: MIB });
  });

  test("the table is sorted by it, unknown last", () => {
    const state = pressed(seen(beginning(), ...[1, 2, 3, 4, 5].map(three)), {
      type: "sort-by",
      key: "step",
    });
    expect(namesOf(state)).toEqual(["Worker.1", "Worker.0", "Worker.2"]);
    expect(namesOf(pressed(state, { type: "reverse" }))).toEqual([
      "Worker.0",
      "Worker.1",
      "Worker.2",
    ]);
  });
});
