import type { EpochMs } from "./units.ts";

/** A line of a file of the project; the path is relative to its root. */
export type Place = { readonly file: string; readonly line: number };

/** What a project declares, as everybody is told (contract 2.3). All text in it is Untrusted by nature: it is printed through `show` only. */
export type Project = {
  readonly root: string;
  /** `hyperf`, another framework's name, null: none that is known. */
  readonly framework: string | null;
  readonly versions: Versions;
  readonly server: ServerDeclared;
  readonly crontab: CrontabDeclared;
  readonly unresolved: readonly (Place & { readonly text: string })[];
  readonly unreadable: readonly string[];
  readonly parseErrors: readonly (Place & { readonly message: string })[];
};

/** Without a leading `v`; null: not told by what was read. */
export type Versions = {
  readonly php: string | null;
  readonly swoole: string | null;
  readonly hyperf: string | null;
  readonly "hyperf/crontab": string | null;
};

export type ServerDeclared = {
  readonly type: "async" | "coroutine" | null;
  readonly mode: "process" | "base" | null;
  /** Null when it follows the CPUs. */
  readonly workerNum: number | null;
  readonly taskWorkerNum: number | null;
  readonly maxRequest: number | null;
  readonly taskEnableCoroutine: boolean | null;
};

export const STRATEGIES = ["worker", "task-worker", "process", "coroutine", "custom"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export type CrontabDeclared = {
  readonly enable: boolean | null;
  /** How many dispatchers are registered: 1 is right. */
  readonly dispatchers: number | null;
  readonly strategy: Strategy | null;
  readonly strategyClass: string | null;
  readonly timezone: string | null;
  /** By name; of two with one name the one that is dropped has `overriddenBy`. */
  readonly tasks: readonly CronTask[];
};

export const TASK_TYPES = ["callback", "command", "eval", "closure"] as const;
export type TaskType = (typeof TASK_TYPES)[number];

export type RunsIn = "worker" | "task-worker" | "worker-or-task-worker" | "user-process" | "single";

export const ODDITIES = [
  "dow-7-never",
  "value-out-of-range",
  "empty-field",
  "start-step-ignored",
  "dom-and-dow",
  "zero-step",
  "uneven-seconds",
] as const;
export type Oddity = (typeof ODDITIES)[number];

/** One declared task. Null: no constant, see `unresolved`. */
export type CronTask = {
  readonly name: string | null;
  readonly rule: string | null;
  /** Hyperf accepts the rule; null without one. */
  readonly valid: boolean | null;
  readonly oddities: readonly Oddity[];
  readonly type: TaskType | null;
  /** `Class::method`, a command's name. */
  readonly callback: string | null;
  readonly singleton: boolean | null;
  readonly onOneServer: boolean | null;
  readonly mutexPool: string | null;
  /** Seconds. */
  readonly mutexExpires: number | null;
  readonly enable: boolean | null;
  readonly timezone: string | null;
  readonly environments: readonly string[] | null;
  readonly runsIn: RunsIn | null;
  readonly declared: Place & { readonly by: "config" | "attribute" | "annotation" | "schedule" };
  readonly overriddenBy: Place | null;
  readonly next: readonly EpochMs[];
};

/** Why none was read: none is found at the processes, or in the directory that the user names; it is too large to be read. */
export type ProjectMissed = "nowhere" | "not-there" | "too-large";
