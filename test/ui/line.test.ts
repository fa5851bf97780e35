import { expect, test } from "vitest";
import { fittingParts, line, plain } from "../../src/ui/line.ts";
import { themeOf } from "../../src/ui/theme.ts";

const theme = themeOf({ hasColour: true, isAscii: false });

test("a line is as wide as it shall be, styled or not, cut or not", () => {
  expect(line([plain("abc")], 5, theme)).toBe("abc  ");
  expect(line([plain("ab"), ["cdef", "strong"]], 4, theme)).toBe("ab\u001b[1mcd\u001b[22m");
  expect(line([plain("计划"), plain("x")], 3, theme)).toBe("计 ");
  expect(line([], 2, theme)).toBe("  ");
});

test("the part that gives way most goes first, what stays stays", () => {
  const parts = [
    { gives: 0, spans: [plain("aaaa")] },
    { gives: 2, spans: [plain("bbbb")] },
    { gives: 1, spans: [plain("cccc")] },
  ];
  const left = (width: number) =>
    fittingParts(parts, width).map(({ spans }) => spans.map(([text]) => text).join(""));
  expect(left(12)).toEqual(["aaaa", "bbbb", "cccc"]);
  expect(left(11)).toEqual(["aaaa", "cccc"]);
  expect(left(7)).toEqual(["aaaa"]);
  expect(left(1)).toEqual(["aaaa"]);
});
