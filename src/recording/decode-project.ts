import {
  ODDITIES,
  STRATEGIES,
  TASK_TYPES,
  type CronTask,
  type Place,
  type Project,
} from "../domain/project.ts";
import { boolean, fields, list, natural, one, text, texts, type Fields } from "./fields.ts";
import { timeOfText } from "./time.ts";

const RUNS_IN = [
  "worker",
  "task-worker",
  "worker-or-task-worker",
  "user-process",
  "single",
] as const;
const DECLARED_BY = ["config", "attribute", "annotation", "schedule"] as const;
const NONE: Fields = {};

/** The document of contract 2.3 as it was recorded; null without its root. Tolerant as `decodeObservation` is. */
export function decodeProject(from: Fields): Project | null {
  const root = text(from, "root");
  if (root === null) return null;
  return {
    root,
    framework: text(from, "framework"),
    versions: decodeVersions(fields(from, "versions") ?? NONE),
    server: decodeServer(fields(from, "server") ?? NONE),
    crontab: decodeCrontab(fields(from, "crontab") ?? NONE),
    unresolved: list(from, "unresolved").flatMap((each) =>
      placed(each, { text: text(each, "text") ?? "" }),
    ),
    unreadable: texts(from, "unreadable") ?? [],
    parseErrors: list(from, "parseErrors").flatMap((each) =>
      placed(each, { message: text(each, "message") ?? "" }),
    ),
  };
}

const decodeVersions = (from: Fields): Project["versions"] => ({
  php: text(from, "php"),
  swoole: text(from, "swoole"),
  hyperf: text(from, "hyperf"),
  "hyperf/crontab": text(from, "hyperf/crontab"),
});

const decodeServer = (from: Fields): Project["server"] => ({
  type: one(from, "type", ["async", "coroutine"] as const),
  mode: one(from, "mode", ["process", "base"] as const),
  workerNum: natural(from, "workerNum"),
  taskWorkerNum: natural(from, "taskWorkerNum"),
  maxRequest: natural(from, "maxRequest"),
  taskEnableCoroutine: boolean(from, "taskEnableCoroutine"),
});

const decodeCrontab = (from: Fields): Project["crontab"] => ({
  enable: boolean(from, "enable"),
  dispatchers: natural(from, "dispatchers"),
  strategy: one(from, "strategy", STRATEGIES),
  strategyClass: text(from, "strategyClass"),
  timezone: text(from, "timezone"),
  tasks: list(from, "tasks").flatMap(decodeTask),
});

function decodeTask(from: Fields): readonly CronTask[] {
  const at = fields(from, "declared") ?? NONE;
  const by = one(at, "by", DECLARED_BY);
  const [declared] = placed(at, { by: by ?? "config" });
  if (declared === undefined) return [];
  return [
    {
      name: text(from, "name"),
      rule: text(from, "rule"),
      valid: boolean(from, "valid"),
      oddities: ODDITIES.filter((oddity) => texts(from, "oddities")?.includes(oddity) === true),
      type: one(from, "type", TASK_TYPES),
      callback: text(from, "callback"),
      singleton: boolean(from, "singleton"),
      onOneServer: boolean(from, "onOneServer"),
      mutexPool: text(from, "mutexPool"),
      mutexExpires: natural(from, "mutexExpires"),
      enable: boolean(from, "enable"),
      timezone: text(from, "timezone"),
      environments: texts(from, "environments"),
      runsIn: one(from, "runsIn", RUNS_IN),
      declared,
      overriddenBy: placed(fields(from, "overriddenBy") ?? NONE, {})[0] ?? null,
      next: (texts(from, "next") ?? []).flatMap((each) => timeOfText(each) ?? []),
    },
  ];
}

/** With the place that it names; none without one. */
function placed<Rest extends object>(from: Fields, rest: Rest): readonly (Place & Rest)[] {
  const file = text(from, "file");
  const line = natural(from, "line");
  return file === null || line === null ? [] : [{ file, line, ...rest }];
}
