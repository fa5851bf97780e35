import { describe, expect, test } from "vitest";
import type { Declarations, DeclaredProcess } from "../../../src/domain/declarations.ts";
import { raw } from "../audit/build.ts";
import {
  bound,
  crontab,
  described,
  one,
  STRATEGY,
  texts,
  withVersion,
  type Change,
  type Properties,
} from "./described.ts";

const coroutine = (name: string): Change => ({
  config: {
    ...bound(STRATEGY + name)?.config,
    server: { type: "Hyperf\\Server\\CoroutineServer" },
  },
});

const next = (properties: Properties, more: Change) =>
  texts(one({ rule: "0 3 * * *", ...properties }, {}, more).next).slice(0, 1);

describe("enable", () => {
  test.each([
    [true, true],
    [false, false],
    ["0", false],
    ["", false],
    ["off", true],
    [1, true],
    [null, false],
    [[false, false], true],
    [[], false],
    [raw("env('X')"), null],
  ])("%j is %j", (value, enable) => {
    expect(crontab({ config: { crontab: { enable: value } } }).enable).toBe(enable);
  });
  test("false when it is absent", () => {
    expect(crontab({ config: { crontab: {} } }).enable).toBe(false);
    expect(crontab({ config: { crontab: null } }).enable).toBe(false);
  });
  test("before 3.0 nothing was cast: the start ends", () => {
    expect(
      crontab({ ...withVersion("2.2.33"), config: { crontab: { enable: "1" } } }).enable,
    ).toBeNull();
    expect(
      crontab({ ...withVersion("2.2.33"), config: { crontab: { enable: true } } }).enable,
    ).toBe(true);
  });
});

describe("dispatchers", () => {
  const DISPATCHER = "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess";
  const process = (change: Partial<DeclaredProcess> = {}): DeclaredProcess => ({
    by: "config",
    place: { file: "config/autoload/processes.php", line: 6 },
    className: DISPATCHER,
    parent: null,
    name: null,
    nums: 1,
    ...change,
  });
  test.each([
    ["none", [], 0],
    [
      "other processes do not count",
      [process({ className: "App\\Consumer", parent: "Hyperf\\Process\\AbstractProcess" })],
      0,
    ],
    ["listed twice", [process(), process({ by: "server" })], 2],
    ["one with two processes", [process({ nums: 2 })], 2],
    ["a subclass", [process({ by: "attribute", className: "App\\Cron", parent: DISPATCHER })], 1],
    [
      "a subclass of a subclass",
      [
        process({ className: "App\\Own", parent: "App\\Cron" }),
        process({ className: "App\\Cron", parent: DISPATCHER, nums: 3 }),
      ],
      4,
    ],
    [
      "a circle of parents",
      [process({ className: "A", parent: "B" }), process({ className: "B", parent: "A" })],
      0,
    ],
    ["an unknown number", [process(), process({ nums: null })], null],
    ["a class that is no constant", [process(), process({ className: null })], null],
  ] as const)("%s", (_, processes, wanted) => {
    expect(crontab({ processes }).dispatchers).toBe(wanted);
  });
  test("a list with an entry that is no constant may hold one more", () => {
    expect(
      crontab({ config: { processes: [DISPATCHER, raw("...$more")] } }).dispatchers,
    ).toBeNull();
    expect(crontab({ config: { processes: raw("load()") } }).dispatchers).toBeNull();
  });
});

describe("strategy", () => {
  test.each([
    ["WorkerStrategy", "worker", "worker"],
    ["TaskWorkerStrategy", "task-worker", "task-worker"],
    ["ProcessStrategy", "process", "worker-or-task-worker"],
    ["CoroutineStrategy", "coroutine", "user-process"],
  ])("%s", (name, strategy, runsIn) => {
    const found = crontab(bound(STRATEGY + name));
    expect(found).toMatchObject({ strategy, strategyClass: STRATEGY + name });
    expect(found.tasks[0]?.runsIn).toBe(runsIn);
  });
  test("a class of one's own runs tasks nobody knows where", () => {
    const found = crontab(bound("App\\Cron\\QueueStrategy"));
    expect(found).toMatchObject({ strategy: "custom", strategyClass: "App\\Cron\\QueueStrategy" });
    expect(found.tasks[0]?.runsIn).toBeNull();
  });
  test("what is no constant is not known", () => {
    expect(crontab(bound(raw("fn () => make()")))).toMatchObject({
      strategy: null,
      strategyClass: null,
      tasks: [{ runsIn: null }],
    });
  });
  test("without a binding the component's own: workers, in its very first version both kinds", () => {
    expect(crontab({ config: { dependencies: {} } }).strategy).toBe("worker");
    expect(crontab({ config: { dependencies: null }, ...withVersion("1.0.5") }).strategy).toBe(
      "process",
    );
    expect(crontab({ config: { dependencies: null }, ...withVersion("1.0.6") }).strategy).toBe(
      "worker",
    );
  });
  test("in a coroutine server only CoroutineStrategy runs anything, in the one process", () => {
    expect(crontab(coroutine("CoroutineStrategy")).tasks[0]?.runsIn).toBe("single");
    expect(crontab(coroutine("WorkerStrategy")).tasks[0]?.runsIn).toBeNull();
  });
  test("a closure is sent nowhere by the others", () => {
    expect(one({ type: "closure", callback: raw("fn () => 1") }).runsIn).toBeNull();
    expect(
      one(
        { type: "closure", callback: raw("fn () => 1") },
        {},
        bound(`${STRATEGY}CoroutineStrategy`),
      ).runsIn,
    ).toBe("user-process");
  });
});

describe("timezone", () => {
  const place = { file: "bin/hyperf.php", line: 9 };
  const value = (zone: string) =>
    ({ kind: "scalar", value: zone, place, text: zone, envs: [] }) as const;
  const bin = { file: "bin/hyperf.php", iniSets: [], defines: [], timezone: null };
  const ini = [
    { name: "date.timezone", value: "Europe/Paris", place },
    { name: "date.timezone", value: "Europe/Berlin", place },
  ];
  const iniSets = [{ name: "date.timezone", value: value("Asia/Tokyo"), place }];
  test.each([
    [
      "bin/hyperf.php wins",
      { bin: { ...bin, iniSets, timezone: value("Asia/Shanghai") }, ini },
      "Asia/Shanghai",
    ],
    ["then its ini_set", { bin: { ...bin, iniSets }, ini }, "Asia/Tokyo"],
    ["then the last of php.ini", { bin, ini }, "Europe/Berlin"],
    ["else PHP's own", { bin: null, ini: null }, "UTC"],
    [
      "no constant",
      { bin: { ...bin, timezone: { ...value(""), kind: "unresolved" as const } }, ini },
      null,
    ],
    ["a bin/hyperf.php that was not read", { bin: null, unreadable: ["bin/hyperf.php"] }, null],
    [
      "a broken bin/hyperf.php",
      { bin: null, parseErrors: [{ ...place, message: "Syntax error" }] },
      null,
    ],
  ] satisfies readonly (readonly [string, Partial<Declarations>, string | null])[])(
    "%s",
    (_, change, wanted) => {
      expect(described(change as Change).crontab.timezone).toBe(wanted);
    },
  );

  const shanghai = { bin: { ...bin, timezone: value("Asia/Shanghai") } };
  test("moves the ticks of tasks without their own", () => {
    expect(next({}, shanghai)).toEqual(["2026-11-26T19:00:00"]);
    expect(next({ timezone: "America/New_York" }, shanghai)).toEqual(["2026-11-26T08:00:00"]);
  });
  test("of a task was told and ignored before 3.1.5", () => {
    const own = { timezone: "America/New_York" };
    expect(next(own, { ...shanghai, ...withVersion("3.1.4") })).toEqual(["2026-11-26T19:00:00"]);
    expect(one(own, {}, withVersion("3.1.4")).timezone).toBe("America/New_York");
    expect(next(own, { ...shanghai, ...withVersion("3.1.5") })).toEqual(["2026-11-26T08:00:00"]);
  });
  test("that nobody knows gives no ticks", () => {
    expect(next({ timezone: "Mars/Olympus" }, shanghai)).toEqual([]);
    expect(next({ timezone: raw("zone()") }, shanghai)).toEqual([]);
    expect(next({}, { bin: { ...bin, timezone: { ...value(""), kind: "unresolved" } } })).toEqual(
      [],
    );
    // PHP takes an offset for a task, not as its default
    expect(next({}, { bin: { ...bin, timezone: value("+08:00") } })).toEqual([]);
    expect(next({ timezone: "+08:00" }, {})).toEqual(["2026-11-26T19:00:00"]);
  });
});
