import type { Declarations, DeclaredTask } from "../../domain/declarations.ts";
import type { CronTask, RunsIn, ServerDeclared, Versions } from "../../domain/project.ts";
import { constantOf, settingOf } from "../../domain/setting.ts";
import type { EpochMs } from "../../domain/units.ts";
import { parseRule } from "./rule.ts";
import { isOlder } from "./since.ts";
import type { CrontabSwitch } from "./switch.ts";
import {
  callbackOf,
  enableOf,
  environmentsOf,
  flagOf,
  given,
  mutexExpiresOf,
  textOf,
  typeOf,
} from "./task-properties.ts";
import { taskZone } from "./task-zone.ts";
import { nextTicks } from "./ticks.ts";

/** `next`: how many ticks after `at`. `defaultZone`: PHP's own, where no file says another. */
export type ProjectView = {
  readonly at: EpochMs;
  readonly next: number;
  readonly defaultZone: string;
  /** What it runs on; absent: only its files are known. */
  readonly versions?: Pick<Versions, "php" | "swoole">;
};

/** What a task depends on beside itself. */
export type TaskContext = {
  readonly versions: Versions;
  readonly server: ServerDeclared;
  readonly crontab: CrontabSwitch;
  readonly view: ProjectView;
};

/** The tasks in the order in which Hyperf registers them. Of those with one name the last runs: the others are listed, too, as overridden, without ticks. */
export function describeTasks(
  declarations: Declarations,
  context: TaskContext,
): readonly CronTask[] {
  const environment = environmentOf(declarations);
  const described = declarations.tasks.map((task) => ({
    task,
    described: describeTask(task, context),
  }));
  const winners = new Map(described.map(({ task, described: { name } }) => [name, task]));
  return described.map(({ task, described: own }) => {
    const winner = own.name === null ? task : winners.get(own.name);
    const overriddenBy = winner === undefined || winner === task ? null : winner.place;
    const runs = overriddenBy === null && mayRun(task, own, { ...context, environment });
    return { ...own, overriddenBy, next: runs ? ticksOf(task, own, context) : [] };
  });
}

type Described = Omit<CronTask, "overriddenBy" | "next">;

function describeTask(task: DeclaredTask, { versions, server, crontab }: TaskContext): Described {
  const version = versions["hyperf/crontab"];
  const rule = textOf(task, "rule") ?? null;
  const parsed = rule === null ? null : parseRule(rule, version);
  const type = typeOf(task);
  return {
    name: textOf(task, "name") ?? null,
    rule,
    valid: parsed?.valid ?? null,
    oddities: parsed?.oddities ?? [],
    type,
    callback: callbackOf(task, type),
    singleton: flagOf(task, "singleton"),
    onOneServer: flagOf(task, "onOneServer"),
    mutexPool: given(task, "mutexPool") ? (textOf(task, "mutexPool") ?? null) : "default",
    mutexExpires: mutexExpiresOf(task, version),
    enable: enableOf(task),
    timezone: textOf(task, "timezone") ?? null,
    environments: environmentsOf(task),
    runsIn: runsIn(type, server, crontab),
    declared: { file: task.place.file, line: task.place.line, by: task.by },
  };
}

/** Where a task is sent to; only Hyperf's CoroutineStrategy works in a coroutine server and with closures (hyperf:src/crontab/src/Strategy/). */
function runsIn(
  type: CronTask["type"],
  server: ServerDeclared,
  { strategy }: CrontabSwitch,
): RunsIn | null {
  if (strategy === "coroutine")
    return server.type === null ? null : server.type === "async" ? "user-process" : "single";
  if (server.type !== "async" || strategy === null || type === "closure") return null;
  return SENT_TO[strategy];
}
const SENT_TO = {
  worker: "worker",
  "task-worker": "task-worker",
  process: "worker-or-task-worker",
  custom: null,
} as const satisfies Record<string, RunsIn | null>;

/** `app_env`; null: not told. */
function environmentOf(declarations: Declarations): string | null {
  const setting = settingOf(declarations, "app_env");
  if (setting.state === "absent") return "";
  const value = constantOf(setting);
  return value === undefined ? null : String(value ?? "");
}

/**
 * Hyperf registers the task as far as is told: what is not known does not speak against it.
 * @source hyperf:src/crontab/src/Listener/CrontabRegisterListener.php, CrontabManager.php
 */
function mayRun(
  task: DeclaredTask,
  { enable, environments }: Described,
  context: TaskContext & { readonly environment: string | null },
): boolean {
  if (enable === false || context.crontab.enable === false) return false;
  const isComplete = (["name", "rule", "callback"] as const).every(
    (property) => given(task, property) && textOf(task, property) !== "",
  );
  if (!isComplete) return false;
  const { environment, versions } = context;
  if (environments === null || environments.length === 0 || environment === null) return true;
  return isOlder(versions["hyperf/crontab"], "3.1.6") || environments.includes(environment);
}

function ticksOf(
  task: DeclaredTask,
  described: Described,
  { versions, crontab, view }: TaskContext,
): readonly EpochMs[] {
  const version = versions["hyperf/crontab"];
  // one of its own that is no constant is not the default
  const isTold = described.timezone !== null || !given(task, "timezone");
  const zone = isTold || isOlder(version, "3.1.5") ? taskZone(described, crontab, version) : null;
  const { rule } = described;
  if (rule === null || zone === null) return [];
  return nextTicks(parseRule(rule, version), zone, view.at, view.next);
}
