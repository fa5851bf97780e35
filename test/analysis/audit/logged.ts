// What logs tell of the clean service's task; a test hands in what differs.
import { known, type Facts, type LogFacts } from "../../../src/domain/facts.ts";
import type { LogEvent } from "../../../src/domain/log.ts";
import type { TaskRuns, TaskTicksSeen } from "../../../src/domain/runs.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { event } from "../logs/runs/captured.ts";
import { NOW } from "./build.ts";

const TICKS: TaskTicksSeen = {
  answered: 24,
  missed: 0,
  open: 0,
  late: 0,
  outlasted: 0,
  overlapping: 0,
  longestMs: 2400,
};

/** A day in which all went well. */
export const runsOf = (
  ticks: Partial<TaskTicksSeen> | null = {},
  change: Partial<TaskRuns> = {},
): TaskRuns => ({
  ok: 24,
  failed: 0,
  skipped: 0,
  cancelled: 0,
  blocked: 0,
  last: {
    at: epochMs(NOW - 60_000),
    tick: epochMs(NOW - 61_000),
    slot: null,
    result: { kind: "ok", errors: 0 },
  },
  nextSlot: null,
  ticks: ticks === null ? null : { ...TICKS, ...ticks },
  ...change,
});

export const logs = (
  runs: TaskRuns | null = runsOf(),
  change: Partial<LogFacts> = {},
): Pick<Facts, "logs"> => ({
  logs: known(
    {
      runs: {
        span: { from: epochMs(NOW - 24 * 3_600_000), to: NOW },
        byTask: new Map(runs === null ? [] : [["hourly-digest", runs]]),
      },
      blocked: [],
      attributed: { named: 100, of: 400 },
      ...change,
    },
    "logs",
  ),
});

export const blocked = (detail: string | null): LogEvent =>
  event("crontab-blocked", "05:46:00.238", detail === null ? {} : { detail });
