import { describe, expect, test } from "vitest";
import { parseRule, type ParsedRule } from "../../../src/analysis/cron/rule.ts";
import { seeded } from "../../collector/seeded.ts";
import { isValid, NeverEnds, parseDate, type Parsed, type Tag } from "./php-parser.ts";
import { anyRule } from "./written-rules.ts";

const each = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].toSorted((a, b) => a - b);
const ofPhp = (parsed: Parsed) => ({
  seconds: each(parsed.second),
  dispatched: parsed.second,
  minutes: each(parsed.minutes),
  hours: each(parsed.hours),
  days: each(parsed.day),
  months: each(parsed.month),
  weekdays: each(parsed.week),
});
const ofOurs = ({ seconds, dispatched, minutes, hours, days, months, weekdays }: ParsedRule) => ({
  seconds,
  dispatched,
  minutes,
  hours,
  days,
  months,
  weekdays,
});

/** What PHP makes of a rule; null: refused. */
function literally(rule: string, tag: Tag): "never ends" | ReturnType<typeof ofPhp> | null {
  if (!isValid(rule)) return null;
  try {
    return ofPhp(parseDate(rule, tag));
  } catch (error) {
    if (error instanceof NeverEnds) return "never ends";
    throw error;
  }
}

test.each(["3.1.71", "2.2.9", "2.1.19", "2.0.1"] as const)(
  "reads 6000 rules as the parser of %s does",
  (tag) => {
    const random = seeded(20261126);
    const counts = { refused: 0, endless: 0, read: 0 };
    for (let round = 0; round < 6000; round += 1) {
      const rule = anyRule(random);
      const wanted = literally(rule, tag);
      const parsed = parseRule(rule, tag);
      const shown = JSON.stringify(rule);
      expect(parsed.valid, shown).toBe(wanted !== null);
      expect(parsed.neverEnds, shown).toBe(wanted === "never ends");
      if (wanted !== null && wanted !== "never ends") expect(ofOurs(parsed), shown).toEqual(wanted);
      counts[wanted === null ? "refused" : wanted === "never ends" ? "endless" : "read"] += 1;
    }
    // the rules were of all kinds
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
  },
);

test("a rule that is refused has no values and no oddities", () => {
  for (const rule of [
    "",
    " ",
    "@daily",
    "* * * *",
    "* * * * * * *",
    "0 0 ? * *",
    "*/5,7 * * * *",
    "*,5 * * * *",
    "*/ * * * *",
    "٣ * * * *",
  ])
    expect(parseRule(rule, null)).toMatchObject({
      valid: false,
      oddities: [],
      seconds: [],
      minutes: [],
      neverEnds: false,
    });
});

test("five fields have the second 0", () => {
  expect(parseRule("* * * * *", null).seconds).toEqual([0]);
});

test("a second that is named twice is dispatched twice, in the order in which it is written", () => {
  expect(parseRule("5,5 * * * * *", null)).toMatchObject({
    seconds: [5],
    secondsTwice: [5],
    dispatched: [5, 5],
  });
  expect(parseRule("10-20/5,15 * * * * *", null)).toMatchObject({
    seconds: [10, 15, 20],
    secondsTwice: [15],
    dispatched: [10, 15, 20, 15],
  });
  expect(parseRule("30,0 * * * * *", null)).toMatchObject({
    seconds: [0, 30],
    secondsTwice: [],
    dispatched: [30, 0],
  });
});

describe("grammar by version of hyperf/crontab", () => {
  test.each([
    ["10-13 * * * *", "2.1.19", [10]],
    ["10-13 * * * *", "2.1.20", [10, 11, 12, 13]],
    ["10-12/1,14-15/1 * * * *", "2.1.19", [10, 14]],
    ["10-12/1,14-15/1 * * * *", "2.1.20", [10, 11, 12, 14, 15]],
    ["10-30/10 * * * *", "2.0.1", [0, 10, 20, 30]],
    ["10-30/10 * * * *", "2.0.2", [10, 20, 30]],
    ["5,,10 * * * *", "2.2.9", [0, 5, 10]],
    ["5,,10 * * * *", "2.2.10", [5, 10]],
    ["10-13 * * * *", null, [10, 11, 12, 13]],
    ["10-13 * * * *", "dev-master", [10, 11, 12, 13]],
  ] as const)("%s in %s", (rule, version, minutes) => {
    expect(parseRule(rule, version).minutes).toEqual(minutes);
  });
});

describe("oddities", () => {
  test.each([
    // weekday 7
    ["0 3 * * 7", ["dow-7-never"]],
    ["0 0 12 * * 7", ["dow-7-never"]],
    ["0 0 * * 0,7", ["dow-7-never"]],
    ["0 0 * * 5-7", ["dow-7-never"]],
    ["0 0 * * */7", []],
    ["7 7 7 7 *", []],
    // outside of the field
    ["60 * * * *", ["value-out-of-range"]],
    ["0 24 * * *", ["value-out-of-range"]],
    ["0 0 0 * *", ["value-out-of-range"]],
    ["0 0 32 * *", ["value-out-of-range"]],
    ["0 0 * 13 *", ["value-out-of-range"]],
    ["0 0 * * 8", ["value-out-of-range"]],
    ["50-70/5 * * * *", ["value-out-of-range"]],
    ["10,70 * * * *", ["value-out-of-range"]],
    ["0 0 1 1 * 2027", ["value-out-of-range"]],
    ["*/90 * * * *", []],
    // nothing in a field
    ["0 22-2 * * *", ["empty-field"]],
    ["5- * * * *", ["empty-field"]],
    ["0 0 * * 6-0", ["empty-field"]],
    [", * * * *", ["empty-field"]],
    ["22-2/0 * * * *", ["empty-field"]],
    ["-5 * * * *", []],
    // starts of steps
    ["5/10 * * * *", ["start-step-ignored"]],
    ["0 3/6 * * *", ["start-step-ignored"]],
    ["1,2/30 * * * *", ["start-step-ignored"]],
    ["0/10 * * * *", []],
    ["0 0 1/5 * *", []],
    ["/15 * * * *", []],
    ["5-59/10 * * * *", []],
    // day and weekday
    ["0 0 13 * 5", ["dom-and-dow"]],
    ["0 0 */2 * 1", ["dom-and-dow"]],
    ["0 0 1-31 * 1", []],
    ["0 0 */1 * 1", []],
    // steps without an end
    ["*/0 * * * *", ["zero-step"]],
    ["*/00 * * * * *", ["zero-step"]],
    ["10-20/0 * * * *", ["zero-step"]],
    ["5/ * * * *", ["zero-step"]],
    ["/0 * * * *", ["zero-step"]],
    ["1,30/0 * * * *", ["zero-step"]],
    // seconds
    ["*/7 * * * * *", ["uneven-seconds"]],
    ["*/45 * * * * *", ["uneven-seconds"]],
    ["0-59/25 * * * * *", ["uneven-seconds"]],
    ["*/12 * * * * *", []],
    ["20-40/7 * * * * *", []],
    ["0-30/7 * * * * *", []],
    ["5,25,45 * * * * *", []],
    ["*/7 * * * *", []],
    // several, in the order of the contract
    [
      "*/7 60 5/6 13 * 7",
      ["dow-7-never", "value-out-of-range", "start-step-ignored", "uneven-seconds"],
    ],
  ] as const)("%s", (rule, oddities) => {
    const parsed = parseRule(rule, null);
    expect(parsed.valid).toBe(true);
    expect(parsed.oddities).toEqual(oddities);
  });

  test("before 2.0.2 the start of a range is ignored, too", () => {
    expect(parseRule("10-30/10 * * * *", "2.0.1").oddities).toEqual(["start-step-ignored"]);
  });

  test("before 2.1.20 only the number counts that a part of a list begins with", () => {
    expect(parseRule("1,2/30 * * * *", "2.1.19")).toMatchObject({ oddities: [], minutes: [1, 2] });
    expect(parseRule("10-70 * * * *", "2.1.19")).toMatchObject({ oddities: [], minutes: [10] });
  });
});
