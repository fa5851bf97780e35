import { lettersOf } from "../../analysis/cron/letters.ts";
import { tickedAgain } from "../../analysis/cron/again.ts";
import type { Project } from "../../domain/project.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { TaskRow } from "../list-view.ts";

/** The tasks of a project as they stand at a time: its document says the next ticks of when it was read. */
export function taskRows(project: Project, at: EpochMs): readonly TaskRow[] {
  const letters = lettersOf(project.crontab.tasks);
  return tickedAgain(project, at, 1).crontab.tasks.map((task) => ({
    task,
    letter: task.name === null ? null : (letters.get(task.name) ?? null),
    nextInMs: task.next[0] === undefined ? null : task.next[0] - at,
  }));
}
