import { expect, test } from "vitest";
import type { Argument, Declared, ObjectDeclared } from "../../src/domain/declarations.ts";
import { propertiesOf } from "../../src/project/builder.ts";
import { declared, raw } from "../analysis/audit/build.ts";

const PLACE = { file: "config/crontabs.php", line: 7 };
const AT = { place: PLACE, text: "(new Crontab())", envs: [] };
const args = (values: readonly unknown[]): readonly Argument[] =>
  values.map((value) => ({ name: null, value: isDeclared(value) ? value : declared(value) }));
const isDeclared = (value: unknown): value is Declared =>
  typeof value === "object" && value !== null && "kind" in value;
const chain = (...calls: readonly (readonly [string, ...unknown[]])[]): ObjectDeclared => ({
  kind: "object",
  ...AT,
  className: "Hyperf\\Crontab\\Crontab",
  args: [],
  calls: calls.map(([name, ...values]) => ({ name, args: args(values), place: PLACE })),
});
const closure = (text: string): Declared => ({ kind: "closure", ...AT, text });
/** The value of a property; undefined: not set, `?`: no constant. */
const told = (value: Declared | undefined): unknown => {
  if (value === undefined) return undefined;
  if (value.kind === "scalar") return value.value;
  return value.kind === "array" ? value.entries.map((each) => told(each.value)) : "?";
};
const ruleOf = (...calls: readonly (readonly [string, ...unknown[]])[]): unknown =>
  told(propertiesOf(chain(...calls)).rule);

// Each line was run with Hyperf 3.1's own trait ManagesFrequencies in PHP 8.2.
test.each([
  [[["everySecond"]], "* * * * * *"],
  [[["everyThirtySeconds"]], "*/30 * * * * *"],
  [[["everyFiveMinutes"]], "*/5 * * * *"],
  [[["everyThirtyMinutes"]], "0,30 * * * *"],
  [[["hourly"]], "0 * * * *"],
  [[["hourlyAt", 17]], "17 * * * *"],
  [[["hourlyAt", [5, 35]]], "5,35 * * * *"],
  [[["everyOddHour"]], "0 1-23/2 * * *"],
  [[["everySixHours", "30"]], "30 */6 * * *"],
  [[["daily"]], "0 0 * * *"],
  [[["dailyAt", "02:30"]], "30 2 * * *"],
  [[["at", "13"]], "0 13 * * *"],
  [[["dailyAt", "02:30:10"]], "0 2 * * *"],
  [[["twiceDaily"]], "0 1,13 * * *"],
  [[["twiceDailyAt", 3, 15, 20]], "20 3,15 * * *"],
  [[["dailyAt", "8:0"], ["weekdays"]], "0 8 * * 1-5"],
  [[["weekends"]], "* * * * 6,0"],
  [[["weekly"]], "0 0 * * 0"],
  [[["weeklyOn", 1, "8:00"]], "0 8 * * 1"],
  [[["weeklyOn", [1, 3]]], "0 0 * * 1,3"],
  [[["monthly"]], "0 0 1 * *"],
  [[["monthlyOn", 4, "15:00"]], "0 15 4 * *"],
  [[["twiceMonthly", 1, 16, "13:00"]], "0 13 1,16 * *"],
  [[["quarterly"]], "0 0 1 1-12/3 *"],
  [[["yearly"]], "0 0 1 1 *"],
  [[["yearlyOn", 6, 1, "17:00"]], "0 17 1 6 *"],
  [[["days", 1, 2]], "* * * * 1,2"],
  [[["everyMinute"], ["mondays"]], "* * * * 1"],
  [[["everyTenSeconds"], ["hourly"]], "0 * * * * *"],
  [[["daily"], ["cron", "1 2 3 4 5"]], "1 2 3 4 5"],
  [[["setRule", "0  4 * * *"], ["everyFiveMinutes"]], "*/5 4 * * *"],
])("%j is %s", (calls, rule) => {
  expect(ruleOf(...(calls as unknown as (readonly [string, ...unknown[]])[]))).toBe(rule);
});

test.each([
  [["lastDayOfMonth"]],
  [["dailyAt", raw("$time")]],
  [["hourlyAt"]],
  [["days"]],
  [["cron", raw("$rule")]],
])("a rule that nobody can tell: %j", (...call) => {
  expect(ruleOf(call[0] as [string])).toBe("?");
});

test("a helper after a rule that is no constant gives none", () => {
  expect(ruleOf(["setRule", raw("$rule")], ["mondays"])).toBe("?");
});

test("the last call of a property wins, environments may be single words, a zone may be an object", () => {
  const zone: ObjectDeclared = {
    ...chain(),
    className: "DateTimeZone",
    args: args(["Asia/Tokyo"]),
  };
  const properties = propertiesOf(
    chain(
      ["setName", "a"],
      ["setName", "b"],
      ["setEnvironments", "prod", "test"],
      ["timezone", zone],
      ["getName"],
    ),
  );
  expect(Object.entries(properties).map(([name, value]) => [name, told(value)])).toEqual([
    ["name", "b"],
    ["environments", ["prod", "test"]],
    ["timezone", "Asia/Tokyo"],
  ]);
});

test("what a closure of when() sets is not told", () => {
  const properties = propertiesOf(
    chain(
      ["setRule", "* * * * *"],
      ["setSingleton", true],
      ["when", raw("isProd()"), closure("fn ($c) => $c->hourly()")],
    ),
  );
  expect(told(properties.rule)).toBe("?");
  expect(told(properties.singleton)).toBe(true);
  expect(told(properties.when)).toBe("?");
});

test("a closure that is never called changes nothing", () => {
  const call = ["when", false, closure("fn ($c) => $c->hourly()")] as const;
  expect(propertiesOf(chain(["daily"], call)).when).toBeUndefined();
  expect(ruleOf(["daily"], call)).toBe("0 0 * * *");
});

test("of a long closure nothing is taken for known", () => {
  const properties = propertiesOf(
    chain(
      ["setSingleton", true],
      ["unless", raw("x()"), closure(`function () { ${"y".repeat(180)}…`)],
    ),
  );
  expect([properties.singleton, properties.rule, properties.enable].map(told)).toEqual([
    "?",
    "?",
    "?",
  ]);
});
