import type { Project } from "../../domain/project.ts";
import type { EpochMs } from "../../domain/units.ts";
import { parseRule } from "./rule.ts";
import { taskZone } from "./task-zone.ts";
import { nextTicks } from "./ticks.ts";

/** A project as it stands at another time than that of its reading. A task without ticks has none then either: it is off, dropped, or never comes. */
export const tickedAgain = (project: Project, at: EpochMs, count: number): Project => ({
  ...project,
  crontab: {
    ...project.crontab,
    tasks: project.crontab.tasks.map((task) => {
      if (task.rule === null || task.next.length === 0) return task;
      const version = project.versions["hyperf/crontab"];
      const zone = taskZone(task, project.crontab, version);
      const next = zone === null ? [] : nextTicks(parseRule(task.rule, version), zone, at, count);
      return { ...task, next };
    }),
  },
});
