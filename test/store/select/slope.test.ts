import { describe, expect, test } from "vitest";
import { Series } from "../../../src/domain/series.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { bytesPerMinute, growth } from "../../../src/store/select/slope.ts";
import { START } from "../build.ts";

const all = { from: epochMs(START), to: epochMs(START + 1_800_000) };

function series(count: number, value: (second: number) => number, stepS = 1): Series {
  const made = new Series(1800);
  for (let index = 0; index < count; index += 1)
    made.push(epochMs(START + index * stepS * 1000), value(index * stepS));
  return made;
}

describe("the slope", () => {
  test.each([
    { name: "30 s are not yet there", points: series(30, (s) => s), slope: null },
    { name: "30 s with three points", points: series(3, (s) => s, 20), slope: null },
    { name: "30 s are enough", points: series(31, (s) => s), slope: 60 },
    { name: "four points in a minute are", points: series(4, (s) => s, 20), slope: 60 },
    { name: "half an hour, thinned", points: series(1800, (s) => 7 - 3 * s), slope: -180 },
    { name: "flat", points: series(900, () => 5), slope: 0 },
    {
      name: "a spike tilts nothing",
      points: series(600, (s) => s + (s > 580 && s < 590 ? 1e9 : 0)),
      slope: 60,
    },
  ])("$name", ({ points, slope }) => {
    const found = bytesPerMinute(points, all);
    if (slope === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(slope, 6);
  });

  test("only the window counts", () => {
    const turning = series(200, (s) => (s < 100 ? s : 200 - s));
    expect(bytesPerMinute(turning, { ...all, from: epochMs(START + 100_000) })).toBeCloseTo(-60, 6);
  });

  test("the median of all pairs, whatever their order", () => {
    for (let seed = 1; seed < 40; seed += 1) {
      const noisy = series(
        40 - (seed % 7),
        (s) => ((s + 1) * seed * 7919) % 104_729,
        1 + (seed % 3),
      );
      const slopes: number[] = [];
      for (let later = 1; later < noisy.length; later += 1)
        for (let earlier = 0; earlier < later; earlier += 1)
          slopes.push(
            (noisy.value(later) - noisy.value(earlier)) / (noisy.at(later) - noisy.at(earlier)),
          );
      const median = slopes.toSorted((a, b) => a - b)[slopes.length >> 1] ?? Number.NaN;
      expect(bytesPerMinute(noisy, all)).toBe(median * 60_000);
    }
  });
});

test("growth is the last minus the first of the window, unknown with one point", () => {
  const points = series(10, (s) => s * s);
  expect(growth(points, all)).toBe(81);
  expect(growth(points, { ...all, from: epochMs(START + 8000) })).toBe(17);
  expect(growth(points, { ...all, from: epochMs(START + 9000) })).toBeNull();
  expect(growth(points, { ...all, to: epochMs(START + 4000) })).toBe(9);
  expect(growth(new Series(3), all)).toBeNull();
});
