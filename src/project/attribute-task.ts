import type {
  Declared,
  DeclaredTask,
  ObjectDeclared,
  TaskProperty,
} from "../domain/declarations.ts";
import { argument, constant, list, scalar, unresolved } from "./made.ts";

/** Parameters of Hyperf\Crontab\Annotation\Crontab, in their order (hyperf:src/crontab/src/Annotation/Crontab.php). */
const PARAMETERS: readonly TaskProperty[] = [
  "rule",
  "name",
  "type",
  "singleton",
  "mutexPool",
  "mutexExpires",
  "onOneServer",
  "callback",
  "memo",
  "enable",
  "timezone",
  "environments",
  "options",
];

export type OnClass = {
  readonly by: "attribute" | "annotation";
  readonly args: ObjectDeclared["args"];
  readonly place: DeclaredTask["place"];
  readonly text: string;
  readonly className: string;
  /** Null: it stands on the class. */
  readonly method: string | null;
  /** What runs when a class names no callback; null: not told. */
  readonly onlyMethod: string | null;
};

/** A task as the attribute makes it: names and callbacks that are not given follow from where it stands. */
export function attributeTask(on: OnClass): DeclaredTask {
  const at = { place: on.place, text: on.text, envs: [] };
  const given = Object.fromEntries(
    PARAMETERS.flatMap((name, position) => {
      const value = argument(on.args, position, name);
      return value === undefined || constant(value) === null ? [] : [[name, value] as const];
    }),
  ) as { [P in TaskProperty]?: Declared };
  const { rule, name, callback, enable, environments } = given;
  const { by, place, text, className, method } = on;
  return {
    by,
    place,
    text,
    className,
    method,
    properties: {
      ...given,
      ...(rule === undefined ? {} : { rule: withoutBackslashes(rule) }),
      name:
        name === undefined || constant(name) === ""
          ? scalar(method === null ? className : `${className}::${method}`, at)
          : name,
      callback: callbackOf(callback, on, at),
      ...(enable === undefined || method !== null ? {} : { enable: enabledBy(enable, on) }),
      ...(environments?.kind === "scalar"
        ? { environments: list([environments], environments) }
        : {}),
    },
  };
}

/** They only keep an asterisk and a slash apart. */
const withoutBackslashes = (rule: Declared): Declared =>
  rule.kind === "scalar" && typeof rule.value === "string"
    ? { ...rule, value: rule.value.replaceAll("\\", "") }
    : rule;

type At = Pick<Declared, "place" | "text" | "envs">;

function callbackOf(given: Declared | undefined, on: OnClass, at: At): Declared {
  const method = (name: string, where: At): Declared =>
    list([scalar(on.className, where), scalar(name, where)], where);
  const written = constant(given);
  if (given !== undefined && written !== "")
    return typeof written === "string" ? method(written, given) : given;
  const own = on.method ?? on.onlyMethod;
  return own === null ? unresolved(at) : method(own, at);
}

/** Of a class: words for true and false, else the name of a method that is asked at the start. */
function enabledBy(enable: Declared, { className }: OnClass): Declared {
  const written = constant(enable);
  if (written === "true" || written === "false") return scalar(written === "true", enable);
  return typeof written === "string"
    ? list([scalar(className, enable), scalar(written, enable)], enable)
    : enable;
}
