import type { CronTask, Project } from "../domain/project.ts";
import { timeText } from "./time.ts";

/** The document of contract 2.3 without its `v`: keys in their order, times as RFC 3339. */
export const projectJson = (project: Project) => ({
  root: project.root,
  framework: project.framework,
  versions: project.versions,
  server: project.server,
  crontab: { ...project.crontab, tasks: project.crontab.tasks.map(taskJson) },
  unresolved: project.unresolved,
  unreadable: project.unreadable,
  parseErrors: project.parseErrors,
});

const taskJson = ({ next, declared, overriddenBy, ...task }: CronTask) => ({
  ...task,
  declared,
  overriddenBy,
  next: next.map(timeText),
});
