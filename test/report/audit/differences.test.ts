import { expect, test } from "vitest";
import { differencesJson, differencesText } from "../../../src/report/audit/differences.ts";
import { validateDocument } from "../../schema/validate.ts";
import { commandIn, HOSTILE, UNPRINTABLE } from "./build.ts";

const compared = {
  a: "./app",
  b: "local:",
  differences: [
    {
      path: "crontab.enable",
      a: true,
      b: false,
      aFrom: "config/autoload/crontab.php:3",
      bFrom: null,
    },
    { path: "server.workerNum", a: null, b: 4, aFrom: null, bFrom: null },
    {
      path: "crontab.tasks.sync.rule",
      a: "* * * * *",
      b: "*/5 * * * *",
      aFrom: "a.php:9",
      bFrom: "b.php:7",
    },
    { path: "crontab.tasks.sync.environments", a: [], b: ["prod"], aFrom: null, bFrom: null },
  ],
};

const ROOTS = { a: "./app", b: "/opt/www" };

test("a path in wide characters is as wide as it is drawn", () => {
  const differences = ["crontab.tasks.计划.rule", "crontab.tasks.sync.rule"].map((path) => ({
    path,
    a: 1,
    b: 2,
    aFrom: null,
    bFrom: null,
  }));
  const lines = differencesText({ a: "a", b: "b", differences }).split("\n");
  expect(lines.slice(2, 4)).toEqual([
    "crontab.tasks.计划.rule  1  ->  2",
    "crontab.tasks.sync.rule  1  ->  2",
  ]);
});

test("a line per difference, with where each side says it", () => {
  expect(differencesText(compared, ROOTS).split("\n")).toEqual([
    "a ./app",
    "b local:  /opt/www",
    "crontab.enable                   true (config/autoload/crontab.php:3)  ->  false",
    "server.workerNum                 null  ->  4",
    "crontab.tasks.sync.rule          * * * * * (a.php:9)  ->  */5 * * * * (b.php:7)",
    'crontab.tasks.sync.environments  []  ->  ["prod"]',
    "4 differ",
  ]);
});

test("none is said to be none", () => {
  expect(differencesText({ a: "a", b: "b", differences: [] })).toBe("a a\nb b\nno difference");
});

test("the document fits its schema", () => {
  for (const each of [compared, { ...compared, differences: [] }]) {
    const document = JSON.parse(differencesJson(each));
    expect(validateDocument("differences", document)).toEqual([]);
    expect(document).toEqual({ v: 1, ...each });
  }
});

test("text of a project stays in its line and gives no command", () => {
  const hostile = { path: HOSTILE, a: HOSTILE, b: [HOSTILE], aFrom: HOSTILE, bFrom: HOSTILE };
  const lines = differencesText({ a: HOSTILE, b: HOSTILE, differences: [hostile] }).split("\n");
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => UNPRINTABLE.test(line) || commandIn(line) !== null)).toEqual([]);
  const path = "::error::a";
  const [, , line = ""] = differencesText({
    ...compared,
    differences: [{ path, a: 1, b: 2, aFrom: null, bFrom: null }],
  }).split("\n");
  expect(line).toBe(": :error::a  1  ->  2");
});
