import type { ParsedRule } from "../../analysis/cron/rule.ts";
import { ticksBetween } from "../../analysis/cron/ticks.ts";
import type { Project } from "../../domain/project.ts";
import { epochMs, MINUTE_MS, type EpochMs } from "../../domain/units.ts";
import type { Known } from "../state.ts";
import { runningTasks, type RunningTask } from "./ticks.ts";

/** Longer than the longest interval between two samples. */
const AHEAD_MINUTES = 3;

/** They follow from the project and the minute alone: a memory of results, so that a second costs no look at all tasks. */
const instantsOf = new WeakMap<Project, { readonly minute: number; readonly all: Instants }>();
type Instants = readonly EpochMs[];

/**
 * The next instants before which a live heap says what the runs so far have left, at most one a minute.
 * For rules of whole minutes that is each tick. Between the ticks of a rule with seconds always something waits or runs; all that a minute dispatched has run just
 * before its end: the floors of the minutes around its ticks.
 * @source reference: heap read twice before each tick 1.000 of the truth, once .00; floors of the minute's last seconds are immune to what is pending
 */
export function heapInstants({ declared, sample }: Pick<Known, "declared" | "sample">): Instants {
  if (declared === null || sample === null) return [];
  const { project } = declared;
  const minute = Math.floor(sample.at / MINUTE_MS);
  const known = instantsOf.get(project);
  const all = known?.minute === minute ? known.all : instantsAfter(runningTasks(project), minute);
  if (all !== known?.all) instantsOf.set(project, { minute, all });
  return all;
}

const instantsAfter = (tasks: readonly RunningTask[], minute: number): Instants =>
  Array.from({ length: AHEAD_MINUTES }, (_, index) =>
    epochMs((minute + 1 + index) * MINUTE_MS),
  ).filter((at) => tasks.some((task) => isTelling(task, at)));

function isTelling({ rule, zone }: RunningTask, at: EpochMs): boolean {
  const before = isOfMinutes(rule) ? 0 : MINUTE_MS;
  const after = isOfMinutes(rule) ? 1 : MINUTE_MS;
  const around = { from: epochMs(at - before), to: epochMs(at + after) };
  return ticksBetween(rule, zone, around, 1).length > 0;
}

const isOfMinutes = ({ seconds }: ParsedRule): boolean => seconds.every((second) => second === 0);
