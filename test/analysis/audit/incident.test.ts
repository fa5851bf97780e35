// The incident: three tasks without a lock, first in the workers, then in the dispatcher, then with both locks.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { audited, failsAt } from "../../../src/analysis/audit/audit.ts";
import type { Rule } from "../../../src/analysis/audit/rule.ts";
import { known, unknown, type Facts, type RunningSlot } from "../../../src/domain/facts.ts";
import type { CronTask, Strategy } from "../../../src/domain/project.ts";
import type { Verdict } from "../../../src/domain/verdict.ts";
import { MIB } from "../../../src/domain/units.ts";
import { declarationsOf, declaredTask, factsOf, projectOf, runningOf, taskOf } from "./build.ts";

const RULES = new URL("../../../src/analysis/audit/rules/", import.meta.url);
const rules: readonly Rule[] = await Promise.all(
  readdirSync(RULES)
    .filter((name) => name.startsWith("cron."))
    .map(async (name): Promise<Rule> => {
      const [rule] = Object.values<Rule>(await import(new URL(name, RULES).href));
      if (rule === undefined) throw new TypeError(`no rule in ${name}`);
      return rule;
    }),
);

const TASKS = [
  ["heartbeat", "*/5 * * * * *", 11],
  ["leaky-import", "*/10 * * * * *", 16],
  ["minute-report", "* * * * *", 21],
] as const;

type State = {
  readonly strategy: Strategy;
  readonly locks: boolean;
  readonly facts?: Partial<Facts>;
};

function stateOf({ strategy, locks, facts }: State): Facts {
  const runsIn: CronTask["runsIn"] = strategy === "coroutine" ? "user-process" : "worker";
  const file = "config/autoload/crontab.php";
  return factsOf({
    project: known(
      projectOf({
        server: { taskWorkerNum: 0, taskEnableCoroutine: null },
        crontab: {
          strategy,
          strategyClass: `Hyperf\\Crontab\\Strategy\\${strategy === "worker" ? "Worker" : "Coroutine"}Strategy`,
          tasks: TASKS.map(([name, rule, line]) =>
            taskOf({
              name,
              rule,
              runsIn,
              singleton: locks,
              onOneServer: locks,
              declared: { file, line, by: "config" },
            }),
          ),
        },
      }),
      "project files",
    ),
    declarations: known(
      declarationsOf({
        tasks: TASKS.map(([name, rule, line]) =>
          declaredTask(
            { name, rule, singleton: locks, onOneServer: locks },
            { place: { file, line } },
          ),
        ),
      }),
      "project files",
    ),
    replicas: unknown("--replicas"),
    ...facts,
  });
}

const told = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts
    .filter(({ kind }) => kind === "fail")
    .map(
      ({ code, severity, subject }) =>
        `${code} ${severity}${subject === null ? "" : ` ${subject}`}`,
    );

const LOCKS = ["CR-01 error heartbeat", "CR-01 error leaky-import", "CR-01 error minute-report"];
const SERVERS = ["CR-02 info heartbeat", "CR-02 info leaky-import", "CR-02 info minute-report"];

test("before: the missing locks of each task are the cause, the workers carry it", () => {
  const verdicts = audited(rules, stateOf({ strategy: "worker", locks: false }));
  expect(told(verdicts)).toEqual([...LOCKS, "CR-17 warning", ...SERVERS]);
  const [first] = verdicts;
  expect(first).toMatchObject({
    declared: { file: "config/autoload/crontab.php", line: 11 },
    snippet: "->setSingleton(true)->setOnOneServer(true)",
  });
});

test("halfway: another strategy moves it, and is only told", () => {
  const verdicts = audited(rules, stateOf({ strategy: "coroutine", locks: false }));
  expect(told(verdicts)).toEqual([...LOCKS, ...SERVERS, "CR-18 info"]);
});

test("after: nothing at warning or above", () => {
  const verdicts = audited(rules, stateOf({ strategy: "coroutine", locks: true }));
  expect(failsAt(verdicts, "warning")).toBe(false);
  expect(told(verdicts)).toEqual(["CR-18 info"]);
});

test("with three replicas the missing lock between servers is an error as well", () => {
  const facts = { replicas: known(3, "--replicas") };
  const verdicts = audited(rules, stateOf({ strategy: "worker", locks: false, facts }));
  expect(told(verdicts).filter((line) => line.startsWith("CR-02 error"))).toHaveLength(3);
});

const slot = (change: Partial<RunningSlot>): RunningSlot => ({
  slot: "Worker.0",
  role: "worker",
  name: null,
  pid: 9508,
  ageMs: 7_200_000,
  starts: 0,
  bytes: 400 * MIB,
  growthBytes: 90 * MIB,
  bytesPerMinute: 3 * MIB,
  sockets: null,
  orphan: false,
  ...change,
});

test("what really grows stands in the evidence, with its window", () => {
  const slots = [slot({}), slot({ slot: "Worker.1", pid: 9509, growthBytes: 85 * MIB })];
  const facts = { processes: known(runningOf({ slots }), "target") };
  const verdicts = audited(rules, stateOf({ strategy: "worker", locks: false, facts }));
  const evidence = (code: string): string | null | undefined =>
    verdicts.find((verdict) => verdict.code === code)?.evidence;
  expect(evidence("CR-01")).toContain("2 workers grew by 175 MiB in all, seen over 30 min");
  expect(evidence("CR-17")).toContain("2 workers grew by 175 MiB in all, seen over 30 min");
});

test("halfway and growing: the dispatcher is a warning", () => {
  const dispatcher = slot({
    slot: "crontab-dispatcher.0",
    role: "user-process",
    name: "crontab-dispatcher",
  });
  const facts = { processes: known(runningOf({ slots: [dispatcher] }), "target") };
  const verdicts = audited(rules, stateOf({ strategy: "coroutine", locks: false, facts }));
  expect(told(verdicts)).toContain("CR-18 warning");
});
