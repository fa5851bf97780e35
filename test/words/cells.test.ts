import { expect, test } from "vitest";
import { show } from "../../src/domain/text.ts";
import { cellWidth, cutCells, fitCells, padCells } from "../../src/words/cells.ts";

const fit = (text: string, width: number, align: "left" | "right" = "left") =>
  fitCells(text, width, { align, ellipsis: "…" });

test.each([
  ["", 0],
  ["Worker.0", 8],
  ["▁▂█–…│", 6],
  ["计划任务", 8],
  ["ﾃｽﾄ", 3],
  ["한글", 4],
  ["e\u0301", 1],
  ["q\u0301\u0323", 1],
  ["\u0301start", 5],
  ["🚀", 2],
  // Terminals disagree about these: one `?` each.
  ["🇩🇪", 1],
  ["1\u20e3", 1],
  ["नि", 1],
  // A skin tone and a selector go, what they stand on stays.
  ["👍🏽", 2],
  ["❤\ufe0f", 1],
])("%j takes %i cells", (text, width) => {
  expect(cellWidth(text)).toBe(width);
  expect(cutCells(text, 99)).toMatchObject({ width });
});

test("a cut never leaves half a wide glyph and never exceeds its width", () => {
  expect(cutCells("计划任务", 5)).toEqual({ text: "计划", width: 4 });
  expect(fit("计划任务", 6)).toBe("计划… ");
  expect(fit("计划任务", 7)).toBe("计划任…");
  expect(fit("计划任务", 8)).toBe("计划任务");
  for (let width = 0; width < 12; width += 1) {
    for (const text of ["计划任务计划", "a计b划c任", "🚀x🚀y🚀z🚀w", "crontab-dispatcher.0"]) {
      expect(cellWidth(fit(text, width))).toBe(width);
    }
  }
});

test("figures stand right, names left", () => {
  expect(fit("131.0", 7, "right")).toBe("  131.0");
  expect(fit("Worker.0", 10)).toBe("Worker.0  ");
  expect(fit("crontab-dispatcher.0", 12)).toBe("crontab-dis…");
});

test("what is only filled up keeps every character", () => {
  expect(padCells("计划", 6)).toBe("计划  ");
  expect(padCells("计划", 6, "right")).toBe("  计划");
  expect(padCells("计划任务", 6)).toBe("计划任务");
  expect(padCells("🇩🇪", 3)).toBe("🇩🇪  ");
});

test("a hostile title is as wide as what is printed of it", () => {
  const title = show("\u001b[2J\u001b]0;pwned\u0007Wor\u202eker\u200b.0\u0007\r\n");
  expect(title).toBe("Worker.0");
  expect(fit(title, 10)).toBe("Worker.0  ");
});
