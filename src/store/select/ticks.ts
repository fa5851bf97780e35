import { lettersOf, markCells } from "../../analysis/cron/letters.ts";
import { parseRule, type ParsedRule } from "../../analysis/cron/rule.ts";
import { taskZone } from "../../analysis/cron/task-zone.ts";
import { ticksBetween } from "../../analysis/cron/ticks.ts";
import type { CrontabDeclared, CronTask, Project } from "../../domain/project.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";
import type { Known } from "../state.ts";
import type { Axis, Geometry, Ruler } from "../view.ts";
import { cellNumber, firstCell } from "./axis.ts";

/** Of tasks without a letter of their own. */
const FURTHER = "*";
/** Of all tasks on one axis: hundreds of them that tick each second are left off, the most frequent first. */
const MAX_TICKS = 50_000;
/** The table's and the chart's, and those of a moment ago. */
const AXES_KEPT = 4;
/** A table with fewer rows keeps all of them for processes. */
const LEAST_ROWS = 10;

/** The ticks of a task on an axis, in their order. */
export type TaskTicks = {
  readonly letter: string;
  readonly name: string;
  readonly ticks: readonly EpochMs[];
};

/** A task that Hyperf runs, as far as is told. */
export type RunningTask = {
  readonly letter: string;
  readonly name: string;
  readonly rule: ParsedRule;
  readonly zone: string;
};

/** Both follow from the project alone: a memory of results, so that a second costs no half hour of ticks. */
const runningOf = new WeakMap<Project, readonly RunningTask[]>();
const marksOf = new WeakMap<Project, Map<string, Marks>>();

type Marks = {
  readonly tasks: readonly TaskTicks[];
  /** Of the whole axis, also where its newest cell lies in the future. */
  readonly cells: readonly (string | null)[];
};

/** Where the declared tasks tick on an axis, up to the last sample; null: no project is known, or none of its tasks runs. */
export function rulerOf({ declared, sample }: Known, axis: Axis): Ruler | null {
  if (declared === null || sample === null || runningTasks(declared.project).length === 0)
    return null;
  const { tasks, cells } = marks(declared.project, axis);
  const ticking = tasks.filter(({ ticks }) => ticks.length > 0);
  return {
    cells: cells.with(axis.cells - 1, newestMark(ticking, axis, sample.at)),
    tasks: ticking.map(({ letter, name }) => ({ letter, name })),
  };
}

/** The tasks that run, by name, each with its ticks on the axis. */
export const ticksOn = (project: Project, axis: Axis): readonly TaskTicks[] =>
  marks(project, axis).tasks;

/** The ruler stands above the rows and takes one of them. */
export function belowRuler({ declared }: Known, geometry: Geometry): Geometry {
  const isShown =
    geometry.tableRows >= LEAST_ROWS &&
    declared !== null &&
    runningTasks(declared.project).length > 0;
  return isShown ? { ...geometry, tableRows: geometry.tableRows - 1 } : geometry;
}

/** The newest cell is not over: what ticks in it later has not ticked. */
function newestMark(tasks: readonly TaskTicks[], axis: Axis, at: EpochMs): string | null {
  const newest = firstCell(axis) + axis.cells - 1;
  const ticked = tasks.filter(({ ticks }) => {
    const last = ticks.findLast((tick) => tick <= at);
    return last !== undefined && cellNumber(axis, last) === newest;
  });
  return ticked.toSorted((a, b) => a.ticks.length - b.ticks.length)[0]?.letter ?? null;
}

function marks(project: Project, axis: Axis): Marks {
  const known = marksOf.get(project) ?? new Map<string, Marks>();
  const asked = `${axis.to} ${axis.windowMs} ${axis.cells}`;
  const found = known.get(asked);
  if (found !== undefined) return found;
  const tasks = counted(runningTasks(project), axis);
  const first = firstCell(axis);
  // In cells: what ticks on their edge falls where the sample of that instant does.
  const lanes = tasks.map(({ letter, ticks }) => ({
    letter,
    ticks: ticks.map((tick) => cellNumber(axis, tick) - first),
  }));
  const made = { tasks, cells: markCells(lanes, { from: 0, to: axis.cells, cells: axis.cells }) };
  if (known.size >= AXES_KEPT) known.clear();
  marksOf.set(project, known.set(asked, made));
  return made;
}

function counted(tasks: readonly RunningTask[], axis: Axis): readonly TaskTicks[] {
  const ticks = new Map<RunningTask, readonly EpochMs[]>();
  // whole milliseconds around the cells; what lies beside them is no mark
  const range = { from: epochMs(Math.ceil(axis.from)), to: epochMs(Math.ceil(axis.to)) };
  let left = MAX_TICKS;
  for (const task of tasks.toSorted((a, b) => frequency(a.rule) - frequency(b.rule))) {
    const found = left > 0 ? ticksBetween(task.rule, task.zone, range, left + 1) : [];
    left -= found.length;
    ticks.set(task, left < 0 ? [] : found);
  }
  return tasks.map((task) => ({
    letter: task.letter,
    name: task.name,
    ticks: ticks.get(task) ?? [],
  }));
}

const frequency = ({ seconds, minutes, hours, days }: ParsedRule): number =>
  seconds.length * minutes.length * hours.length * days.length;

export function runningTasks(project: Project): readonly RunningTask[] {
  const known = runningOf.get(project);
  if (known !== undefined) return known;
  const made = runnable(project.crontab, project.versions["hyperf/crontab"]);
  runningOf.set(project, made);
  return made;
}

function runnable(crontab: CrontabDeclared, version: string | null): readonly RunningTask[] {
  if (crontab.enable === false) return [];
  const letters = lettersOf(crontab.tasks);
  // who read the project knew its environment, and gave no ticks to what does not run there
  const isForetold = crontab.tasks.some(({ next }) => next.length > 0);
  return crontab.tasks
    .filter((task) => isRun(task) && (!isForetold || task.next.length > 0))
    .flatMap((task): readonly RunningTask[] => {
      const zone = taskZone(task, crontab, version);
      if (task.rule === null || zone === null) return [];
      const letter = letters.get(task.name ?? "") ?? FURTHER;
      return [{ letter, name: task.name ?? "", rule: parseRule(task.rule, version), zone }];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

const isRun = ({ enable, valid, overriddenBy }: CronTask): boolean =>
  enable !== false && valid === true && overriddenBy === null;
