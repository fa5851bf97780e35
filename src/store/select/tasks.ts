import { lettersOf } from "../../analysis/cron/letters.ts";
import { parseRule } from "../../analysis/cron/rule.ts";
import { nextTicks } from "../../analysis/cron/ticks.ts";
import type { CronTask, Project } from "../../domain/project.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { TaskRow } from "../list-view.ts";

/** The tasks of a project as they stand at a time: its document says the next ticks of when it was read. */
export function taskRows(project: Project, at: EpochMs): readonly TaskRow[] {
  const letters = lettersOf(project.crontab.tasks);
  return project.crontab.tasks.map((task) => ({
    task,
    letter: task.name === null ? null : (letters.get(task.name) ?? null),
    nextInMs: nextIn(task, project, at),
  }));
}

function nextIn(task: CronTask, project: Project, at: EpochMs): number | null {
  // a task without ticks then has none now: it is off, dropped, invalid or never comes
  if (task.rule === null || task.next.length === 0) return null;
  const version = project.versions["hyperf/crontab"];
  const zone = task.timezone ?? project.crontab.timezone ?? "UTC";
  const [next] = nextTicks(parseRule(task.rule, version), zone, at, 1);
  return next === undefined ? null : next - at;
}
