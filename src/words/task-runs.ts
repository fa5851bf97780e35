import type { RunResult, TaskRun, TaskRuns } from "../domain/runs.ts";
import { show } from "../domain/text.ts";
import { MINUTE_MS, type EpochMs } from "../domain/units.ts";
import { clockTime, counted, duration, shortDuration } from "./format.ts";

/** How a run ended: `ok, with 2 error records`. */
function runResultText(result: RunResult): string {
  switch (result.kind) {
    case "ok":
      return result.errors === null || result.errors === 0
        ? "ok"
        : `ok, with ${counted(result.errors, "error record")}`;
    case "failed":
      if (result.why !== null) return `failed: ${show(result.why)}`;
      return result.isWhyLogged === false ? "failed, and this version cannot say why" : "failed";
    case "skipped":
      return result.by === null ? "skipped by a lock" : `skipped by ${result.by} mutex`;
    case "cancelled":
      return "cancelled by a reload or stop";
    case "blocked":
      return "blocked: its lock failed";
  }
}

/** `14:00:05 ok; 3 missed, 1 late`: the last run, and what was not as it should be. */
export function runsText(runs: TaskRuns, zoneMinutes: number): string {
  const { last } = runs;
  const text =
    last === null ? "no run seen" : [...timeText(last.at, zoneMinutes), last.result.kind].join(" ");
  return [text, troubleText(runs)].filter((part) => part !== "").join("; ");
}

function troubleText({ last, failed, skipped, blocked, ticks }: TaskRuns): string {
  const errors = last?.result.kind === "ok" ? last.result.errors : null;
  return listOf([
    [ticks?.missed, "missed"],
    [ticks?.overlapping, "overlapping"],
    [failed, "failed"],
    [blocked, "blocked"],
    [ticks?.late, "late"],
    [skipped, "skipped"],
    [errors, errors === 1 ? "error record" : "error records"],
    [ticks?.open, "without a line"],
  ]);
}

const timeText = (at: EpochMs | null, zoneMinutes: number): readonly string[] =>
  at === null ? [] : [clockTime(at, zoneMinutes)];

/** Something of it asks for attention: a run that did not come, failed, or lies beside another. */
export const isRunTrouble = ({ failed, blocked, ticks }: TaskRuns): boolean =>
  failed + blocked + (ticks?.missed ?? 0) + (ticks?.overlapping ?? 0) > 0;

type Amount = readonly [count: number | null | undefined, word: string];

const listOf = (amounts: readonly Amount[]): string =>
  amounts.flatMap(([count, word]) => ((count ?? 0) > 0 ? [`${count} ${word}`] : [])).join(", ");

/** All that is known of the last run. */
export function wholeRunText(runs: TaskRuns, zoneMinutes: number): string {
  const { last } = runs;
  if (last === null) return "no run was seen in the logs";
  const text = [...timeText(last.at, zoneMinutes), runResultText(last.result)].join(" ");
  return [text, ...whereText(last, zoneMinutes)].join(", ");
}

const whereText = ({ at, tick, slot }: TaskRun, zoneMinutes: number): readonly string[] => [
  ...(slot === null ? [] : [`in ${show(slot)}`]),
  ...(tick === null || at === null ? [] : [`due ${clockTime(tick, zoneMinutes)}`]),
];

/** Lines by what they say: `43 ok, 1 failed`. */
export const runCountsText = ({ ok, failed, skipped, cancelled, blocked }: TaskRuns): string =>
  listOf([
    [ok, "ok"],
    [failed, "failed"],
    [skipped, "skipped"],
    [cancelled, "cancelled"],
    [blocked, "blocked"],
  ]) || "none";

const UNTOLD =
  "which run belongs to which tick cannot be told: times, rule or success lines are missing, or others write here, too";

/** Minutes with their seconds: `01:14`. */
const lengthText = (ms: number): string => (ms < MINUTE_MS ? shortDuration(ms) : duration(ms));

/** Its runs beside its ticks, and what cannot be told of them. */
export function ticksSeenText({ ticks }: TaskRuns): string {
  if (ticks === null) return UNTOLD;
  const { answered, missed, open, late, overlapping, outlasted, longestMs } = ticks;
  const parts = [
    `${counted(answered, "tick")} with a line`,
    `${missed} missed`,
    ...(open === 0 ? [] : [`${open} without a line: missed, or still running`]),
    late === null ? "late: unknown, its runs are long" : `${late} late (began late, or took long)`,
    outlasted === null
      ? "longer than the interval: unknown, only ends are logged"
      : `${outlasted} longer than the interval`,
    ...(overlapping === null || outlasted === null ? [] : [`${overlapping} overlapping`]),
    ...(longestMs === null ? [] : [`at most ${lengthText(longestMs)} from tick to end`]),
  ];
  return parts.join("; ");
}
