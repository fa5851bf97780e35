import type {
  ArrayDeclared,
  Declared,
  DeclaredTask,
  ObjectDeclared,
  Unresolved,
} from "../domain/declarations.ts";
import { entriesOf, settingOf } from "../domain/setting.ts";
import { attributeTask, type OnClass } from "./attribute-task.ts";
import { CRONTAB, propertiesOf } from "./builder.ts";
import type { ClassIndex } from "./class-index.ts";
import { constant, list, scalar, unresolved } from "./made.ts";
import type { PhpClass } from "./php/classes.ts";

const ATTRIBUTE = "Hyperf\\Crontab\\Annotation\\Crontab";

type Given = {
  readonly config: ArrayDeclared;
  /** Chains of config/crontabs.php. */
  readonly schedule: readonly ObjectDeclared[];
  readonly index: ClassIndex;
};

/** All tasks in the order in which Hyperf registers them (hyperf:src/crontab/src/Listener/CrontabRegisterListener.php), and what may be tasks, too. */
export function tasksOf(given: Given): {
  readonly tasks: readonly DeclaredTask[];
  readonly unresolved: readonly Unresolved[];
} {
  const listed = entriesOf(settingOf(given, "crontab.crontab")).map(({ value }) => value);
  const classes = given.index.all();
  const tasks = [
    ...listed.flatMap((value) => (isCrontab(value) ? [configTask(value)] : [])),
    ...classes.flatMap((each) => onClass(each, given.index)).map(attributeTask),
    ...classes.flatMap((each) => onMethods(each, given.index)).map(attributeTask),
    ...given.schedule.map(scheduledTask),
  ];
  return {
    tasks,
    unresolved: listed
      .filter((value) => value.kind === "object" && !isCrontab(value))
      .map((value) => unresolved(value)),
  };
}

const isCrontab = (value: Declared): value is ObjectDeclared =>
  value.kind === "object" && value.className === CRONTAB;

const configTask = (object: ObjectDeclared): DeclaredTask => ({
  by: "config",
  place: object.place,
  text: object.text,
  className: null,
  method: null,
  properties: propertiesOf(object),
});

/** `Schedule::command(…)` and `Schedule::call(…)` set type and callback before anything else (hyperf:src/crontab/src/Schedule.php). */
function scheduledTask(object: ObjectDeclared): DeclaredTask {
  const [first, ...calls] = object.calls;
  const callable = first?.args[0]?.value ?? unresolved(object);
  const start =
    first?.name === "command"
      ? { type: scalar("command", object), callback: commandOf(callable, first.args[1]?.value) }
      : { type: typeOf(callable), callback: callable };
  const chain: ObjectDeclared = { ...object, className: CRONTAB, calls };
  return { ...configTask(chain), by: "schedule", properties: propertiesOf(chain, start) };
}

const QUIET = "--disable-event-dispatcher";

function commandOf(command: Declared, more: Declared | undefined): Declared {
  if (more !== undefined && more.kind !== "array") return unresolved(more);
  const given = (more?.entries ?? []).filter(({ key }) => key !== "command");
  return {
    ...list([], command),
    entries: [
      {
        key: "command",
        value: more?.entries.find(({ key }) => key === "command")?.value ?? command,
      },
      ...given,
      ...(given.some(({ key, value }) => key === QUIET && constant(value) !== null)
        ? []
        : [{ key: QUIET, value: scalar(true, command) }]),
    ],
  };
}

function typeOf(callable: Declared): Declared {
  if (callable.kind === "unresolved" || callable.kind === "object") return unresolved(callable);
  return scalar(callable.kind === "closure" ? "closure" : "callback", callable);
}

function onClass(each: PhpClass, index: ClassIndex): readonly OnClass[] {
  return index.annotated(each, ATTRIBUTE, each).map((declaration) => ({
    className: each.name,
    method: null,
    onlyMethod: index.onlyMethod(each),
    ...declaration,
  }));
}

const onMethods = (each: PhpClass, index: ClassIndex): readonly OnClass[] =>
  each.methods.flatMap((method) =>
    index.annotated(method, ATTRIBUTE, each).map((declaration) => ({
      className: each.name,
      method: method.name,
      onlyMethod: null,
      ...declaration,
    })),
  );
