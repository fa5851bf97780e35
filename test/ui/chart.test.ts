import { expect, test } from "vitest";
import { chartScale, chartSpans, stretched } from "../../src/ui/chart.ts";
import { themeOf } from "../../src/ui/theme.ts";

const plot = (values: readonly (number | null)[], isAscii = false) =>
  chartSpans(
    [{ values, style: "plain" }],
    { low: 0, high: 4 },
    { width: values.length, height: 5, theme: themeOf({ hasColour: false, isAscii }) },
  ).map((spans) => spans.map(([text]) => text).join(""));

test("each value has its cell, highest line first", () => {
  expect(plot([0, 0, 4, 4, 2, 2])).toEqual(["  ╭─╮ ", "  │ │ ", "  │ ╰─", "  │   ", "──╯   "]);
});

test("a gap stays a gap and is never a zero; a value alone is a dash", () => {
  expect(plot([3, 3, null, null, 3, null, 1])).toEqual([
    "       ",
    "──  ─  ",
    "       ",
    "      ─",
    "       ",
  ]);
});

test("ASCII has only ASCII", () => {
  expect(plot([0, 4, 4, 0], true).join("")).toMatch(/^[\u0020-\u007e]*$/);
});

const curve = (...values: (number | null)[]) => ({ values, style: "plain" }) as const;

test("curves share one scale; what is flat stands in the middle of the least range", () => {
  expect(chartScale([curve(10, null, 90), curve(40)], 4)).toEqual({ low: 10, high: 90 });
  expect(chartScale([curve(10, 10)], 4)).toEqual({ low: 8, high: 12 });
  expect(chartScale([curve(1)], 4)).toEqual({ low: 0, high: 4 });
  expect(chartScale([curve(null)], 4)).toBeNull();
});

test("more values than cells keep their highest, fewer are repeated, gaps stay", () => {
  expect(stretched([1, 5, 2, 3, null, null], 3)).toEqual([5, 3, null]);
  expect(stretched([1, null], 4)).toEqual([1, 1, null, null]);
});
