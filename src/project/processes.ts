import type { ArrayDeclared, Declared, DeclaredProcess } from "../domain/declarations.ts";
import { constantOf, entriesOf, settingOf } from "../domain/setting.ts";
import type { ClassIndex } from "./class-index.ts";
import { argument, constant } from "./made.ts";
import type { PhpClass } from "./php/classes.ts";

const ATTRIBUTE = "Hyperf\\Process\\Annotation\\Process";
/** Parameters of the attribute, in their order (hyperf:src/process/src/Annotation/Process.php). */
const PARAMETERS = ["nums", "name"] as const;

type Told = Pick<DeclaredProcess, "name" | "nums">;
type Of = Given & {
  /** The classes that extend it, the nearest first. */
  readonly below: readonly PhpClass[];
};

/** Of hyperf's own classes, which are seldom at hand. */
const OF_HYPERF: ReadonlyMap<string, (of: Of) => Told> = new Map([
  ["Hyperf\\Process\\AbstractProcess", () => ({ name: "process", nums: 1 })],
  [
    "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess",
    () => ({ name: "crontab-dispatcher", nums: 1 }),
  ],
  ["Hyperf\\Metric\\Process\\MetricProcess", () => ({ name: "metric", nums: 1 })],
  ["Hyperf\\AsyncQueue\\Process\\ConsumerProcess", queueConsumer],
]);

/** Named and counted by the settings of its queue (hyperf:src/async-queue/src/Process/ConsumerProcess.php; `$queue` up to Hyperf 3.0). */
function queueConsumer({ config, below }: Of): Told {
  const own = below.map(({ properties }) => properties["pool"] ?? properties["queue"]);
  const pool = own.find((each) => each !== undefined);
  const queue = pool === undefined ? "default" : constant(pool);
  if (typeof queue !== "string") return NOTHING;
  const processes = settingOf({ config }, ["async_queue", queue, "processes"]);
  const nums = processes.state === "absent" ? 1 : constantOf(processes);
  return { name: `queue.${queue}`, nums: typeof nums === "number" ? nums : null };
}

type Given = {
  readonly config: ArrayDeclared;
  readonly index: ClassIndex;
};

/** Every registration, also the second of a class (hyperf:src/process/src/Listener/BootProcessListener.php). */
export function processesOf(given: Given): readonly DeclaredProcess[] {
  const { config, index } = given;
  const onClasses = index
    .all()
    .flatMap((each) =>
      index.annotated(each, ATTRIBUTE, each).map((declaration) => ({ each, ...declaration })),
    );
  const listed = (path: string, by: "config" | "server"): readonly DeclaredProcess[] =>
    entriesOf(settingOf({ config }, path)).map(({ value }) => {
      const className = classNameOf(value);
      const on = onClasses.find(({ each }) => each.name === className);
      return { by, place: value.place, ...toldOf(className, on?.args ?? [], given) };
    });
  return [
    ...listed("server.processes", "server"),
    ...listed("processes", "config"),
    ...onClasses.map(({ each, by, args, place }) => ({
      by,
      place,
      ...toldOf(each.name, args, given),
    })),
  ];
}

function classNameOf(value: Declared): string | null {
  const named = value.kind === "object" ? value.className : constant(value);
  return typeof named === "string" ? named.replace(/^\\/, "") : null;
}

function toldOf(
  className: string | null,
  args: Parameters<typeof argument>[0],
  given: Given,
): Omit<DeclaredProcess, "by" | "place"> {
  const own = className === null ? null : given.index.find(className);
  const told = className === null ? NOTHING : inherited(className, { ...given, below: [] });
  const [nums, name] = PARAMETERS.map((parameter, at) => argument(args, at, parameter));
  return {
    className,
    parent: own?.parent ?? null,
    name: isGiven(name) ? textOf(name) : told.name,
    nums: isGiven(nums) ? numberOf(nums) : told.nums,
  };
}

const isGiven = (value: Declared | undefined): value is Declared =>
  value !== undefined && constant(value) !== null;
const NOTHING: Told = { name: null, nums: null };
const textOf = (value: Declared): string | null => {
  const text = constant(value);
  return typeof text === "string" ? text : null;
};
const numberOf = (value: Declared): number | null => {
  const number = constant(value);
  return typeof number === "number" ? number : null;
};

/** `$name` and `$nums` of a class or the nearest of its parents that has them. */
function inherited(className: string, of: Of): Told {
  const known = OF_HYPERF.get(className);
  if (known !== undefined) return known(of);
  const { index, below } = of;
  const found = below.some(({ name }) => name === className) ? null : index.find(className);
  if (found === null) return NOTHING;
  const above =
    found.parent === null ? NOTHING : inherited(found.parent, { ...of, below: [...below, found] });
  const { name, nums } = found.properties;
  return {
    name: index.assigns(found, "name") ? null : name === undefined ? above.name : textOf(name),
    nums: index.assigns(found, "nums") ? null : nums === undefined ? above.nums : numberOf(nums),
  };
}
