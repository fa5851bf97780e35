import type { MemoryReading } from "../../domain/reading.ts";
import type { Sample } from "../../domain/sample.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Churn, Counter, FormerGroup, Life } from "./life.ts";

const COUNTERS_KEPT = 64;
const FORMER_KEPT = 32;

/** Counters that could not be read this time stay as they were. */
export function followCounters(
  churn: Churn,
  sample: Sample,
  gone: readonly Life[],
): Churn["counters"] {
  const formers = churn.counters;
  const counters = new Map(formers);
  const { memory, servers } = sample;
  const readings = [
    ...servers.map(({ id, memory: own }) => ({ source: id, reading: own })),
    { source: "", reading: memory },
  ];
  const seen = { at: sample.at, index: churn.samples };
  for (const { source, reading } of readings) {
    if (reading === null) continue;
    const former = formers.get(source);
    const isAnother =
      former !== undefined && isAnotherGroup(former, reading, () => outlived(churn, source, gone));
    const counter = counted(former, reading, { ...seen, isAnother });
    if (counter === null) continue;
    counters.delete(source);
    counters.set(source, counter);
  }
  const surplus = [...counters.keys()].slice(0, Math.max(0, counters.size - COUNTERS_KEPT));
  for (const source of surplus) counters.delete(source);
  return counters;
}

/** A counter never goes back. Where it stands as before, a kernel's peak that fell while nobody lived on tells it. */
function isAnotherGroup(
  { kills, memory: { peakBytes: peak } }: Counter,
  { oomKills, peakBytes }: MemoryReading,
  hasSurvivor: () => boolean,
): boolean {
  if (oomKills === null) return false;
  if (oomKills < kills) return true;
  return peak !== null && peakBytes !== null && peakBytes < peak && !hasSurvivor();
}

/** Whether a process that a counter is about was there before and still is. */
function outlived({ living }: Churn, source: string, gone: readonly Life[]): boolean {
  const isDead = new Set(gone.map(({ rowKey, pid }) => `${rowKey}#${pid}`));
  return [...living.values()].some(
    ({ serverId, rowKey, pid }) =>
      (source === "" || serverId === source) && !isDead.has(`${rowKey}#${pid}`),
  );
}

type Seen = { readonly at: EpochMs; readonly index: number; readonly isAnother: boolean };

function counted(
  former: Counter | undefined,
  memory: MemoryReading,
  { at, index, isAnother }: Seen,
): Counter | null {
  const { oomKills: kills, oomEvents } = memory;
  if (kills === null) return null;
  const read = { kills, oomEvents, readAt: at, memory };
  if (former === undefined || isAnother)
    return {
      ...read,
      baseline: kills,
      since: index,
      former: former === undefined ? [] : withFormer(former),
      ownLimitHitIn: null,
    };
  const wasHit = oomEvents !== null && (former.oomEvents ?? oomEvents) < oomEvents;
  return { ...former, ...read, ownLimitHitIn: wasHit ? index : former.ownLimitHitIn };
}

/** Where there are too many the oldest two become one. */
function withFormer({ former, kills, readAt, memory }: Counter): readonly FormerGroup[] {
  const all = [...former, { kills, readAt, memory }];
  const [first, second, ...rest] = all;
  if (all.length <= FORMER_KEPT || first === undefined || second === undefined) return all;
  return [{ ...second, kills: first.kills + second.kills }, ...rest];
}
