import { expect, test } from "vitest";
import { MIB } from "../../src/domain/units.ts";
import type { ProcessRow } from "../../src/store/view.ts";
import { sparkline } from "../../src/ui/sparkline.ts";
import { themeOf } from "../../src/ui/theme.ts";

const drawn = (
  mib: readonly (number | null)[],
  marks: ProcessRow["cellMarks"] = [],
  isAscii = false,
) =>
  sparkline(
    mib.map((value) => (value === null ? null : value * MIB)),
    marks,
    { glyphs: themeOf({ hasColour: false, isAscii }).glyphs, style: "plain" },
  )
    .map(([text]) => text)
    .join("");

test("a step of an eighth is seen, noise is not", () => {
  expect(drawn([115, 115, 131, 131])).toBe("▂▂▆▆");
  expect(drawn([115, 115.4, 115.1, 115])).toBe("▄▄▄▄");
});

test("a fall goes from top to bottom, a small process does not jump", () => {
  expect(drawn([129, 129, 40, 41])).toBe("██▁▁");
  expect(drawn([1, 1.1, 1])).toBe("▃▃▃");
});

test("a gap is blank, a mark stands in its cell, also where nothing is known", () => {
  expect(drawn([null, 50, 100, null, 50], [null, null, "oom", "birth", null])).toBe(" ▁!+▁");
  expect(drawn([null, null], [null, "start"])).toBe(" ^");
});

test("in ASCII no height looks like a mark", () => {
  const heights = drawn([0, 10, 20, 30, 40, 50, 60, 70], [], true);
  expect(heights).toBe("_.-:=*#@");
  expect(heights).not.toMatch(/[x+!^]/);
});
