import { expect, test } from "vitest";
import type { CronTask, Project } from "../../src/domain/project.ts";
import { crontabJson, crontabText } from "../../src/report/crontab.ts";
import { cellWidth } from "../../src/words/cells.ts";
import { NOW, projectOf, taskOf } from "../analysis/audit/build.ts";
import { validateDocument } from "../schema/validate.ts";
import {
  BROKEN_LINE,
  commandIn,
  HARMLESS,
  HOSTILE,
  reportWith,
  UNPRINTABLE,
} from "./audit/build.ts";

const linesOf = (change: Parameters<typeof projectOf>[0]): readonly string[] =>
  crontabText(projectOf(change), "./app", { at: NOW }).split("\n");

const HEAD = "./app  php 8.2.36, swoole 6.2.1, hyperf 3.1.71, hyperf/crontab 3.1.71";

test("a line per task: when, where and with which locks it runs, and where it is declared", () => {
  const odd = taskOf({
    name: "sync",
    rule: "0 3 * * 7",
    oddities: ["dow-7-never"],
    singleton: false,
    onOneServer: null,
    mutexExpires: null,
    runsIn: null,
    next: [],
  });
  expect(linesOf({ crontab: { tasks: [taskOf(), odd] } })).toEqual([
    HEAD,
    "crontab is on, strategy task-worker, 1 dispatcher, zone UTC, 2 tasks",
    "",
    "TASK           RULE          IN WORDS              NEXT IN  RUNS IN      SINGLE  ONE SERVER  EXPIRES  DECLARED",
    "hourly-digest  17 5 * * * *  every hour at :05:17  05:10    task-worker  yes     yes         120s     config/autoload/crontab.php:14",
    "sync           0 3 * * 7                           never    ?            no      ?           ?        config/autoload/crontab.php:14",
    "",
    "sync: weekday 7 never comes in Hyperf: Sunday is 0",
  ]);
});

test("columns stand in cells: a name in wide characters moves none", () => {
  const tasks = [taskOf({ name: "同步库存" }), taskOf({ name: "résumé" }), taskOf()];
  const lines = linesOf({ crontab: { tasks } }).slice(3);
  const before = lines.map((line) => cellWidth(line.slice(0, line.search(/RULE|17 5/u))));
  expect(before).toEqual([15, 15, 15, 15]);
});

test("no task, and what is unknown of the crontab", () => {
  const crontab = {
    enable: null,
    strategy: null,
    dispatchers: null,
    timezone: null,
    tasks: [],
  };
  expect(linesOf({ crontab, unreadable: ["config/autoload/x.php"] })).toEqual([
    HEAD,
    "crontab on or off: unknown, strategy unknown, dispatchers unknown, zone unknown, 0 tasks",
    "not readable: config/autoload/x.php",
    "which tasks are declared is not known",
  ]);
});

test("why a file could not be read", () => {
  const project = projectOf({ unreadable: ["app/A.php"] });
  const unread = [{ file: "app/A.php", why: "binary" }] as const;
  expect(crontabText(project, "./app", { at: NOW, unread })).toContain(
    "not readable: app/A.php: it is no text",
  );
});

const said = (change: Parameters<typeof projectOf>[0]) =>
  linesOf({ ...change, crontab: { tasks: [] } }).at(-1);

test("none is said to be none only where all that was asked for was read", () => {
  expect(said({})).toBe("no task is declared");
  expect(said({ unreadable: ["app/A.php"] })).toBe("which tasks are declared is not known");
});

test("what is dropped, and what the files do not tell", () => {
  const dropped = taskOf({ overriddenBy: { file: "b.php", line: 3 }, next: [] });
  const lines = linesOf({
    crontab: { tasks: [dropped] },
    unresolved: [{ file: "config/autoload/server.php", line: 9, text: "swoole_cpu_num() * 2" }],
  });
  expect(lines.slice(-2)).toEqual([
    "hourly-digest: dropped, b.php:3 declares the same name",
    "not told by the files: config/autoload/server.php:9  swoole_cpu_num() * 2",
  ]);
});

/** The cell of the next tick of a task that has none. */
const nextOf = (task: Partial<CronTask>, crontab: Partial<Project["crontab"]> = {}) =>
  linesOf({ crontab: { ...crontab, tasks: [taskOf({ name: "a", rule: "0 5 * * *", ...task })] } })
    .find((line) => line.startsWith("a "))
    ?.split(/ {2,}/)[3];

test.each([
  ["off", { enable: false }, {}],
  ["off", {}, { enable: false }],
  ["off", { oddities: ["start-step-ignored"] }, { enable: false }],
  ["dropped", { overriddenBy: { file: "b.php", line: 3 } }, { enable: false }],
  ["invalid", { valid: false }, {}],
  ["?", { valid: null }, {}],
  ["?", { environments: null }, {}],
  ["never", { oddities: ["value-out-of-range"] }, {}],
  ["not here", { oddities: ["start-step-ignored"] }, {}],
  ["not here", { environments: ["dev"], oddities: ["dom-and-dow"] }, {}],
  ["not here", { environments: ["dev"] }, {}],
] as const)("a task without a next tick is %s: %j %j", (word, task, crontab) => {
  expect(nextOf({ ...task, next: [] }, crontab)).toBe(word);
});

test("the document fits its schema, hostile text or not", () => {
  for (const project of [projectOf(), reportWith(HOSTILE).project]) {
    const text = crontabJson(project);
    expect(text).not.toMatch(BROKEN_LINE);
    const document = JSON.parse(text);
    expect(validateDocument("crontab", document)).toEqual([]);
    expect(document.crontab.tasks[0].name).toBe(project.crontab.tasks[0]?.name);
  }
});

const textOf = (text: string) =>
  crontabText(reportWith(text).project, text, { at: NOW }).split("\n");

test("text of a project stays within its line, prints no control character and gives no command to CI", () => {
  const lines = textOf(HOSTILE);
  expect(lines).toHaveLength(textOf(HARMLESS).length);
  expect(lines.filter((line) => UNPRINTABLE.test(line))).toEqual([]);
  expect(lines.filter((line) => commandIn(line) !== null)).toEqual([]);
  const named = linesOf({ crontab: { tasks: [taskOf({ name: "::error::x" })] } });
  expect(named.filter((line) => commandIn(line) !== null)).toEqual([]);
  expect(named.join("\n")).toContain(": :error::x");
});

test("more ticks are told when more are asked for", () => {
  const text = crontabText(projectOf(), "./app", { at: NOW, ticks: 3 });
  expect(text).toMatch(/ 05:10 1h05m 2h05m /);
});
