import { expect, test } from "vitest";
import { timeOfText, timeText } from "../../src/recording/time.ts";

test("writes and reads what Date does, over all years that RFC 3339 can say", () => {
  const first = Date.UTC(1, 0, 1);
  const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  const step = (last - first) / 40_000;
  for (let at = first; at <= last; at = Math.floor(at + step)) {
    const text = new Date(at).toISOString();
    if (timeText(at) !== text || timeOfText(text) !== at)
      expect([timeText(at), timeOfText(text)]).toEqual([text, at]);
  }
});

test("each day of four centuries", () => {
  for (let at = Date.UTC(1999, 0, 1, 12, 34, 56, 7); at < Date.UTC(2400, 0, 1); at += 86_400_000) {
    const text = new Date(at).toISOString();
    if (timeText(at) !== text || timeOfText(text) !== at)
      expect([timeText(at), timeOfText(text)]).toEqual([text, at]);
  }
});

test.each([
  ["2026-11-26T16:25:28.002Z", Date.UTC(2026, 10, 26, 16, 25, 28, 2)],
  ["2026-11-26T16:25:28Z", Date.UTC(2026, 10, 26, 16, 25, 28)],
  ["2026-11-26T16:25:28.0029999Z", Date.UTC(2026, 10, 26, 16, 25, 28, 2)],
  ["2026-11-26T16:25:28.5Z", Date.UTC(2026, 10, 26, 16, 25, 28, 500)],
  ["2026-11-26T16:25:28.002+08:00", Date.UTC(2026, 10, 26, 8, 25, 28, 2)],
  ["2026-11-26T16:25:28-0330", Date.UTC(2026, 10, 26, 19, 55, 28)],
  ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
  ["1969-12-31T23:59:59.999Z", -1],
])("%s is read", (text, at) => {
  expect(timeOfText(text)).toBe(at);
});

test.each([
  "",
  "2026-11-26",
  "2026-02-29T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-11-26T24:00:00Z",
  "2026-11-26T16:25:28",
  "2026-11-26T16:25:28.002Z ",
  "9".repeat(1000),
  1_764_000_000_000,
  null,
])("%s is no time", (text) => {
  expect(timeOfText(text)).toBeNull();
});

test.each([null, Number.NaN, Infinity, -Infinity, 8.64e15, -62_167_219_200_001])(
  "%s has no text",
  (at) => {
    expect(timeText(at)).toBeNull();
  },
);

test("a part of a millisecond is cut", () => {
  expect(timeText(1.9)).toBe("1970-01-01T00:00:00.001Z");
  expect(timeText(-0.5)).toBe("1969-12-31T23:59:59.999Z");
});
