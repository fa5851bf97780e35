import { expect, test } from "vitest";
import { declaredCounts, declaredProcesses } from "../../../src/analysis/audit/swoole-counts.ts";
import type { DeclaredProcess } from "../../../src/domain/declarations.ts";
import { known, type Facts } from "../../../src/domain/facts.ts";
import { declarationsOf, factsOf, projectOf, raw } from "./build.ts";
import { otherFramework, withSettings } from "./swoole-server.ts";

const process = (change: Partial<DeclaredProcess>): DeclaredProcess => ({
  by: "attribute",
  place: { file: "app/Process/Sync.php", line: 9 },
  className: "App\\Process\\Sync",
  parent: "Hyperf\\Process\\AbstractProcess",
  name: "sync",
  nums: 1,
  ...change,
});
const dispatcher = process({
  className: "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess",
  name: null,
});
const facts = (processes: readonly DeclaredProcess[], enable: boolean | null = true): Facts =>
  factsOf({
    declarations: known(declarationsOf({ processes }), "project files"),
    project: known(projectOf({ crontab: { enable } }), "project files"),
  });

test("the clean service has four workers, two task workers and the dispatcher", () => {
  expect(declaredCounts(factsOf())).toEqual({ worker: 4, taskWorker: 2, userProcesses: 1 });
});

test("no constant is no number", () => {
  expect(declaredCounts(withSettings({ worker_num: raw("swoole_cpu_num()") })).worker).toBeNull();
  expect(
    declaredCounts(facts([process({ nums: null }), process({ name: "other" })])).userProcesses,
  ).toBeNull();
});

test("processes of one name are counted together, those without a name each with what would settle it", () => {
  const counted = declaredProcesses(
    facts([process({ nums: 2 }), process({ name: null }), process({}), process({ name: null })]),
  );
  expect(counted.map(({ name, nums }) => [name, nums])).toEqual([
    ["sync", 3],
    [null, 1],
    [null, 1],
  ]);
  expect(counted[1]?.why).toContain(
    "app/Process/Sync.php:9: the name of the process App\\Process\\Sync",
  );
});

test("the dispatcher has its own name, and no process while crontab is off", () => {
  expect(
    [true, false, null].map((enable) =>
      declaredProcesses(facts([dispatcher], enable)).map(({ name, nums }) => [name, nums]),
    ),
  ).toEqual([[["crontab-dispatcher", 1]], [], [["crontab-dispatcher", null]]]);
});

test("Octane starts no process beside its workers; of other frameworks it is not told", () => {
  expect(declaredCounts(otherFramework("octane", {})).userProcesses).toBe(0);
  expect(declaredCounts(otherFramework("swoft", {})).userProcesses).toBeNull();
});
