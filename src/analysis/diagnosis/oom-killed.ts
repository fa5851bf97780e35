import type { OomKilled } from "../../domain/conclusion.ts";
import type { MemoryReading } from "../../domain/reading.ts";
import type { SeenKill } from "../churn/life.ts";
import type { Evidence } from "./evidence.ts";

/** A group is killed in while it stands at its limit; the reading may be up to a second from it. */
const NEAR = 0.9;

/**
 * Did the kernel kill processes for want of memory, and at whose limit? One conclusion per counter: the target's, and that of each server in a group of its own.
 * Kills counted before we came are told without victims. Where no counter can be read, nothing is said.
 * @source cgroup v2 `memory.events` (`oom`: hits of the own limit; `oom_kill`: victims, whoever's limit it was), v1 `memory.oom_control`, `/proc/vmstat` `oom_kill`
 */
export function oomKilled({ churn }: Evidence): readonly OomKilled[] {
  const sources = [...churn.counters].filter(([, { kills }]) => kills > 0);
  return sources
    .map(([source, { kills, memory, oomEvents }]): OomKilled => {
      const seen = churn.kills.filter((kill) => kill.source === source);
      const by = sharedLimit(seen) ?? limitBefore(memory, oomEvents);
      const limitBytes = (seen.at(-1)?.after ?? memory).limitBytes;
      return {
        kind: "oom-killed",
        confidence: seen.length > 0 && by !== "unknown" ? "high" : "medium",
        by,
        limitBytes: by === "own-limit" || memory.source === "host" ? limitBytes : null,
        kills,
        seen: seen.map(({ at, count, victims }) => ({ at, count, victims })),
      };
    })
    .toSorted((a, b) => lastOf(b) - lastOf(a));
}

const lastOf = ({ seen }: OomKilled): number => seen.at(-1)?.at ?? 0;

/** What the kills that we saw agree on; null: we saw none. */
function sharedLimit(seen: readonly SeenKill[]): OomKilled["by"] | null {
  const limits = new Set(seen.map(limitOf));
  const [first] = limits;
  return first === undefined ? null : limits.size === 1 ? first : "unknown";
}

function limitOf({ before, after, hitOwnLimit }: SeenKill): OomKilled["by"] {
  if (after.source === "host") return "machine";
  if (hitOwnLimit === true || stoodNear(before, after)) return "own-limit";
  // The group's own limit has a counter, and that one did not move.
  return hitOwnLimit === false ? "machine" : "unknown";
}

const stoodNear = (before: MemoryReading, after: MemoryReading): boolean => {
  const { limitBytes, peakBytes } = after;
  if (limitBytes === null) return false;
  const isNewPeak = peakBytes !== null && peakBytes > (before.peakBytes ?? peakBytes);
  const used = Math.max(
    before.currentBytes ?? 0,
    after.currentBytes ?? 0,
    isNewPeak ? peakBytes : 0,
  );
  return used >= limitBytes * NEAR;
};

/** Of kills before we came only the counters are left. */
const limitBefore = (memory: MemoryReading, oomEvents: number | null): OomKilled["by"] => {
  if (memory.source === "host") return "machine";
  return oomEvents !== null && oomEvents > 0 ? "own-limit" : "unknown";
};
