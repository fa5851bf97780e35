import { expect, test } from "vitest";
import type { LogLine } from "../../src/domain/log.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { epochMs } from "../../src/domain/units.ts";
import { LogAllowance } from "../../src/recording/log-allowance.ts";

const line = (text: string): LogLine => ({
  at: epochMs(0),
  clock: "reading",
  source: "stdout",
  text: untrustedText(text),
  cutBytes: 0,
  cut: null,
  writer: null,
});
const limits = { bytesPerSecond: 10, atOnceBytes: 20 };
const texts = (lines: readonly LogLine[]) => lines.map(({ text, lostBytes }) => [text, lostBytes]);

test("what a quiet log says is kept whole", () => {
  const allowance = new LogAllowance(limits);
  for (let second = 0; second < 100; second += 1)
    expect(texts(allowance.kept([line("0123456789")], second * 1000))).toEqual([
      ["0123456789", undefined],
    ]);
});

test("of a flood as much is kept as is allowed, and the next line that is kept says how much was left out", () => {
  const allowance = new LogAllowance(limits);
  const flood = ["first aaaa", "second bbb", "third cccc", "fourth ddd"].map(line);
  expect(texts(allowance.kept(flood, 0))).toEqual([
    ["first aaaa", undefined],
    ["second bbb", undefined],
  ]);
  expect(texts(allowance.kept([line("too early.")], 500))).toEqual([]);
  expect(texts(allowance.kept([line("in time...")], 1000))).toEqual([["in time...", 33]]);
});
