import type { RunningSlot } from "../../../domain/facts.ts";
import { MIB } from "../../../domain/units.ts";
import { failed, isHyperf, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

/** A shorter look cannot tell growth from the first fill of caches. */
const WINDOW_MS = 10 * 60_000;
const GROWTH_BYTES = 16 * MIB;
/** Of what it holds now. */
const GROWTH_SHARE = 0.1;
/** `cron.coroutine-strategy-immortal` speaks of this one. */
const DISPATCHER = "crontab-dispatcher";

export const processImmortalLeak: Rule = {
  id: "process.immortal-leak",
  code: "PR-02",
  severity: "warning",
  claim: "A user process grows, and neither max_request nor a reload ever replaces it",
  advice:
    "Return from handle() after so many rounds, or when memory_get_usage(true) passes a mark: the manager starts the process again. Then look for what it holds.",
  snippet: "if (memory_get_usage(true) > 256 * 1024 * 1024) { return; } // in the loop of handle()",
  source:
    "swoole:src/server/manager.cc (user processes take no part in a reload); hyperf:src/process/src/AbstractProcess.php",
  needs: ["processes"],
  applies: ({ processes, declarations }) =>
    processes.known ||
    !declarations.known ||
    !isHyperf(declarations.value) ||
    declarations.value.processes.some(
      ({ className }) => className?.startsWith("Hyperf\\Crontab\\") !== true,
    ),
  check: ({ processes }) => {
    if (!processes.known) return [];
    const { servers, windowMs } = processes.value;
    const slots = new Map<string, RunningSlot[]>();
    for (const slot of servers.flatMap((server) => server.slots)) {
      if (slot.role !== "user-process" || slot.name === DISPATCHER) continue;
      const subject = slot.slot ?? slot.name ?? `pid ${slot.pid}`;
      slots.set(subject, [...(slots.get(subject) ?? []), slot]);
    }
    return [...slots].map(([subject, group]) => judged(subject, group, windowMs));
  },
};

function judged(subject: string, slots: readonly RunningSlot[], windowMs: number): Finding {
  const minutes = Math.round(windowMs / 60_000);
  const growing = slots.find(
    ({ bytes, growthBytes }) =>
      bytes !== null &&
      growthBytes !== null &&
      growthBytes >= Math.max(GROWTH_BYTES, bytes * GROWTH_SHARE),
  );
  if (windowMs < WINDOW_MS || (growing === undefined && slots.some(isUnmeasured)))
    return undecided(`${WINDOW_MS / 60_000} minutes of its memory: watch for longer`, { subject });
  if (growing === undefined) return passed(`no growth worth a word in ${minutes} min`, { subject });
  const { pid, bytes, growthBytes } = growing;
  return failed(
    `pid ${pid} grew by ${mib(growthBytes)} in ${minutes} min and holds ${mib(bytes)}`,
    { subject },
  );
}

const isUnmeasured = ({ growthBytes }: RunningSlot): boolean => growthBytes === null;
const mib = (bytes: number | null): string => `${Math.round((bytes ?? 0) / MIB)} MiB`;
