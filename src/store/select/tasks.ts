import { lettersOf } from "../../analysis/cron/letters.ts";
import { tickedAgain } from "../../analysis/cron/again.ts";
import type { Project } from "../../domain/project.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { TaskRow } from "../list-view.ts";
import type { Logs } from "../logs/book.ts";
import { runsSeen } from "./runs.ts";

/** The last answer for a project: a key asks several times within one second. It follows from the State alone. */
const remembered = new WeakMap<
  Project,
  { readonly at: EpochMs; readonly events: Logs["events"]; readonly rows: readonly TaskRow[] }
>();

/** The tasks of a project as they stand at a time: its document says the next ticks of when it was read. */
export function taskRows(project: Project, logs: Logs, at: EpochMs): readonly TaskRow[] {
  const { events } = logs;
  const last = remembered.get(project);
  if (last?.at === at && last.events === events) return last.rows;
  const runs = runsSeen(project, logs, at);
  const letters = lettersOf(project.crontab.tasks);
  const rows = tickedAgain(project, at, 1).crontab.tasks.map((task) => ({
    task,
    letter: task.name === null ? null : (letters.get(task.name) ?? null),
    nextInMs: task.next[0] === undefined ? null : task.next[0] - at,
    runs: task.overriddenBy === null ? (runs?.byTask.get(task.name ?? "") ?? null) : null,
  }));
  remembered.set(project, { at, events, rows });
  return rows;
}
