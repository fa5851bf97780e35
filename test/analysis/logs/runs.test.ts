import { describe, expect, test } from "vitest";
import { parseRule } from "../../../src/analysis/cron/rule.ts";
import { runsOf, type LogsAsked, type ScheduledTask } from "../../../src/analysis/logs/runs.ts";
import type { LogEvent } from "../../../src/domain/log.ts";
import type { CronTask, Project } from "../../../src/domain/project.ts";
import type { TaskRuns } from "../../../src/domain/runs.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { aProject, aTask } from "../../store/declared.ts";
import {
  DISPATCHER_DIED,
  event,
  eventsOf,
  KILLED_AND_RELOADED,
  SLOW_WITH_LOCK,
  time,
} from "./runs/captured.ts";

const scheduled = (name: string, rule: string, facts: Partial<CronTask> = {}): ScheduledTask => ({
  task: aTask(name, rule, facts),
  rule: parseRule(rule, "3.2.4"),
  zone: "UTC",
});

type Asked = Partial<Pick<LogsAsked, "errors">> & {
  readonly until: string;
  readonly from?: string;
  readonly project?: Project;
};

/** The first task of those that are scheduled. */
function runs(
  tasks: readonly ScheduledTask[],
  events: readonly LogEvent[],
  { until, from, project, errors = null }: Asked,
): TaskRuns {
  const first = from === undefined ? (events[0]?.at ?? time(until)) : time(from);
  const seen = runsOf(project ?? aProject(tasks.map(({ task }) => task)), tasks, {
    events,
    span: { from: first, to: time(until) },
    errors,
  });
  const own = seen.byTask.get(tasks[0]?.task.name ?? "");
  if (own === undefined) throw new Error("no task");
  return own;
}

const HEARTBEAT = scheduled("heartbeat", "*/5 * * * * *");
const IMPORT = scheduled("leaky-import", "*/10 * * * * *");
const REPORT = scheduled("minute-report", "* * * * *");

const ran = (task: string) => (clock: string) => event("crontab-run", clock, { task });

describe("a service whose worker is killed and that is reloaded", () => {
  const events = eventsOf(KILLED_AND_RELOADED);

  test("misses exactly the ticks that the killed worker took with it", () => {
    const heartbeat = runs([HEARTBEAT], events, { until: "05:54:52.500" });
    expect(heartbeat).toMatchObject({ ok: 25, cancelled: 7, failed: 1 });
    expect(heartbeat.ticks).toMatchObject({ missed: 3, open: 0, late: 0, outlasted: 0 });
    const importing = runs([IMPORT], events, { until: "05:54:52.500" });
    expect(importing).toMatchObject({ ok: 14, cancelled: 3, failed: 0 });
    expect(importing.ticks).toMatchObject({ missed: 1, open: 0, overlapping: 0 });
    expect(runs([REPORT], events, { until: "05:54:52.500" }).ticks).toMatchObject({
      answered: 3,
      missed: 0,
      longestMs: 119,
    });
  });

  test("before its first full minute nothing is due, after the last line nothing is missed at once", () => {
    const first = runs([HEARTBEAT], events.slice(0, 15), { until: "05:52:20.500" });
    expect(first.ticks).toMatchObject({ answered: 5, missed: 0, open: 0 });
  });

  test("what a reload cancelled was due later in its minute", () => {
    const upTo = events.filter(({ at }) => at !== null && at < time("05:53:23"));
    const { last } = runs([IMPORT], upTo, { until: "05:53:30" });
    expect(last).toEqual({
      at: time("05:53:22.194"),
      tick: time("05:53:50"),
      slot: null,
      result: { kind: "cancelled" },
    });
  });
});

test("a dispatcher that dies loses the whole minute", () => {
  const importing = runs([IMPORT], eventsOf(DISPATCHER_DIED), { until: "05:54:50.100" });
  expect(importing.ticks).toMatchObject({ answered: 12, missed: 6, open: 0, late: 0 });
});

describe("a run that is longer than its interval", () => {
  test("is proven by the ticks that its lock skipped", () => {
    const slow = scheduled("slow-sync", "*/10 * * * * *", { singleton: true });
    const { ticks, last, ...counts } = runs([slow], eventsOf(SLOW_WITH_LOCK), {
      until: "05:48:29",
    });
    expect(counts).toMatchObject({ ok: 5, skipped: 10 });
    expect(ticks).toMatchObject({
      answered: 15,
      missed: 0,
      outlasted: 5,
      overlapping: 0,
      late: null,
      longestMs: 25_249,
    });
    expect(last).toMatchObject({
      tick: time("05:48:00"),
      result: { kind: "ok", errors: null },
    });
  });

  /** 25 s each, each 10 s, no lock: ground truth of hyperf-e, its ends at 05:46:25, 35, 45, … */
  const ends = Array.from({ length: 12 }, (_, index) =>
    event("crontab-run", null, {
      at: epochMs(time("05:46:25.2") + index * 10_000),
      task: "slow-sync",
    }),
  );
  const boot = event("server-start", "05:45:06");

  test("overlaps where nothing locks it, told by its ends over and over", () => {
    const slow = scheduled("slow-sync", "*/10 * * * * *");
    const { ticks } = runs([slow], [boot, ...ends], { until: "05:48:20" });
    expect(ticks).toMatchObject({ answered: 12, missed: 0, outlasted: 12, overlapping: 12 });
    expect(ticks?.longestMs).toBe(25_200);
  });

  test("is not told by one end alone, nor of a task whose lock is not told", () => {
    const slow = scheduled("slow-sync", "*/10 * * * * *");
    expect(runs([slow], [boot, ...ends.slice(0, 1)], { until: "05:46:30" }).ticks).toMatchObject({
      outlasted: null,
      overlapping: null,
    });
    const unsure = scheduled("slow-sync", "*/10 * * * * *", { singleton: null });
    expect(runs([unsure], [boot, ...ends], { until: "05:48:20" }).ticks?.overlapping).toBeNull();
  });

  test("is no overlap when a process that was held up lets all go at once", () => {
    const prompt = ran("slow-sync");
    const held = [prompt("05:46:45.1"), prompt("05:46:45.2"), prompt("05:46:45.3")];
    const events = [
      boot,
      prompt("05:46:00.1"),
      prompt("05:46:10.1"),
      ...held,
      prompt("05:46:50.1"),
    ];
    const { ticks } = runs([scheduled("slow-sync", "*/10 * * * * *")], events, {
      until: "05:46:55",
    });
    expect(ticks).toMatchObject({ answered: 6, missed: 0, outlasted: null, overlapping: null });
  });
});

describe("a lock that fails", () => {
  const one = scheduled("sync", "*/10 * * * * *", { singleton: true });
  const other = scheduled("mail", "*/10 * * * * *", { onOneServer: true });
  const others = [
    event("crontab-run", "05:46:00.1", { task: "free" }),
    event("crontab-run", "05:47:00.1", { task: "free" }),
  ];

  test("blocks the task that was due and is silent, though no line names it", () => {
    const events = [
      ...others,
      event("crontab-blocked", "05:46:00.238"),
      event("crontab-blocked", "05:46:10.1"),
    ];
    const seen = runs([one], events, { until: "05:47:00.500", from: "05:46:00" });
    expect(seen).toMatchObject({ ok: 0, blocked: 2 });
    expect(seen.last).toEqual({
      at: time("05:46:10.1"),
      tick: time("05:46:10"),
      slot: null,
      result: { kind: "blocked" },
    });
  });

  test("blocks it also where every task has a lock, and no other line of crontab comes", () => {
    const events = ["05:46:00.2", "05:46:10.2"].map((at) => event("crontab-blocked", at));
    const seen = runs([one], events, { until: "05:46:15", from: "05:45:50" });
    expect(seen).toMatchObject({ blocked: 2, ticks: null, last: { result: { kind: "blocked" } } });
  });

  test("blocks all that were due where there are as many lines, else nobody knows which", () => {
    const two = [event("crontab-blocked", "05:46:00.2"), event("crontab-blocked", "05:46:00.3")];
    const asked = { until: "05:46:08", from: "05:46:00" };
    expect(runs([one, other], [...others, ...two], asked).blocked).toBe(1);
    const unsure = runs([one, other], [...others, ...two.slice(0, 1)], asked);
    expect(unsure).toMatchObject({ blocked: 0, last: null });
  });
});

describe("the last run", () => {
  const once = event("crontab-run", "05:46:00.4", { task: "sync" });
  const sync = scheduled("sync", "* * * * *");
  const lastOf = (events: readonly LogEvent[], asked: Partial<Asked> = {}, task = sync) =>
    runs([task], events, { until: "05:46:30", from: "05:45:30", ...asked }).last?.result;

  test("was well, with the error records of its time", () => {
    const at = [time("05:45:59.9"), time("05:46:00.1"), time("05:46:00.4"), time("05:46:00.5")];
    const errors: LogsAsked["errors"] = (from, to) =>
      at.filter((each) => each >= from && each <= to).length;
    expect(lastOf([once], { errors })).toEqual({ kind: "ok", errors: 2 });
    // a time of whole seconds stands for all of its second
    expect(lastOf([{ ...once, at: time("05:46:00") }], { errors })).toEqual({
      kind: "ok",
      errors: 3,
    });
    expect(lastOf([once])).toEqual({ kind: "ok", errors: null });
  });

  test("failed, and says why, or that this version cannot", () => {
    const failed = [
      event("crontab-failed", "05:46:00.4", { task: "sync", detail: "RuntimeException: 503" }),
    ];
    expect(lastOf(failed)).toMatchObject({ kind: "failed", why: "RuntimeException: 503" });
    const silent = [event("crontab-failed", "05:46:00.4", { task: "sync" })];
    const command = scheduled("sync", "* * * * *", { type: "command" });
    const logged = (version: string | null, task = sync) =>
      lastOf(silent, { project: aProject([sync.task], {}, version) }, task);
    expect(logged("3.1.71")).toMatchObject({ why: null, isWhyLogged: true });
    expect(logged("2.2.33")).toMatchObject({ isWhyLogged: false });
    expect(logged("3.0.44", command)).toMatchObject({ isWhyLogged: false });
    expect(logged("3.0.45", command)).toMatchObject({ isWhyLogged: true });
    expect(logged(null)).toMatchObject({ isWhyLogged: null });
  });

  test("was skipped by a lock, whichever the line names", () => {
    const skip = event("crontab-skipped", "05:46:00.4", { task: "sync" });
    expect(lastOf([{ ...skip, reason: "task-mutex" }])).toEqual({ kind: "skipped", by: "task" });
    expect(lastOf([{ ...skip, reason: "server-mutex" }])).toEqual({
      kind: "skipped",
      by: "server",
    });
    expect(lastOf([skip])).toEqual({ kind: "skipped", by: null });
  });

  test("stands without its tick where no time is told", () => {
    expect(
      runs([sync], [{ ...once, at: null }], { until: "05:46:30", from: "05:45:30" }),
    ).toMatchObject({
      ok: 1,
      last: { at: null, tick: null, result: { kind: "ok" } },
    });
  });
});

describe("nothing is said of ticks", () => {
  const minutes = ["05:46:00.1", "05:47:00.1", "05:48:00.1", "05:49:00.1", "05:50:00.1"];
  const lines = minutes.map((clock) => event("crontab-run", clock, { task: "sync" }));
  const sync = scheduled("sync", "* * * * *");
  const asked = { until: "05:55:00", from: "05:45:30" };

  test("where only failures are logged: what went well has no line", () => {
    const failed = lines.slice(0, 1).map((each) => ({ ...each, kind: "crontab-failed" as const }));
    expect(runs([sync], failed, asked).ticks).toBeNull();
  });

  test("where lines are dated by another zone", () => {
    const dated = lines.map((each) => ({
      ...each,
      seenAt: epochMs((each.at ?? 0) + 8 * 3_600_000),
    }));
    expect(runs([sync], dated, asked).ticks).toBeNull();
  });

  test("where lines have no time, and up to what came after them", () => {
    const untimed = lines.map((each) => ({ ...each, at: null }));
    expect(runs([sync], untimed, asked)).toMatchObject({ ok: 5, ticks: null });
    const then = event("worker-start", "05:51:30");
    const later = ["05:52:00.1", "05:53:00.1"].map((clock) =>
      event("crontab-run", clock, { task: "sync" }),
    );
    const known = { until: "05:53:30", from: "05:45:30" };
    expect(runs([sync], [...untimed, then, ...later], known)).toMatchObject({
      ok: 7,
      ticks: { answered: 2, missed: 0, open: 0 },
    });
  });

  test("where a line says only when it was read, it is laid to the tick before", () => {
    const read = lines.map((each) => ({
      ...each,
      at: null,
      seenAt: epochMs((each.at ?? 0) + 1900),
    }));
    expect(runs([sync], read, { ...asked, until: "05:50:30" }).ticks).toMatchObject({
      answered: 5,
      late: 0,
    });
  });

  test("where more lines come than ticks: others write here, too", () => {
    const twice = [...lines, ...lines].map((each, index) => ({
      ...each,
      at: epochMs((each.at ?? 0) + index),
    }));
    expect(runs([sync], twice, asked).ticks).toBeNull();
  });

  test("of a task that is not declared, but its lines are counted", () => {
    const seen = runsOf(aProject([]), [], {
      events: lines,
      span: { from: time("05:45:30"), to: time("05:55:00") },
      errors: null,
    });
    expect(seen.byTask.get("sync")).toMatchObject({ ok: 5, ticks: null });
  });
});

describe("a tick without a line", () => {
  const sync = scheduled("sync", "* * * * *");
  const synced = ran("sync");
  const minutes = (...numbers: readonly number[]) =>
    numbers.map((each) => synced(`05:${each}:00.1`));
  const ticksAt = (until: string, events: readonly LogEvent[], task = sync) =>
    runs([task], events, { until, from: "05:45:30" }).ticks;

  test("is open for as long as its run may still be on, missed once three later runs were over", () => {
    const events = minutes(46, 47, 49, 50);
    expect(ticksAt("05:48:30", events.slice(0, 2))).toMatchObject({ missed: 0, open: 0 });
    expect(ticksAt("05:50:30", events)).toMatchObject({ missed: 0, open: 1 });
    expect(ticksAt("05:51:30", [...events, ...minutes(51)])).toMatchObject({ missed: 1, open: 0 });
  });

  test("with a lock is missed as soon as the next run was over: it would have been skipped", () => {
    const locked = scheduled("sync", "* * * * *", { singleton: true });
    expect(ticksAt("05:49:30", minutes(46, 47, 49), locked)).toMatchObject({ missed: 1, open: 0 });
  });

  test("is its run's that came late, also when later ones were over before", () => {
    const late = [
      ...minutes(46, 47),
      synced("05:49:00.1"),
      synced("05:49:20"),
      synced("05:50:00.1"),
    ];
    expect(ticksAt("05:52:30", late)).toMatchObject({ late: 1, missed: 0, open: 1 });
  });

  test("before the first line of all is never missed", () => {
    expect(ticksAt("05:53:30", minutes(49, 50, 51, 52, 53))).toMatchObject({ missed: 0, open: 3 });
  });

  test("is none while the server was not there", () => {
    const events = [
      ...minutes(46, 47),
      event("server-stop", "05:47:30"),
      event("server-start", "05:51:10"),
      ...minutes(52, 53, 54, 55),
    ];
    expect(ticksAt("05:56:30", events)).toMatchObject({ answered: 6, missed: 0, open: 0 });
  });

  test("is missed where a command of the project only registered its tasks", () => {
    const events = [
      ...minutes(46, 47),
      event("crontab-registered", "05:48:20", { task: "sync" }),
      event("crontab-run", "05:48:40", { task: "mail" }),
      ...minutes(50, 51, 52),
    ];
    expect(ticksAt("05:52:30", events)).toMatchObject({ missed: 2, open: 0 });
  });
});

describe("the next worker", () => {
  const stock = scheduled("stock", "* * * * *");
  const report = scheduled("report", "*/2 * * * *");
  /** stock report stock stock report stock, round four workers. */
  const seen = [
    ["stock", "05:46:00.1", "Worker.0"],
    ["report", "05:46:00.2", "Worker.1"],
    ["stock", "05:47:00.1", "Worker.2"],
    ["stock", "05:48:00.1", "Worker.3"],
  ] as const;
  const events = seen.map(([task, clock, slot]) => event("crontab-run", clock, { task, slot }));
  const asked = { until: "05:48:20", from: "05:45:30" };

  test("is told where lines name their writer and the order has fitted", () => {
    expect(runs([stock, report], events, asked).nextSlot).toBe("Worker.1");
    expect(runs([report, stock], [], asked).nextSlot).toBeNull();
  });

  test("is not told where nobody is named, or the strategy does not go round", () => {
    const nameless = events.map((each) => ({ ...each, slot: null }));
    expect(runs([stock, report], nameless, asked).nextSlot).toBeNull();
    const project = aProject([stock.task, report.task], { strategy: "coroutine" });
    expect(runs([stock, report], events, { ...asked, project }).nextSlot).toBeNull();
  });
});
