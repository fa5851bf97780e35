import type {
  Argument,
  Call,
  Declared,
  DeclaredTask,
  ObjectDeclared,
  TaskProperty,
} from "../domain/declarations.ts";
import { FREQUENCY_NAMES, ruleAfter } from "./frequencies.ts";
import { argument, constant, list, scalar, unresolved } from "./made.ts";

export const CRONTAB = "Hyperf\\Crontab\\Crontab";
export const SCHEDULE_CLASS = "Hyperf\\Crontab\\Schedule";

type Properties = { [P in TaskProperty]?: Declared };

/** Methods of Hyperf\Crontab\Crontab that set a property, with the name of their argument. */
const SETTERS: Readonly<Record<string, readonly [property: TaskProperty, argument: string]>> = {
  setName: ["name", "name"],
  setType: ["type", "type"],
  setRule: ["rule", "rule"],
  cron: ["rule", "expression"],
  setSingleton: ["singleton", "singleton"],
  setMutexPool: ["mutexPool", "mutexPool"],
  setMutexExpires: ["mutexExpires", "mutexExpires"],
  setOnOneServer: ["onOneServer", "onOneServer"],
  setCallback: ["callback", "callback"],
  setMemo: ["memo", "memo"],
  setEnable: ["enable", "enable"],
  setTimezone: ["timezone", "timezone"],
  timezone: ["timezone", "timezone"],
  setEnvironments: ["environments", "environments"],
  setOptions: ["options", "options"],
};

/** What a chain on a `Crontab` sets, call by call: the last wins. `start`: what is set before the first. */
export function propertiesOf(
  object: ObjectDeclared,
  start: DeclaredTask["properties"] = {},
): DeclaredTask["properties"] {
  return object.calls.reduce<Properties>(
    (properties, call) => ({ ...properties, ...effectOf(call, properties, object) }),
    start,
  );
}

function effectOf(call: Call, so: Properties, object: ObjectDeclared): Properties {
  const at = { ...object, place: call.place };
  const [property, name] = SETTERS[call.name] ?? [];
  if (property !== undefined && name !== undefined)
    return { [property]: setTo(property, call.args, name) ?? unresolved(at) };
  if (FREQUENCY_NAMES.includes(call.name)) return { rule: ruleOf(call, so, at) };
  if (call.name === "when" || call.name === "unless") return conditional(call, at);
  return {};
}

function setTo(
  property: TaskProperty,
  args: readonly Argument[],
  name: string,
): Declared | undefined {
  const value = argument(args, 0, name);
  if (value === undefined) return undefined;
  if (property === "timezone") return zoneOf(value);
  return property === "environments" ? environmentsOf(value, args) : value;
}

/** `new DateTimeZone("UTC")` is its name. */
function zoneOf(value: Declared): Declared {
  if (value.kind !== "object" || value.className !== "DateTimeZone") return value;
  return argument(value.args, 0, "timezone") ?? unresolved(value);
}

/** One array, or each argument. */
const environmentsOf = (value: Declared, args: readonly Argument[]): Declared =>
  value.kind === "scalar"
    ? list(
        args.map((each) => each.value),
        value,
      )
    : value;

function ruleOf(call: Call, { rule }: Properties, at: ObjectDeclared): Declared {
  const before = rule === undefined ? null : constant(rule);
  const told = typeof before === "string" || before === null ? before : undefined;
  const after = told === undefined ? null : ruleAfter(told, call);
  return after === null ? unresolved(at) : scalar(after, at);
}

/** What a closure of `when()` sets is not told, and often not whether it is called (hyperf:src/conditionable/src/Conditionable.php). */
function conditional(call: Call, at: ObjectDeclared): Properties {
  const [condition, ...closures] = call.args.map((each) => each.value);
  const isTruthy = truthOf(condition);
  if (isTruthy !== null && isTruthy !== (call.name === "when") && closures.length === 1) return {};
  const texts = closures.map((closure) => closure.text);
  // of a long closure only the beginning is written
  const isCut = texts.some((text) => text.endsWith("…"));
  const touched = METHODS.filter(
    ([method]) => isCut || texts.some((text) => text.includes(`${method}(`)),
  );
  return {
    ...Object.fromEntries(touched.map(([, property]) => [property, unresolved(at)])),
    when: condition ?? unresolved(at),
  };
}

const METHODS: readonly (readonly [method: string, property: TaskProperty])[] = [
  ...Object.entries(SETTERS).map(([method, [property]]) => [method, property] as const),
  ...FREQUENCY_NAMES.map((method) => [method, "rule"] as const),
];

/** Null: no constant. */
function truthOf(value: Declared | undefined): boolean | null {
  const held = constant(value);
  if (held === undefined) return null;
  return held !== "0" && Boolean(held);
}
