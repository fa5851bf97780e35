import type { OomChild, OomKilled, OomPast } from "../../domain/conclusion.ts";
import type { MemoryReading } from "../../domain/reading.ts";
import type { Counter, SeenKill } from "../churn/life.ts";
import type { Evidence } from "./evidence.ts";
import {
  isEndOf,
  isMachines,
  isOneOfMany,
  oomChildren,
  oomPast,
  sourceOf,
} from "../churn/oom-past.ts";

/** A group is killed in while it stands at its limit; the reading may be up to a second from it. */
const NEAR = 0.9;

/**
 * Did the kernel kill processes for want of memory, and at whose limit? One conclusion per counter: the target's, and that of each server in a group of its own.
 * Kills counted before we came are told without victims; of a container not those that only its machine counted. What the engine tells of the container's former lives belongs to its counter, and needs none: no minute of watching.
 * @source cgroup v2 `memory.events` (`oom`: hits of the own limit; `oom_kill`: victims, whoever's limit it was), v1 `memory.oom_control`, `/proc/vmstat` `oom_kill`
 */
export function oomKilled(evidence: Evidence): readonly OomKilled[] {
  const { churn, container } = evidence;
  const watched = sourceOf(evidence);
  const children = oomChildren(container, churn.counters.get(watched ?? "") ?? null);
  const found = [...churn.counters].flatMap(([source, counter]): readonly OomKilled[] => {
    const seen = churn.kills.filter((kill) => kill.source === source);
    const past = source === watched ? oomPast(container, { counter, kills: seen }) : null;
    if (isMachines(counter) && isInContainer(evidence))
      return [...(past === null ? [] : [ofPast(past)]), ...perhapsOurs(seen, past)];
    const counted = counter.kills + killsBefore(counter);
    if (counted === 0) return past === null ? [] : [ofPast(past)];
    return [ofCounter(counter, seen, past)];
  });
  const isTold = found.some(({ past }) => past !== null);
  const untold = isTold ? null : oomPast(container, { counter: null, kills: [] });
  const all = [...found, ...(untold === null ? [] : [ofPast(untold)])];
  return withChildren(all, children).toSorted((a, b) => lastOf(b) - lastOf(a));
}

const isInContainer = ({ container, isContainer }: Evidence): boolean =>
  isContainer === true || (container !== null && isOneOfMany(container));

/** Kills somewhere on the machine, at the moments in which one of ours died. */
function perhapsOurs(kills: readonly SeenKill[], past: OomPast | null): readonly OomKilled[] {
  const seen = kills
    .filter((kill) => kill.victims.length > 0 && (past === null || !isEndOf(past, kill)))
    .map(({ at, victims }) => ({ at, count: victims.length, victims }));
  if (seen.length === 0) return [];
  const deaths = seen.reduce((sum, { count }) => sum + count, 0);
  return [{ ...NOTHING_COUNTED, by: "elsewhere", kills: deaths, seen }];
}

/** They belong to the container's past; where nothing else is told of it they are one of their own. */
function withChildren(
  found: readonly OomKilled[],
  children: readonly OomChild[],
): readonly OomKilled[] {
  if (children.length === 0) return found;
  const [own, ...others] = found.toSorted(
    (a, b) => Number(b.past !== null) - Number(a.past !== null),
  );
  return own?.past == null
    ? [...found, { ...NOTHING_COUNTED, children }]
    : [{ ...own, children }, ...others];
}

/** Its runtime says so of any kill in that life: whose limit it was it does not say. */
const NOTHING_COUNTED: OomKilled = {
  kind: "oom-killed",
  confidence: "medium",
  by: "unknown",
  limitBytes: null,
  kills: 0,
  formerKills: 0,
  unseenKills: 0,
  seen: [],
  past: null,
  children: [],
};

const killsBefore = ({ former }: Counter): number =>
  former.reduce((sum, { kills }) => sum + kills, 0);

function ofCounter(counter: Counter, seen: readonly SeenKill[], past: OomPast | null): OomKilled {
  const { memory, oomEvents } = counter;
  const formerKills = killsBefore(counter);
  const kills = counter.kills + formerKills;
  const by = sharedLimit(seen) ?? limitBefore(oomEvents);
  const { limitBytes } = seen.at(-1)?.after ?? memory;
  const isHost = memory.source === "host";
  const told = past === null ? seen : seen.filter((kill) => !isEndOf(past, kill));
  const isCertain = told.length > 0 ? by !== "unknown" : past !== null && isSure(past);
  return {
    kind: "oom-killed",
    confidence: isCertain ? "high" : "medium",
    by,
    limitBytes: by === "own-limit" || (by === "machine" && isHost) ? limitBytes : null,
    kills,
    formerKills,
    unseenKills: Math.max(0, kills - seen.reduce((sum, { count }) => sum + count, 0)),
    seen: told.map(({ at, count, victims }) => ({ at, count, victims })),
    past,
    children: [],
  };
}

/** What the engine alone tells. A container without a limit of its own met one above it. */
const ofPast = (past: OomPast): OomKilled => ({
  ...NOTHING_COUNTED,
  confidence: isSure(past) ? "high" : "medium",
  by: past.limitBytes === null ? "machine" : "own-limit",
  limitBytes: past.limitBytes,
  past,
});

const isSure = ({ deaths }: OomPast): boolean => deaths.some((death) => death.isSure);

const lastOf = ({ seen, past, children }: OomKilled): number =>
  Math.max(seen.at(-1)?.at ?? 0, past?.deaths.at(-1)?.endedAt ?? 0, children.at(-1)?.endedAt ?? 0);

/** What the kills that we saw agree on; null: we saw none. */
function sharedLimit(seen: readonly SeenKill[]): OomKilled["by"] | null {
  const limits = new Set(seen.map(limitOf));
  const [first] = limits;
  return first === undefined ? null : limits.size === 1 ? first : "unknown";
}

function limitOf(kill: SeenKill): OomKilled["by"] {
  const { before, after, hitOwnLimit, isPerhapsInside } = kill;
  if (after.source === "host")
    return isPerhapsInside || !wasShort(before, after) ? "unknown" : "machine";
  if (hitOwnLimit === true || stoodNear(before, after)) return "own-limit";
  // The group's own limit has a counter, and that one did not move.
  return hitOwnLimit === false ? "machine" : "unknown";
}

/** The machine counts kills at the limit of any group in it, too: its memory ran out only if hardly any was left. */
const wasShort = (...readings: readonly MemoryReading[]): boolean =>
  readings.some(
    ({ hostAvailableBytes: left, limitBytes: all }) =>
      left !== null && all !== null && left < all * (1 - NEAR),
  );

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

/** Of kills before we came only the counters are left; the machine's counts what met any limit in it. */
const limitBefore = (oomEvents: number | null): OomKilled["by"] =>
  oomEvents !== null && oomEvents > 0 ? "own-limit" : "unknown";
