import { expect, test } from "vitest";
import { mendedRule } from "../../../src/analysis/audit/rule-text.ts";

test.each([
  ["@daily", "0 0 * * *"],
  [" @Hourly ", "0 * * * *"],
  ["0 3 * * MON-FRI", "0 3 * * 1-5"],
  ["0 3 1 JAN,jul *", "0 3 1 1,7 *"],
  ["0 0 12 ? * SUN", "0 0 12 * * 0"],
  ["0 3 * * 7", "0 3 * * 0"],
  ["0 3 * * 1,7", "0 3 * * 1,0"],
  ["0 3 * * 5-7", "0 3 * * 0,5-6"],
])("%s is meant as %s", (rule, meant) => {
  expect(mendedRule(rule)).toBe(meant);
});

test.each([
  "@reboot",
  "0 3 L * *",
  "0 3 * * 5#2",
  "0 3 * * SOMEDAY",
  "0 3 * *",
  "* * * * * * *",
  "0 25 * * *",
  "0 3 * * 0",
])("what %s is meant as is not made up", (rule) => {
  expect(mendedRule(rule)).toBeNull();
});
