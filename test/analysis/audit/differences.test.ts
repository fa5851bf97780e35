import { expect, test } from "vitest";
import { differences } from "../../../src/analysis/audit/differences.ts";
import { declarationsOf, projectOf, taskOf } from "./build.ts";

type Change = Parameters<typeof projectOf>[0];
const between = (a: Change, b: Change) => differences(projectOf(a), projectOf(b));
const pathsOf = (a: Change, b: Change) => between(a, b).map(({ path }) => path);

test("a project and itself differ in nothing", () => {
  expect(between({}, {})).toEqual([]);
});

test("where it lies, where a task stands, when it ticks and what could not be read make no difference", () => {
  const moved = taskOf({ declared: { file: "app/A.php", line: 3, by: "attribute" }, next: [] });
  const other = {
    root: "/opt/www",
    crontab: { tasks: [moved] },
    unresolved: [{ file: "a.php", line: 1, text: "f()" }],
    unreadable: ["a.php"],
    parseErrors: [{ file: "b.php", line: 2, message: "x" }],
  };
  expect(between({}, other)).toEqual([]);
});

test("the switch of a local environment, with the lines that say it", () => {
  const off = { crontab: { enable: false } };
  const declared = {
    a: declarationsOf(),
    b: declarationsOf({ config: { crontab: { enable: false } } }),
  };
  expect(differences(projectOf(), projectOf(off), declared)).toEqual([
    {
      path: "crontab.enable",
      a: true,
      b: false,
      aFrom: "config/autoload/crontab.php:3",
      bFrom: "config/autoload/crontab.php:3",
    },
  ]);
  // a recording has no files
  expect(differences(projectOf(), projectOf(off), { ...declared, b: null })).toMatchObject([
    { aFrom: "config/autoload/crontab.php:3", bFrom: null },
  ]);
  expect(between({}, off)).toMatchObject([{ aFrom: null, bFrom: null }]);
});

test("the strategy: the binding says it, and of the default none", () => {
  const bound = { crontab: { strategy: "coroutine", strategyClass: "C" } } as const;
  const unbound = declarationsOf({ config: { dependencies: {} } });
  const found = differences(projectOf(), projectOf(bound), { a: declarationsOf(), b: unbound });
  expect(found.map(({ path, a, b, aFrom, bFrom }) => [path, a, b, aFrom, bFrom])).toEqual([
    ["crontab.strategy", "task-worker", "coroutine", "config/autoload/dependencies.php:3", null],
    [
      "crontab.strategyClass",
      "Hyperf\\Crontab\\Strategy\\TaskWorkerStrategy",
      "C",
      "config/autoload/dependencies.php:3",
      null,
    ],
  ]);
});

test("the locks of a task, with where each side declares it", () => {
  const unlocked = taskOf({
    singleton: false,
    onOneServer: null,
    mutexExpires: 60,
    declared: { file: "app/Digest.php", line: 9, by: "attribute" },
  });
  const from = { aFrom: "config/autoload/crontab.php:14", bFrom: "app/Digest.php:9" };
  const path = "crontab.tasks.hourly-digest";
  expect(between({}, { crontab: { tasks: [unlocked] } })).toEqual([
    { path: `${path}.singleton`, a: true, b: false, ...from },
    { path: `${path}.onOneServer`, a: true, b: null, ...from },
    { path: `${path}.mutexExpires`, a: 120, b: 60, ...from },
  ]);
});

test("a task that only one has: its rule there, nothing here", () => {
  const more = { crontab: { tasks: [taskOf(), taskOf({ name: "sync", rule: "* * * * *" })] } };
  const place = "config/autoload/crontab.php:14";
  expect(between({}, more)).toEqual([
    { path: "crontab.tasks.sync", a: null, b: "* * * * *", aFrom: null, bFrom: place },
  ]);
  expect(between(more, {})).toEqual([
    { path: "crontab.tasks.sync", a: "* * * * *", b: null, aFrom: place, bFrom: null },
  ]);
});

test("of two tasks with one name the one that runs is compared", () => {
  const dropped = taskOf({ singleton: false, overriddenBy: { file: "b.php", line: 3 } });
  expect(between({}, { crontab: { tasks: [dropped, taskOf()] } })).toEqual([]);
  expect(pathsOf({}, { crontab: { tasks: [dropped] } })).toEqual(["crontab.tasks.hourly-digest"]);
});

test("a task without a name goes by its place", () => {
  const nameless = taskOf({ name: null });
  expect(pathsOf({ crontab: { tasks: [] } }, { crontab: { tasks: [nameless] } })).toEqual([
    "crontab.tasks.config/autoload/crontab.php:14",
  ]);
});

const named = (name: string) => ({ crontab: { tasks: [taskOf({ name })] } });

test("names that JavaScript knows are names like others", () => {
  for (const name of ["__proto__", "constructor", "a.b"]) {
    expect(between(named(name), named(name))).toEqual([]);
    expect(pathsOf({ crontab: { tasks: [] } }, named(name))).toEqual([`crontab.tasks.${name}`]);
  }
});

const tasks = (...names: readonly string[]) => names.map((name) => taskOf({ name }));

test("they come in the order of the document, tasks as the first has them, then those of the second", () => {
  const b = {
    framework: null,
    versions: { php: "8.3.1" },
    server: { workerNum: null, mode: "base" },
    crontab: { timezone: null, dispatchers: 2, tasks: tasks("new", "also") },
  } as const;
  expect(pathsOf({ crontab: { tasks: tasks("z", "a") } }, b)).toEqual([
    "framework",
    "versions.php",
    "server.mode",
    "server.workerNum",
    "crontab.dispatchers",
    "crontab.timezone",
    "crontab.tasks.z",
    "crontab.tasks.a",
    "crontab.tasks.new",
    "crontab.tasks.also",
  ]);
});

const inside = (...environments: readonly string[]) => ({
  crontab: { tasks: [taskOf({ environments })] },
});

test("lists differ by what they hold and its order", () => {
  expect(between(inside("prod"), inside("prod"))).toEqual([]);
  expect(pathsOf(inside("prod"), inside("prod", "dev"))).toEqual([
    "crontab.tasks.hourly-digest.environments",
  ]);
});

const runningOn = (php: string | null, swoole: string | null) =>
  projectOf({ versions: { php, swoole } });

test("what only a running project tells is no difference to its files", () => {
  expect(differences(runningOn(null, null), runningOn("8.2.36", "5.1.8"))).toEqual([]);
  expect(differences(runningOn("8.2.35", null), runningOn("8.2.36", "5.1.8"))).toMatchObject([
    { path: "versions.php", a: "8.2.35", b: "8.2.36" },
  ]);
});
