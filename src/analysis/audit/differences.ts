import type { Declarations } from "../../domain/declarations.ts";
import type { Place, Project } from "../../domain/project.ts";
import { settingOf } from "../../domain/setting.ts";
import { placeText } from "./findings.ts";

export type Difference = {
  /** `crontab.enable`, `crontab.tasks.sync-stock.singleton`. */
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
  /** Where each is said: `file:line`, else null. */
  readonly aFrom: string | null;
  readonly bFrom: string | null;
};

/** Of both sides; null: only what was told of the project is known, e.g. of a recording. */
type Sides = { readonly a: Declarations | null; readonly b: Declarations | null };

/** What differs between two projects, in the order of the contract's document. Where a task stands, and what could not be read, is no difference. */
export function differences(
  a: Project,
  b: Project,
  declared: Sides = { a: null, b: null },
): readonly Difference[] {
  const versions = compared(["versions"], a.versions, b.versions);
  return [
    ...compared(["framework"], a.framework, b.framework),
    ...versions.filter((each) => !isOfPlace(each) || (each.a !== null && each.b !== null)),
    ...compared(["server"], a.server, b.server),
    ...crontabDifferences(a.crontab, b.crontab),
  ].map(({ path, ...rest }) => {
    const name = path.join(".");
    const [aFrom, bFrom] = [saidAt(name, declared.a), saidAt(name, declared.b)];
    return { path: name, aFrom, bFrom, ...rest };
  });
}

/** Only where a project runs is it told on what: of its files that is no difference. */
const isOfPlace = ({ path: [, name] }: Found): boolean => name === "php" || name === "swoole";

const STRATEGY = ["dependencies", "Hyperf\\Crontab\\Strategy\\StrategyInterface"];
/** Which setting says it. */
const SETTINGS: ReadonlyMap<string, string | readonly string[]> = new Map<
  string,
  string | readonly string[]
>([
  ["server.type", "server.type"],
  ["server.mode", "server.mode"],
  ["server.workerNum", "server.settings.worker_num"],
  ["server.taskWorkerNum", "server.settings.task_worker_num"],
  ["server.maxRequest", "server.settings.max_request"],
  ["server.taskEnableCoroutine", "server.settings.task_enable_coroutine"],
  ["crontab.enable", "crontab.enable"],
  ["crontab.strategy", STRATEGY],
  ["crontab.strategyClass", STRATEGY],
]);

function saidAt(name: string, declarations: Declarations | null): string | null {
  const path = SETTINGS.get(name);
  if (path === undefined || declarations === null) return null;
  const setting = settingOf(declarations, path);
  return setting.state === "absent" ? null : placeText(setting.place);
}

type Found = Omit<Difference, "path" | "aFrom" | "bFrom"> & {
  readonly path: readonly string[];
  readonly aFrom?: string | null;
  readonly bFrom?: string | null;
};

function crontabDifferences(a: Project["crontab"], b: Project["crontab"]): readonly Found[] {
  const { tasks: ofA, ...restA } = a;
  const { tasks: ofB, ...restB } = b;
  const tasksA = tasksByName(ofA);
  const tasksB = tasksByName(ofB);
  const names = [...new Set([...tasksA.keys(), ...tasksB.keys()])];
  return [
    ...compared(["crontab"], restA, restB),
    ...names.flatMap((name) => {
      const [one, other] = [tasksA.get(name), tasksB.get(name)];
      const from = { aFrom: placeOf(one?.declared), bFrom: placeOf(other?.declared) };
      const path = ["crontab", "tasks", name];
      if (one === undefined || other === undefined)
        return [{ path, a: one === undefined ? null : one.rule, b: other?.rule ?? null, ...from }];
      return compared(path, settings(one), settings(other)).map((found) => ({ ...found, ...from }));
    }),
  ];
}

/** The task that runs under each name: of two, the one that was not dropped. */
const tasksByName = (
  tasks: Project["crontab"]["tasks"],
): ReadonlyMap<string, Project["crontab"]["tasks"][number]> =>
  new Map(
    tasks
      .filter(({ overriddenBy }) => overriddenBy === null)
      .map((task) => [task.name ?? `${task.declared.file}:${task.declared.line}`, task]),
  );

const settings = ({
  name: _name,
  next: _next,
  declared: _declared,
  overriddenBy: _overriddenBy,
  ...rest
}: Project["crontab"]["tasks"][number]): object => rest;

const placeOf = (place: Place | undefined): string | null =>
  place === undefined ? null : placeText(place);

function compared(path: readonly string[], a: unknown, b: unknown): readonly Found[] {
  if (!isRecord(a) || !isRecord(b)) return isSame(a, b) ? [] : [{ path, a, b }];
  return Object.keys(a).flatMap((key) => compared([...path, key], a[key], b[key]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
