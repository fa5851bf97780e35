import type { MemoryReading } from "../domain/reading.ts";
import type { Sample } from "../domain/sample.ts";
import { Series } from "../domain/series.ts";
import type { EpochMs } from "../domain/units.ts";
import { POINTS, TARGET_GAUGE, type Gauge } from "./state.ts";

const NEW_GAUGE = { peakBytes: null, peakAt: null, oomKills: null, lastOomAt: null };

/** Adds a sample's memory readings; what the sample does not have is forgotten, but for the target's own. */
export function followGauges(
  gauges: ReadonlyMap<string, Gauge>,
  sample: Sample,
): ReadonlyMap<string, Gauge> {
  const next = new Map<string, Gauge>();
  const follow = (key: string, memory: MemoryReading | null) => {
    const known = gauges.get(key) ?? { ...NEW_GAUGE, unreclaimable: new Series(POINTS) };
    if (memory !== null) next.set(key, read(known, memory, sample.at));
    else if (key === TARGET_GAUGE) next.set(key, known);
  };
  follow(TARGET_GAUGE, sample.memory);
  for (const { id, memory } of sample.servers) follow(id, memory);
  return next;
}

function read(gauge: Gauge, memory: MemoryReading, at: EpochMs): Gauge {
  if (memory.unreclaimableBytes !== null) gauge.unreclaimable.push(at, memory.unreclaimableBytes);
  const kills = memory.oomKills;
  const hasKilled = kills !== null && gauge.oomKills !== null && kills > gauge.oomKills;
  return {
    unreclaimable: gauge.unreclaimable,
    ...peakOf(gauge, memory, at),
    oomKills: kills ?? gauge.oomKills,
    lastOomAt: hasKilled ? at : gauge.lastOomAt,
  };
}

type Peak = Pick<Gauge, "peakBytes" | "peakAt">;

function peakOf({ peakBytes, peakAt }: Peak, memory: MemoryReading, at: EpochMs): Peak {
  const told = memory.peakBytes;
  const now = told ?? memory.currentBytes;
  if (now === null) return { peakBytes, peakAt };
  // What the kernel tells at first was reached before we came, unless it stands there now.
  if (peakBytes === null) {
    const isNow = told === null || told === memory.currentBytes;
    return { peakBytes: now, peakAt: isNow ? at : null };
  }
  if (now > peakBytes) return { peakBytes: now, peakAt: at };
  // A kernel's peak that fell is another cgroup's: the container was started again.
  if (told !== null && told < peakBytes) return { peakBytes: told, peakAt: null };
  return { peakBytes, peakAt };
}
