import type { Declarations, DeclaredProcess } from "../../domain/declarations.ts";
import type { CrontabDeclared, Strategy } from "../../domain/project.ts";
import { constantOf, entriesOf, settingOf } from "../../domain/setting.ts";
import { isOlder } from "./since.ts";

/** Whether, through which strategy and by which clocks the tasks of a project run. */
export type CrontabSwitch = Omit<CrontabDeclared, "tasks">;

/** @param version of hyperf/crontab */
export function describeSwitch(
  declarations: Declarations,
  version: string | null,
  defaultZone: string,
): CrontabSwitch {
  return {
    enable: enableOf(declarations, version),
    dispatchers: dispatchersOf(declarations),
    ...strategyOf(declarations, version),
    timezone: timezoneOf(declarations, defaultZone),
  };
}

/**
 * `(bool)` of `crontab.enable`. Of two definitions Hyperf makes an array, which is true whatever they say (hyperf:src/config/src/ConfigFactory.php). Before 3.0
 * nothing was cast: what is no bool ends the start with a TypeError (hyperf:src/crontab/src/Process/CrontabDispatcherProcess.php).
 */
function enableOf(declarations: Declarations, version: string | null): boolean | null {
  const setting = settingOf(declarations, "crontab.enable");
  if (setting.state === "absent") return false;
  const value = constantOf(setting);
  if (typeof value === "boolean") return value;
  if (isOlder(version, "3.0.0") || setting.state === "unresolved") return null;
  if (setting.value.kind === "array") return setting.value.entries.length > 0;
  return value === undefined ? null : phpBool(value);
}

/** As PHP takes a value for a flag. */
export const phpBool = (value: string | number | boolean | null): boolean =>
  value !== "0" && Boolean(value);

const DISPATCHER = "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess";

/** How many dispatcher processes are started: the lists are concatenated, and each entry has its number (hyperf:src/process/src/Listener/BootProcessListener.php). */
function dispatchersOf(declarations: Declarations): number | null {
  const { processes } = declarations;
  const isDark = ["processes", "server.processes"].some((path) => {
    const setting = settingOf(declarations, path);
    return (
      setting.state === "unresolved" ||
      entriesOf(setting).some(({ value }) => value.kind === "unresolved")
    );
  });
  if (isDark || processes.some(({ className }) => className === null)) return null;
  const parents = new Map(processes.map(({ className, parent }) => [className, parent]));
  return processes
    .filter(({ className }) => isDispatcher(className, parents))
    .reduce<number | null>(
      (sum, { nums }) => (sum === null || nums === null ? null : sum + nums),
      0,
    );
}

function isDispatcher(
  className: DeclaredProcess["className"],
  parents: ReadonlyMap<string | null, string | null>,
): boolean {
  const seen = new Set<string | null>();
  let each: string | null = className;
  while (each !== null && !seen.has(each)) {
    if (each === DISPATCHER) return true;
    seen.add(each);
    each = parents.get(each) ?? null;
  }
  return false;
}

const NAMESPACE = "Hyperf\\Crontab\\Strategy\\";
const OWN: ReadonlyMap<string, Strategy> = new Map([
  [`${NAMESPACE}WorkerStrategy`, "worker"],
  [`${NAMESPACE}TaskWorkerStrategy`, "task-worker"],
  [`${NAMESPACE}ProcessStrategy`, "process"],
  [`${NAMESPACE}CoroutineStrategy`, "coroutine"],
]);

/** Bindings of config.php are not read by Hyperf (hyperf:src/di/src/Definition/DefinitionSourceFactory.php). */
function strategyOf(
  declarations: Declarations,
  version: string | null,
): Pick<CrontabSwitch, "strategy" | "strategyClass"> {
  const setting = settingOf(declarations, ["dependencies", `${NAMESPACE}StrategyInterface`]);
  const isBound = setting.state !== "absent" && setting.place.file !== "config/config.php";
  // hyperf:src/crontab/src/ConfigProvider.php of v1.0.5 and v1.0.6
  const byDefault = isOlder(version, "1.0.6") ? "ProcessStrategy" : "WorkerStrategy";
  const bound = isBound ? constantOf(setting) : NAMESPACE + byDefault;
  if (typeof bound !== "string") return { strategy: null, strategyClass: null };
  const strategyClass = bound.replace(/^\\/u, "");
  return { strategy: OWN.get(strategyClass) ?? "custom", strategyClass };
}

const ZONE = "date.timezone";
const BIN = "bin/hyperf.php";

/** PHP's default zone in the processes of the server; null: it is set to what is no constant, or the file that may set it was not read. */
function timezoneOf(declarations: Declarations, defaultZone: string): string | null {
  const { bin, ini, unreadable, parseErrors } = declarations;
  if (unreadable.includes(BIN) || parseErrors.some(({ file }) => file === BIN)) return null;
  const set = bin === null ? undefined : (bin.timezone ?? lastZone(bin.iniSets)?.value);
  if (set !== undefined) return set.kind === "scalar" ? String(set.value) : null;
  const written = lastZone(ini ?? [])?.value ?? "";
  return written === "" ? defaultZone : written;
}

const lastZone = <T extends { readonly name: string }>(settings: readonly T[]): T | undefined =>
  settings.findLast(({ name }) => name === ZONE);
