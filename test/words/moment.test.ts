import { expect, test } from "vitest";
import { moment } from "../../src/words/format.ts";

const NOW = Date.UTC(2026, 10, 25, 23, 30);

test.each([
  [NOW, 0, "23:30:00"],
  [NOW - 23 * 3_600_000, 0, "00:30:00"],
  [NOW - 24 * 3_600_000, 0, "11-24 23:30"],
  // 07:30 of the 26th there
  [NOW - 2 * 3_600_000, 480, "05:30:00"],
  [NOW - 8 * 3_600_000, 480, "11-25 23:30"],
  [NOW + 3_600_000, 0, "11-26 00:30"],
  [Date.UTC(2025, 10, 25, 23, 30), 0, "2025-11-25 23:30"],
])("a moment %#", (at, zone, written) => {
  expect(moment(at, NOW, zone)).toBe(written);
});

test("where it is not known what day it is", () => {
  expect(moment(NOW, null, 0)).toBe("2026-11-25 23:30");
});
