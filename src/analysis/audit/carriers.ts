// Which processes run crontab's tasks: where that is declared, and what is seen of them.
import type { Declarations } from "../../domain/declarations.ts";
import type { Facts, RunningSlot } from "../../domain/facts.ts";
import type { RunsIn } from "../../domain/project.ts";
import type { Role } from "../../domain/role.ts";
import type { Setting } from "../../domain/setting.ts";
import { bindingOf, readSetting } from "./bindings.ts";
import { counted } from "./evidence.ts";
import { placeOf, placeText } from "./findings.ts";
import { sized } from "./memory-limit.ts";
import type { Finding } from "./rule.ts";
import { serverOf, windowText } from "./swoole-running.ts";
import { portsOf } from "./swoole-ports.ts";

const ROLES: Readonly<Record<RunsIn, readonly Role[]>> = {
  worker: ["worker"],
  "task-worker": ["task-worker"],
  "worker-or-task-worker": ["worker", "task-worker"],
  "user-process": ["user-process"],
  single: ["single"],
};
export const DISPATCHER = "crontab-dispatcher";

/** The processes that run tasks; a user process only by the dispatcher's name. */
export function carriers(facts: Facts, runsIn: RunsIn | null): readonly RunningSlot[] {
  if (runsIn === null) return [];
  const slots = serverOf(facts)?.slots ?? [];
  return slots.filter(
    ({ role, name }) =>
      role !== null &&
      ROLES[runsIn].includes(role) &&
      (role !== "user-process" || name === DISPATCHER),
  );
}

/** In less than a minute no task of a minute has run once more. */
const TELLING_MS = 60_000;

/**
 * What is seen of the processes that run tasks: how many, and how much they grew together. Of resident memory only this can be said, never which task it was
 * (decision 7). Null: nothing is seen.
 */
export function growthText(facts: Facts, runsIn: RunsIn | null): string | null {
  const slots = carriers(facts, runsIn);
  if (slots.length === 0 || !facts.processes.known) return null;
  const growth = slots.flatMap(({ growthBytes }) => (growthBytes === null ? [] : [growthBytes]));
  const sum = growth.reduce((total, each) => total + each, 0);
  const who =
    runsIn === "user-process" ? DISPATCHER : counted(slots.length, slots[0]?.role ?? "process");
  const seen = windowText(facts.processes.value);
  if (facts.processes.value.windowMs < TELLING_MS)
    return `${who}, ${seen}: too short to tell growth`;
  if (growth.length === 0) return `${who}, ${seen}; how much memory is not told`;
  return sum > 0 ? `${who} grew by ${sized(sum)} in all, ${seen}` : `${who} did not grow, ${seen}`;
}

/** Where the strategy is bound; null: nowhere, or the files are not at hand. */
export function strategyPlace({ declarations }: Facts): Finding["declared"] {
  if (!declarations.known) return null;
  return placeOf(bindingOf(declarations.value, "Strategy\\StrategyInterface").setting);
}

/** The strategy needs task workers, of a server that can have them. */
export function sendsToTaskWorkers({ project }: Facts): boolean {
  if (!project.known) return true;
  const { server, crontab } = project.value;
  const isSent = crontab.strategy === "task-worker" || crontab.strategy === "process";
  return isSent && server.type !== "coroutine";
}

/** Where crontab's dispatcher is registered. */
export const dispatcherPlaces = ({
  declarations,
}: Facts): readonly NonNullable<Finding["declared"]>[] =>
  declarations.known
    ? declarations.value.processes
        .filter(({ className, parent }) => [className, parent].some(isDispatcher))
        .map(({ place, className }) => ({ ...place, text: className }))
    : [];

const isDispatcher = (className: string | null): boolean =>
  className?.replace(/^\\/u, "") === "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess";

/** Why it is not told how many dispatchers there are. */
export function unsettledProcesses({ project }: Facts): string {
  const open = project.known
    ? project.value.unresolved.find(({ file }) => /\/(?:processes|server)\.php$/u.test(file))
    : undefined;
  return `which processes are registered: ${open === undefined ? "one of them is no constant" : `${placeText(open)} is no constant: ${open.text}`}`;
}

/** A callback of the main server: its own, else the shared one. */
export function callbackSetting(declarations: Declarations, event: string): Setting {
  const [main] = portsOf(declarations);
  const own =
    main === undefined || main.path.length === 0
      ? null
      : readSetting(declarations, [...main.path, "callbacks", event]);
  return own === null || own.state === "absent"
    ? readSetting(declarations, ["server", "callbacks", event])
    : own;
}
