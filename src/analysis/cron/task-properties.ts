// Single properties of a task as written, with the defaults of Hyperf\Crontab\Crontab (hyperf:src/crontab/src/Crontab.php).
import type { Declared, DeclaredTask, TaskProperty } from "../../domain/declarations.ts";
import { TASK_TYPES, type CronTask, type TaskType } from "../../domain/project.ts";
import { asInt } from "../audit/swoole-settings.ts";
import { isVersion } from "../audit/version.ts";
import { isOlder } from "./since.ts";
import { phpBool } from "./switch.ts";

/** Whether it was written at all. */
export const given = (task: DeclaredTask, property: TaskProperty): boolean =>
  task.properties[property] !== undefined;

/** Undefined: not given, or no constant. */
const constant = (value: Declared | undefined): string | number | boolean | null | undefined =>
  value?.kind === "scalar" ? value.value : undefined;

/** Undefined: not given, no constant, or no text. */
export function textOf(task: DeclaredTask, property: TaskProperty): string | undefined {
  const value = constant(task.properties[property]);
  return typeof value === "string" ? value : undefined;
}

export function flagOf(task: DeclaredTask, property: "singleton" | "onOneServer"): boolean | null {
  if (!given(task, property)) return false;
  const value = constant(task.properties[property]);
  return value === undefined || value === null ? null : phpBool(value);
}

/** Null also for a method that is asked at the start; a text on a method's attribute is none, and ends the registration with a TypeError. */
export function enableOf(task: DeclaredTask): boolean | null {
  if (!given(task, "enable")) return true;
  const value = constant(task.properties.enable);
  if (value === undefined || value === null) return null;
  const isAttribute = task.by === "attribute" || task.by === "annotation";
  if (isAttribute && typeof value === "string")
    return task.method === null && (value === "true" || value === "false")
      ? value === "true"
      : null;
  return phpBool(value);
}

/** Seconds. 60 since 3.1.7, 3600 before; null without a version that says which. */
export function mutexExpiresOf(task: DeclaredTask, version: string | null): number | null {
  if (!given(task, "mutexExpires")) {
    if (version === null || !isVersion(version)) return null;
    return isOlder(version, "3.1.7") ? 3600 : 60;
  }
  const value = constant(task.properties.mutexExpires);
  return value === undefined || value === null ? null : asInt(value);
}

export function typeOf(task: DeclaredTask): TaskType | null {
  if (!given(task, "type")) return "callback";
  const value = textOf(task, "type");
  return TASK_TYPES.find((type) => type === value) ?? null;
}

/** `Class::method`; of a command its name. */
export function callbackOf(task: DeclaredTask, type: CronTask["type"]): string | null {
  const callback = task.properties.callback;
  if (callback?.kind !== "array" || type === "eval" || type === "closure") return null;
  const at = (wanted: string | number): string | null => {
    const value = constant(callback.entries.find(({ key }) => key === wanted)?.value);
    return typeof value === "string" ? value : null;
  };
  if (type === "command") return at("command");
  const [className, method] = [at(0), at(1)];
  return className === null || method === null ? null : `${className}::${method}`;
}

/** [] is everywhere. */
export function environmentsOf(task: DeclaredTask): readonly string[] | null {
  const value = task.properties.environments;
  if (value === undefined) return [];
  if (value.kind === "scalar") return typeof value.value === "string" ? [value.value] : null;
  if (value.kind !== "array") return null;
  const names = value.entries.map((entry) => constant(entry.value));
  return names.every((name) => typeof name === "string") ? names : null;
}
