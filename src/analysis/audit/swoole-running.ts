// What is seen of the servers of a project, in the words of evidence.
import type { Facts, Running, RunningServer, RunningSlot } from "../../domain/facts.ts";
import type { Role } from "../../domain/role.ts";
import { MIB, MINUTE_MS } from "../../domain/units.ts";
import { sized } from "./memory-limit.ts";

/** `seen over 30 min`. */
export const windowText = ({ windowMs }: Pick<Running, "windowMs">): string =>
  windowMs < MINUTE_MS
    ? `seen over ${Math.round(windowMs / 1000)} s`
    : `seen over ${Math.round(windowMs / MINUTE_MS)} min`;

/** The one server that is the project's; null: none, or which of several is not told. */
export function serverOf({ project, processes }: Facts): RunningServer | null {
  if (!processes.known) return null;
  const framework = project.known ? project.value.framework : null;
  const fitting = processes.value.servers.filter(
    (server) => framework === null || server.framework === null || server.framework === framework,
  );
  const [only] = fitting;
  return only !== undefined && fitting.length === 1 ? only : null;
}

/** Roles whose processes run PHP and hold a heap of their own. `child`: what one of them started, which may be anything. */
const HEAPS: readonly Role[] = [
  "master",
  "manager",
  "worker",
  "task-worker",
  "user-process",
  "single",
];

/** How many processes of all servers have a PHP heap. */
export const heapsOf = ({ servers }: Running): number =>
  servers
    .flatMap(({ counts }) => HEAPS.map((role) => counts[role] ?? 0))
    .reduce((sum, count) => sum + count, 0);

/** A worker that grew by so much over so long is said to leak here; less is what caches and pools do after a start. */
const LEAK_BYTES = 16 * MIB;
const LEAK_WINDOW_MS = 10 * MINUTE_MS;

/** How much the worst worker grew, as evidence; null: nothing of note, or too short a look. */
export function measuredLeak({ processes }: Facts): string | null {
  if (!processes.known || processes.value.windowMs < LEAK_WINDOW_MS) return null;
  const workers = processes.value.servers
    .flatMap(({ slots }) => slots)
    .filter(({ role }) => role === "worker" || role === "single");
  const grown = workers.filter(
    ({ growthBytes, bytesPerMinute }) =>
      (growthBytes ?? 0) >= LEAK_BYTES && (bytesPerMinute ?? 0) > 0,
  );
  const [worst] = grown.toSorted((a, b) => (b.growthBytes ?? 0) - (a.growthBytes ?? 0));
  return worst === undefined
    ? null
    : `${nameOf(worst)} grew by ${sized(worst.growthBytes ?? 0)}, ${windowText(processes.value)}`;
}

const nameOf = ({ slot, pid }: RunningSlot): string => slot ?? `process ${pid}`;
