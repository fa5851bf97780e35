import { describe, expect, test } from "vitest";
import { GIB, HOUR_MS, MIB } from "../../src/domain/units.ts";
import {
  clockTime,
  dateTime,
  duration,
  mebibytes,
  shortBytes,
  shortDuration,
  signedMebibytes,
  zoneName,
} from "../../src/words/format.ts";

test.each([
  [0, "0.0"],
  [131 * MIB, "131.0"],
  [9999.9 * MIB, "9999.9"],
  [12.06 * GIB, "12.1G"],
])("%d bytes stand in a column as %s", (value, text) => expect(mebibytes(value)).toBe(text));

test.each([
  [15.7 * MIB, "+15.7"],
  [-88.4 * MIB, "-88.4"],
  [0.04 * MIB, "0.0"],
  [-0.04 * MIB, "0.0"],
])("a change of %d bytes is %s", (value, text) => expect(signedMebibytes(value)).toBe(text));

test.each([
  [0, "0"],
  [912 * 1024, "912K"],
  [2.9 * MIB, "2.9M"],
  [131 * MIB, "131M"],
  [1.79 * GIB, "1.79G"],
])("%d bytes are %s", (value, text) => expect(shortBytes(value)).toBe(text));

test.each([
  [14_900, "14s"],
  [133_000, "02:13"],
  [3 * HOUR_MS + 5 * 60_000, "3h05m"],
  [(6 * 24 + 4) * HOUR_MS, "6d04h"],
  [-5, "0s"],
])("%d ms last %s", (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  [250, "250ms"],
  [1000, "1s"],
  [1500, "1.5s"],
  [15 * 60_000, "15m"],
  [3 * HOUR_MS, "3h"],
])("%d ms are %s", (ms, text) => expect(shortDuration(ms)).toBe(text));

describe("times without a Date", () => {
  const instants = [
    0, -1, 951_782_399_000, 951_868_800_000, 1_709_164_800_000, 1_735_689_599_999,
    1_795_673_052_123, 4_102_444_800_000, -2_208_988_800_000,
  ];

  test.each(instants)("%d is the day and time that Date says", (at) => {
    for (const zone of [0, 480, -210, 345, 840]) {
      const [day, time] = new Date(at + zone * 60_000).toISOString().split("T");
      expect(dateTime(at, zone)).toBe(`${day} ${time?.slice(0, 8)}`);
      expect(clockTime(at, zone)).toBe(time?.slice(0, 8));
    }
  });

  test("every day of forty years", () => {
    for (let at = Date.UTC(1996, 0, 1); at < Date.UTC(2036, 0, 1); at += 24 * HOUR_MS) {
      expect(dateTime(at, 0).slice(0, 10)).toBe(new Date(at).toISOString().slice(0, 10));
    }
  });

  test("zones have their sign and minutes", () => {
    expect([zoneName(480, false), zoneName(-210, false), zoneName(0, false)]).toEqual([
      "+08:00",
      "-03:30",
      "UTC",
    ]);
    expect(zoneName(480, true)).toBe("UTC");
  });
});
