import type { CrontabDeclared, CronTask, Project } from "../../src/domain/project.ts";
import { epochMs } from "../../src/domain/units.ts";
import type { State } from "../../src/store/state.ts";
import { observed } from "../../src/store/transitions.ts";
import { START } from "./build.ts";

/** A task that runs, as the reader of projects describes one; the next ticks only say that there are some. */
export const aTask = (name: string, rule: string, facts: Partial<CronTask> = {}): CronTask => ({
  name,
  rule,
  valid: true,
  oddities: [],
  type: "callback",
  callback: null,
  singleton: false,
  onOneServer: false,
  mutexPool: "default",
  mutexExpires: 60,
  enable: true,
  timezone: null,
  environments: [],
  runsIn: "worker",
  declared: { file: "config/autoload/crontab.php", line: 1, by: "config" },
  overriddenBy: null,
  next: [epochMs(START)],
  ...facts,
});

export const aProject = (
  tasks: readonly CronTask[],
  crontab: Partial<CrontabDeclared> = {},
  version: string | null = "3.1.71",
): Project => ({
  root: "/opt/www",
  framework: "hyperf",
  versions: { php: null, swoole: null, hyperf: version, "hyperf/crontab": version },
  server: {
    type: "async",
    mode: "process",
    workerNum: 4,
    taskWorkerNum: 0,
    maxRequest: null,
    taskEnableCoroutine: null,
  },
  crontab: {
    enable: true,
    dispatchers: 1,
    strategy: "worker",
    strategyClass: null,
    timezone: "UTC",
    tasks,
    ...crontab,
  },
  unresolved: [],
  unreadable: [],
  parseErrors: [],
});

export const declaring = (state: State, project: Project): State =>
  observed(
    state,
    { type: "project", at: epochMs(START), project, declarations: null, machine: null },
    START,
  );
