import { Cron } from "croner";
import { describe, expect, test } from "vitest";
import { parseRule } from "../../../src/analysis/cron/rule.ts";
import { nextTicks, previousTicks, ticksBetween } from "../../../src/analysis/cron/ticks.ts";
import { isZone } from "../../../src/analysis/cron/zones.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { seeded } from "../../collector/seeded.ts";
import { CASES } from "./cases.ts";
import { ticksByMinute } from "./php-parser.ts";
import { oneOf, plainRule } from "./written-rules.ts";

const time = (text: string) => epochMs(Date.parse(text));
const texts = (ticks: readonly number[]) => ticks.map((tick) => new Date(tick).toISOString());
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test.each(CASES)("$id: $rule $timezone", ({ rule, timezone, at, valid, next, oddities }) => {
  const parsed = parseRule(rule, "3.1.71");
  expect(parsed.valid).toBe(valid);
  expect(texts(nextTicks(parsed, timezone ?? "UTC", time(at), 5))).toEqual(next);
  if (oddities?.length === 0) expect(parsed.oddities).toEqual([]);
  for (const oddity of oddities ?? []) expect(parsed.oddities).toContain(oddity);
});

describe("clocks that are changed", () => {
  const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
  // around every change of 2026, and a leap day
  const STARTS = [
    "2026-03-08",
    "2026-03-29",
    "2026-04-04",
    "2026-10-03",
    "2026-10-25",
    "2026-11-01",
    "2028-02-28",
  ];
  const RULES = [
    "* * * * *",
    "30 2 * * *",
    "*/7 1-3 * * *",
    "0 0 * * 0",
    "45 1 * * 0,6",
    "15 23 28-31 * *",
    "30,5 */20 0-4 29 2 *",
  ];

  test.each(ZONES)("of %s are followed minute by minute", (zone) => {
    let seen = 0;
    for (const start of STARTS)
      for (const rule of RULES) {
        const [from, to] = [time(start), epochMs(Date.parse(start) + 1.5 * DAY_MS)];
        const wanted = ticksByMinute(rule, zone, from, to);
        const parsed = parseRule(rule, null);
        expect(ticksBetween(parsed, zone, { from, to }, 100_000), `${rule} ${start}`).toEqual(
          wanted,
        );
        expect(
          nextTicks(parsed, zone, epochMs(from - 1), wanted.length),
          `${rule} ${start}`,
        ).toEqual(wanted);
        expect(previousTicks(parsed, zone, to, wanted.length), `${rule} ${start}`).toEqual(
          wanted.toReversed(),
        );
        seen += wanted.length;
      }
    expect(seen).toBeGreaterThan(10_000);
  });

  test("a local time that is skipped does not come", () => {
    expect(
      texts(
        nextTicks(parseRule("30 2 * * *", null), "Europe/Berlin", time("2026-03-28T02:00:00Z"), 2),
      ),
    ).toEqual(["2026-03-30T00:30:00.000Z", "2026-03-31T00:30:00.000Z"]);
  });

  test("a local time that comes twice ticks twice", () => {
    expect(
      texts(
        nextTicks(parseRule("30 2 * * *", null), "Europe/Berlin", time("2026-10-24T12:00:00Z"), 3),
      ),
    ).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
  });

  test("half an hour that comes twice ticks twice within it", () => {
    expect(
      texts(
        nextTicks(
          parseRule("45 1 * * *", null),
          "Australia/Lord_Howe",
          time("2026-04-04T12:00:00Z"),
          2,
        ),
      ),
    ).toEqual(["2026-04-04T14:45:00.000Z", "2026-04-04T15:15:00.000Z"]);
  });
});

test("agrees with croner where both read a rule alike", () => {
  const random = seeded(7);
  const at = time("2026-11-25T22:30:07.250Z");
  for (let round = 0; round < 1500; round += 1) {
    const rule = plainRule(random);
    const zone = oneOf(random, ["UTC", "Asia/Shanghai", "Asia/Kathmandu"]);
    const wanted = new Cron(rule, { timezone: zone, paused: true })
      .nextRuns(3, new Date(at))
      .map((date) => date.getTime());
    expect(nextTicks(parseRule(rule, null), zone, at, 3), `${rule} ${zone}`).toEqual(
      wanted.filter((tick) => tick <= at + 400 * DAY_MS),
    );
  }
});

describe("bounds", () => {
  const every = parseRule("* * * * *", null);
  const noon = time("2026-11-26T12:00:00Z");

  test("a tick at the very moment is neither next nor previous", () => {
    expect(texts(nextTicks(every, "UTC", noon, 1))).toEqual(["2026-11-26T12:01:00.000Z"]);
    expect(texts(previousTicks(every, "UTC", noon, 1))).toEqual(["2026-11-26T11:59:00.000Z"]);
  });

  test("between two times the first counts and the last does not", () => {
    const range = { from: noon, to: epochMs(noon + 2 * 60_000) };
    expect(texts(ticksBetween(every, "UTC", range, 10))).toEqual([
      "2026-11-26T12:00:00.000Z",
      "2026-11-26T12:01:00.000Z",
    ]);
  });

  test("of too many the last are kept", () => {
    const range = { from: noon, to: epochMs(noon + HOUR_MS) };
    expect(texts(ticksBetween(every, "UTC", range, 2))).toEqual([
      "2026-11-26T12:58:00.000Z",
      "2026-11-26T12:59:00.000Z",
    ]);
  });

  test("seconds of a minute that began before count", () => {
    const parsed = parseRule("*/20 * * * * *", null);
    const half = epochMs(noon + 30_000);
    expect(texts(nextTicks(parsed, "UTC", half, 2))).toEqual([
      "2026-11-26T12:00:40.000Z",
      "2026-11-26T12:01:00.000Z",
    ]);
    expect(texts(previousTicks(parsed, "UTC", half, 2))).toEqual([
      "2026-11-26T12:00:20.000Z",
      "2026-11-26T12:00:00.000Z",
    ]);
  });

  test("nothing is looked for behind 400 days", () => {
    const leap = parseRule("0 0 29 2 *", null);
    const leapDay = ["2028-02-29T00:00:00.000Z"];
    expect(texts(nextTicks(leap, "UTC", time("2027-01-25T00:00:00Z"), 2))).toEqual(leapDay);
    expect(nextTicks(leap, "UTC", time("2027-01-24T23:59:59.999Z"), 2)).toEqual([]);
    expect(texts(previousTicks(leap, "UTC", time("2029-04-04T00:00:00Z"), 2))).toEqual(leapDay);
    expect(previousTicks(leap, "UTC", time("2029-04-05T00:00:00.001Z"), 2)).toEqual([]);
  });

  test("no ticks for what is refused, empty or without an end, for no count and an unknown zone", () => {
    for (const rule of ["@daily", "0 0 * * 7", "0 0 30 2 *", "*/0 * * * *"]) {
      expect(nextTicks(parseRule(rule, null), "UTC", noon, 3)).toEqual([]);
      expect(previousTicks(parseRule(rule, null), "UTC", noon, 3)).toEqual([]);
    }
    expect(nextTicks(every, "UTC", noon, 0)).toEqual([]);
    expect(nextTicks(every, "Mars/Olympus", noon, 3)).toEqual([]);
  });
});

describe("zones", () => {
  test.each([
    "UTC",
    "utc",
    "Asia/Shanghai",
    "asia/shanghai",
    "PRC",
    "EST5EDT",
    "Etc/GMT-8",
    "+08:00",
    "+0800",
    "+8",
    "-03:30",
  ])("%s is known", (name) => {
    expect(isZone(name)).toBe(true);
  });

  // PHP takes CET as a fixed offset and IST as Israel's; Intl does not
  test.each([
    "",
    "CET",
    "IST",
    "BST",
    "SystemV/PST8",
    "Asia/Shangai",
    "+99:00",
    "UTC+8",
    "../../etc/passwd",
    "__proto__",
    "a/b\u0000",
  ])("%j is not", (name) => {
    expect(isZone(name)).toBe(false);
  });

  test("an offset is that far from UTC all year", () => {
    const daily = parseRule("0 3 * * *", null);
    expect(texts(nextTicks(daily, "+05:45", time("2026-07-01T00:00:00Z"), 1))).toEqual([
      "2026-07-01T21:15:00.000Z",
    ]);
    expect(texts(nextTicks(daily, "-03:30", time("2026-01-01T00:00:00Z"), 1))).toEqual([
      "2026-01-01T06:30:00.000Z",
    ]);
  });
});
