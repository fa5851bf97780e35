// What logs say of tasks, in the words of evidence.
import type { Facts } from "../../domain/facts.ts";
import type { CronTask } from "../../domain/project.ts";
import type { LogSpan, TaskRuns } from "../../domain/runs.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/units.ts";
import { counted } from "./evidence.ts";

/** Null: no log was read, or it has no line of the task. */
export function runsOfTask({ logs }: Pick<Facts, "logs">, { name }: CronTask): TaskRuns | null {
  const runs = logs.known ? logs.value.runs?.byTask.get(name ?? "") : undefined;
  return runs === undefined || runs.last === null ? null : runs;
}

/** ` in 30 min of logs`; empty: no line of crontab was seen. */
export function spanText({ logs }: Pick<Facts, "logs">): string {
  const span = logs.known ? (logs.value.runs?.span ?? null) : null;
  return span === null ? "" : ` in ${lasting(span)} of logs`;
}

const lasting = ({ from, to }: LogSpan): string =>
  to - from < MINUTE_MS
    ? `${Math.round((to - from) / SECOND_MS)} s`
    : `${Math.round((to - from) / MINUTE_MS)} min`;

export const secondsText = (ms: number): string =>
  `${ms < 10 * SECOND_MS ? (ms / SECOND_MS).toFixed(1) : Math.round(ms / SECOND_MS)} s`;

/** Runs that were over: what can be measured. */
export const endedRuns = ({ ok, failed }: TaskRuns): number => ok + failed;

/** `2 runs overlapped in 30 min of logs`; null: none did, or that is not told. */
export function overlapText(facts: Pick<Facts, "logs">, task: CronTask): string | null {
  const overlapping = runsOfTask(facts, task)?.ticks?.overlapping ?? 0;
  return overlapping === 0
    ? null
    : `${counted(overlapping, "run")} overlapped with the next${spanText(facts)}`;
}
