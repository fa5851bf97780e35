import { eastAsianWidth } from "get-east-asian-width";
import { expect, test } from "vitest";
import { show } from "../../src/domain/text.ts";
import {
  cellWidth,
  cutCells,
  dropCells,
  fitCells,
  padCells,
  wrapCells,
} from "../../src/words/cells.ts";

const fit = (text: string, width: number, align: "left" | "right" = "left") =>
  fitCells(text, width, { align, ellipsis: "…" });

/** Neither a control nor a mark. */
const STANDALONE = /^[\p{L}\p{N}\p{P}\p{S}]$/u;
/** Conjoining jamo, and what is not drawn at all. */
const JOINING = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\p{Default_Ignorable_Code_Point}]$/u;

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

test("letters that are measured without a segmenter are as wide as Unicode says", () => {
  const letters = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code));
  for (const letter of letters.filter((each) => STANDALONE.test(each) && !JOINING.test(each))) {
    const width = eastAsianWidth(letter.normalize("NFC").codePointAt(0) ?? 0);
    expect([letter, cellWidth(letter)]).toEqual([letter, width]);
  }
  expect(cellWidth("がか\u3099")).toBe(4);
  expect(cellWidth("한\u11a8")).toBe(1);
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

test("the first cells go, of a wide glyph on the edge its other half is blank", () => {
  expect(dropCells("Worker.0", 3)).toBe("ker.0");
  expect(dropCells("计划任务", 0)).toBe("计划任务");
  expect(dropCells("计划任务", 4)).toBe("任务");
  expect(dropCells("计划任务", 3)).toBe(" 任务");
  expect(dropCells("ae\u0301b", 1)).toBe("\u00e9b");
  expect(dropCells("计划", 9)).toBe("");
});

test("text is wrapped where its cells end, and nothing of it is lost", () => {
  expect(wrapCells("Worker.0", 20)).toEqual(["Worker.0"]);
  expect(wrapCells("Worker.0", 3)).toEqual(["Wor", "ker", ".0"]);
  expect(wrapCells("a计划b任务", 4)).toEqual(["a计", "划b", "任务"]);
  expect(wrapCells("", 4)).toEqual([""]);
  expect(wrapCells("x".repeat(100), 10, 3)).toEqual(["x", "x", "x"].map((x) => x.repeat(10)));
  for (let width = 2; width < 12; width += 1) {
    const text = "🚀a计划e\u0301任务bcd🚀🚀";
    const lines = wrapCells(text, width);
    expect(lines.join("")).toBe(text.normalize("NFC"));
    for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(width);
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
