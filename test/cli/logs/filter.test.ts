import { expect, test } from "vitest";
import { LogFilter, type FilterWish } from "../../../src/cli/logs/filter.ts";
import { LOG_LEVELS, type LogLevel, type LogRecord, type Told } from "../../../src/domain/log.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { event, line, record } from "../../report/logs-fixture.ts";
import { aProcess, aSample, aServer } from "../../store/build.ts";

const ALL: FilterWish = {
  slot: null,
  pid: null,
  role: null,
  level: null,
  grep: null,
  hasRecords: true,
  hasEvents: true,
};
const T = epochMs(1_000_000);
const told = (change: Partial<LogRecord> = {}): Told => ({
  type: "record",
  record: record(change),
});
const happened = (change: Parameters<typeof event>[0] = {}): Told => ({
  type: "event",
  event: event(change),
});
const filter = (wish: Partial<FilterWish>, from: number | null = null) =>
  new LogFilter(
    { ...ALL, ...wish },
    {
      from: from === null ? null : epochMs(from),
      eventText: (each) => `Worker.1 pid ${each.pid}: killed by signal 9`,
    },
  );

test("records, events or both", () => {
  const both = [told(), happened()];
  const kept = (wish: Partial<FilterWish>) =>
    both.filter((each) => filter(wish).takes(each)).length;
  expect(kept({})).toBe(2);
  expect(kept({ hasEvents: false })).toBe(1);
  expect(kept({ hasRecords: false })).toBe(1);
});

test.each(LOG_LEVELS)("--level %s hides what is lower, and nothing without a level", (level) => {
  const passed = LOG_LEVELS.filter((each) => filter({ level }).takes(told({ level: each })));
  expect(passed).toEqual(LOG_LEVELS.slice(LOG_LEVELS.indexOf(level)));
  expect(filter({ level }).takes(told({ level: null as LogLevel | null }))).toBe(true);
});

test.each([
  ["info", "crontab-run"],
  ["info", "worker-start"],
  ["notice", "crontab-skipped"],
  ["notice", "reload"],
  ["warning", "forced-stop"],
  ["warning", "crontab-blocked"],
  ["error", "crontab-failed"],
  ["error", "abnormal-exit"],
] as const)("--level %s is the highest that shows %s", (level, kind) => {
  const passed = LOG_LEVELS.filter((each) => filter({ level: each }).takes(happened({ kind })));
  expect(passed.at(-1)).toBe(level);
});

test("--pid: written by it, or an event about it", () => {
  const one = filter({ pid: 5865 });
  expect(one.takes(told())).toBe(true);
  expect(one.takes(happened())).toBe(true);
  expect(one.takes(told({ pid: 5866 }))).toBe(false);
  expect(one.takes(told({ pid: null }))).toBe(false);
});

test("--pid as the table has it: the log has the number of its namespace", () => {
  const one = filter({ pid: 9507 });
  one.sample(
    aSample(1, [aServer([aProcess({ pid: 9507, nsPid: 7 }), aProcess({ pid: 7, nsPid: 70 })])]),
  );
  expect(one.takes(told({ pid: 7 }))).toBe(true);
  expect(one.takes(told({ pid: 9507 }))).toBe(false);
});

test("--slot, with its server where that is told", () => {
  expect(filter({ slot: "Worker.1" }).takes(told())).toBe(true);
  expect(filter({ slot: "Worker.10" }).takes(told())).toBe(false);
  expect(filter({ slot: "Worker.1" }).takes(told({ slot: null }))).toBe(false);
  const slot = "Worker.1";
  const servers = [aServer([aProcess({ pid: 5865, nsPid: 5865, slot })], { id: "shop-api" })];
  const one = filter({ slot: "shop-api/Worker.1" });
  one.sample(aSample(1, servers));
  expect(one.takes(told())).toBe(true);
  expect(one.takes(told({ pid: 5 }))).toBe(false);
  const other = filter({ slot: "other/Worker.1" });
  other.sample(aSample(1, servers));
  expect(other.takes(told())).toBe(false);
});

test.each([
  ["master", "Master"],
  ["manager", "Manager"],
  ["worker", "Worker.12"],
  ["task-worker", "TaskWorker.0"],
  ["user-process", "crontab-dispatcher"],
  ["user-process", "queue.0"],
] as const)("--role %s: %s has it", (role, slot) => {
  expect(filter({ role }).takes(told({ slot: untrustedText(slot) }))).toBe(true);
  const other = role === "worker" ? "manager" : "worker";
  expect(filter({ role: other }).takes(told({ slot: untrustedText(slot) }))).toBe(false);
});

test("--role where no slot is known: as the process was seen", () => {
  const one = filter({ role: "single" });
  const single = aProcess({ pid: 5865, nsPid: 5865, role: "single", slot: null });
  expect(one.takes(told({ slot: null }))).toBe(false);
  one.sample(aSample(1, [aServer([single])]));
  expect(one.takes(told({ slot: null }))).toBe(true);
});

test("--grep looks at each line of a record, and at the words of an event", () => {
  const grep = /^#1 /u;
  const trace = [line("head"), line("#1 b.php")];
  expect(filter({ grep }).takes(told({ lines: trace }))).toBe(true);
  expect(filter({ grep }).takes(told())).toBe(false);
  const task = untrustedText("leaky-import");
  expect(filter({ grep: /leaky/u }).takes(happened({ task }))).toBe(true);
  expect(filter({ grep: /^abnormal/u }).takes(happened())).toBe(true);
  expect(filter({ grep: /leaky/u }).takes(happened())).toBe(false);
});

test("--grep finds an event by what is printed of it, and by the record that says it", () => {
  expect(filter({ grep: /pid 5865: killed by/u }).takes(happened())).toBe(true);
  const one = filter({ grep: /check_worker_exit_status/u });
  const lines = [line("Server::check_worker_exit_status(): worker(pid=5865, id=1)")];
  one.takes(told({ lines }));
  expect(one.takes(happened())).toBe(true);
  expect(one.takes(happened({ source: "file:other.log" }))).toBe(false);
  expect(one.takes(happened({ at: epochMs(T) }))).toBe(false);
  one.takes(told());
  expect(one.takes(happened())).toBe(false);
});

test("--slot of several servers: as their source says it, and without a server all of them", () => {
  const both = ["shop", "shop-2"].map((server) => told({ server }));
  const kept = (slot: string) => both.map((each) => filter({ slot }).takes(each));
  expect(kept("shop-2/Worker.1")).toEqual([false, true]);
  expect(kept("Worker.1")).toEqual([true, true]);
  expect(filter({ slot: "shop-2/Worker.1" }).takes(happened({ server: "shop-2" }))).toBe(true);
  expect(filter({ slot: "shop-2/Worker.1" }).takes(happened({ server: "shop" }))).toBe(false);
});

test("whose source is told is not looked for by its PID, which another server may have, too", () => {
  const slot = "Worker.1";
  const one = filter({ slot: "shop/Worker.1" });
  one.sample(aSample(1, [aServer([aProcess({ pid: 5865, nsPid: 5865, slot })], { id: "shop" })]));
  expect(one.takes(told({ server: "shop-2" }))).toBe(false);
  expect(one.takes(told({ server: null }))).toBe(true);
});

const NOBODY = { kind: "unfit", option: null, what: null, seen: [], unplacedEvents: 0 };

test("who is asked for and is not there: those who are", () => {
  const slot = filter({ slot: "Worker.7" });
  for (const name of ["Worker.10", "Worker.2", "Worker.2"])
    slot.takes(told({ slot: untrustedText(name), server: "shop" }));
  const seen = ["shop/Worker.2", "shop/Worker.10"];
  expect(slot.problem()).toEqual({
    ...NOBODY,
    option: "--slot Worker.7",
    what: "slot",
    seen,
  });
  const pid = filter({ pid: 1 });
  for (const each of [39, 7]) pid.takes(told({ pid: each }));
  expect(pid.problem()).toMatchObject({ option: "--pid 1", seen: ["7", "39"] });
  const role = filter({ role: "manager" });
  role.takes(happened());
  expect(role.problem()).toMatchObject({ option: "--role manager", seen: ["worker"] });
});

test("who is there has nothing said about, also where another option hides it", () => {
  const one = filter({ slot: "Worker.1", hasRecords: false, level: "emergency" });
  one.takes(told());
  expect(one.problem()).toBeNull();
  expect(filter({}).problem()).toBeNull();
});

test("events about nobody known are counted where a slot or role hides them", () => {
  const unknown = { slot: null, workerId: 0 };
  const hidden = (wish: Partial<FilterWish>) => {
    const one = filter(wish);
    one.takes(told());
    for (const each of [unknown, unknown, { ...unknown, kind: "reload" } as const, {}])
      one.takes(happened(each));
    return one.problem();
  };
  expect(hidden({ slot: "Worker.1" })).toEqual({ ...NOBODY, unplacedEvents: 2 });
  expect(hidden({ role: "worker" })).toEqual({ ...NOBODY, unplacedEvents: 2 });
  expect(hidden({ slot: "Worker.1", grep: /nowhere/u })).toBeNull();
  expect(hidden({ slot: "Worker.1", hasEvents: false })).toBeNull();
});

test("--since hides what is known to be older; a record without a time goes with the one before", () => {
  const one = filter({}, T);
  expect(one.takes(told({ at: null }))).toBe(true);
  expect(one.takes(told({ at: epochMs(T - 1) }))).toBe(false);
  expect(one.takes(told({ at: null }))).toBe(false);
  expect(one.takes(told({ at: null, source: "file:other.log" }))).toBe(true);
  expect(one.takes(told({ at: T }))).toBe(true);
  expect(one.takes(told({ at: null }))).toBe(true);
  expect(one.takes(told({ at: null, seenAt: epochMs(T - 1) }))).toBe(false);
  expect(one.takes(happened({ at: epochMs(T - 1) }))).toBe(false);
  expect(one.takes(happened({ at: T }))).toBe(true);
});

test("a hidden record is old or young all the same", () => {
  const one = filter({ hasRecords: false }, T);
  one.takes(told({ at: epochMs(T - 1) }));
  expect(one.takes(happened({ at: null }))).toBe(false);
});
