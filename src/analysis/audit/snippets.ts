// What to write, in the way in which a task is written.
import type { CronTask } from "../../domain/project.ts";

type Property =
  | "name"
  | "rule"
  | "type"
  | "singleton"
  | "onOneServer"
  | "mutexPool"
  | "mutexExpires"
  | "timezone"
  | "enable"
  | "environments";
type Value = boolean | number | string | readonly string[];

/**
 * Properties of a task as its source has them: builder calls, arguments of an attribute, keys of an annotation.
 * @source hyperf:src/crontab/src/Crontab.php, Annotation/Crontab.php; a Schedule returns a Crontab (Schedule.php)
 */
export function written(
  { declared: { by } }: Pick<CronTask, "declared">,
  properties: Readonly<Partial<Record<Property, Value>>>,
): string {
  const entries = Object.entries(properties);
  if (by === "attribute")
    return entries.map(([name, value]) => `${name}: ${inPhp(value)}`).join(", ");
  if (by === "annotation")
    return entries.map(([name, value]) => `${name}=${inDoc(value)}`).join(", ");
  return entries
    .map(
      ([name, value]) => `->set${name.slice(0, 1).toUpperCase()}${name.slice(1)}(${inPhp(value)})`,
    )
    .join("");
}

const inPhp = (value: Value): string => {
  if (typeof value === "string") return `'${value.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
  return typeof value === "object" ? `[${value.map(inPhp).join(", ")}]` : String(value);
};

/** A quote is doubled; an asterisk and a slash would end the comment: Hyperf takes the backslash between them away. */
const inDoc = (value: Value): string => {
  if (typeof value === "string")
    return `"${value.replaceAll('"', '""').replaceAll("*/", String.raw`*\/`)}"`;
  return typeof value === "object" ? `{${value.map(inDoc).join(", ")}}` : String(value);
};

export const TASK_WORKERS = `// config/autoload/dependencies.php
Hyperf\\Crontab\\Strategy\\StrategyInterface::class => Hyperf\\Crontab\\Strategy\\TaskWorkerStrategy::class,
// config/autoload/server.php, settings
'task_worker_num' => 2,
'task_enable_coroutine' => true,
// config/autoload/server.php, callbacks
Hyperf\\Server\\Event::ON_TASK => [Hyperf\\Framework\\Bootstrap\\TaskCallback::class, 'onTask'],
Hyperf\\Server\\Event::ON_FINISH => [Hyperf\\Framework\\Bootstrap\\FinishCallback::class, 'onFinish'],`;
