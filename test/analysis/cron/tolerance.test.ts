import { expect, test } from "vitest";
import { tickTolerance } from "../../../src/analysis/cron/tolerance.ts";

test.each([
  ["2.2.33", "worker", { lateMs: 2000, secondLate: "none", maySkip: false }],
  // every tick one second late: hyperf/crontab#10, seen in 3.0.9
  ["3.0.0", "worker", { lateMs: 3000, secondLate: "due-at-once", maySkip: false }],
  ["3.0.9", "coroutine", { lateMs: 3000, secondLate: "all", maySkip: false }],
  ["3.0.12", null, { lateMs: 3000, secondLate: null, maySkip: false }],
  ["3.0.12", "custom", { lateMs: 3000, secondLate: null, maySkip: false }],
  ["3.0.13", "coroutine", { lateMs: 2000, secondLate: "none", maySkip: false }],
  ["3.1.10", "worker", { lateMs: 2000, secondLate: "none", maySkip: false }],
  // minutes that are skipped: hyperf#6559, #6628
  ["3.1.11", "worker", { lateMs: 1000, secondLate: "none", maySkip: true }],
  ["3.1.15", null, { lateMs: 1000, secondLate: "none", maySkip: true }],
  ["3.1.16", "worker", { lateMs: 1000, secondLate: "none", maySkip: false }],
  ["3.2.4", "worker", { lateMs: 1000, secondLate: "none", maySkip: false }],
  [null, "worker", { lateMs: 3000, secondLate: null, maySkip: null }],
  ["dev-master", "worker", { lateMs: 3000, secondLate: null, maySkip: null }],
] as const)("hyperf/crontab %s with strategy %s", (version, strategy, wanted) => {
  expect(tickTolerance(version, strategy)).toEqual(wanted);
});
