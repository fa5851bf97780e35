import { formerKillsOf } from "../../analysis/churn/oom-past.ts";
import type { MemoryReading } from "../../domain/reading.ts";
import { allProcesses, type Process, type Sample, type Server } from "../../domain/sample.ts";
import { memoryTold } from "../../domain/told-memory.ts";
import { bytes } from "../../domain/units.ts";
import { mostApartMs } from "../pace.ts";
import { TARGET_GAUGE, type Gauge, type Known } from "../state.ts";
import type { Axis, MemoryView } from "../view.ts";
import { afterSilence, bytesPerMinute, type Span } from "./slope.ts";

const NOTHING: MemoryView = {
  memory: null,
  serverId: null,
  byRole: [],
  cpu: null,
  peakAt: null,
  bytesPerMinute: null,
  lastOomAt: null,
  formerKills: 0,
  others: { count: null, rssBytes: null },
};

/** The memory that the looked at server lives in: its own cgroup's, else the target's. */
export function memoryView(known: Known, looked: Server | null, axis: Axis): MemoryView {
  const { sample, gauges } = known;
  if (sample === null) return { ...NOTHING, memory: fromOutside(known) };
  const own = sample.servers.find(({ id, memory }) => id === looked?.id && memory !== null) ?? null;
  const gauge = gauges.get(own?.id ?? TARGET_GAUGE);
  const span =
    gauge === undefined ? axis : afterSilence(gauge.unreclaimable, axis, mostApartMs(known));
  return {
    ...movementOf(gauge, own?.memory ?? sample.memory, span),
    formerKills: formerKillsIn(known, own?.id ?? TARGET_GAUGE),
    serverId: own?.id ?? null,
    byRole: byRole(accounted(sample, own)),
    cpu: sample.cpu,
    others: sample.others,
  };
}

/** What the cluster measures of a pod's container, before or without a shell in it. */
function fromOutside({ container: told }: Known): MemoryReading | null {
  const memory = told === null ? null : memoryTold(told.container);
  return memory === null || memory.currentBytes === null ? null : memory;
}

const formerKillsIn = ({ churn, sample, container }: Known, source: string): number =>
  formerKillsOf({ churn, sample, container: container?.container ?? null }, source);

type Movement = Pick<MemoryView, "memory" | "peakAt" | "bytesPerMinute" | "lastOomAt">;

function movementOf(gauge: Gauge | undefined, memory: MemoryReading | null, span: Span): Movement {
  if (gauge === undefined) return { memory, peakAt: null, bytesPerMinute: null, lastOomAt: null };
  return {
    memory: withPeak(memory, gauge),
    peakAt: gauge.peakAt,
    bytesPerMinute: bytesPerMinute(gauge.unreclaimable, span),
    lastOomAt: gauge.lastOomAt,
  };
}

/** Where the kernel tells no peak: the highest figure seen. */
export const withPeak = (
  memory: MemoryReading | null,
  gauge: Gauge | undefined,
): MemoryReading | null =>
  memory === null ? null : { ...memory, peakBytes: memory.peakBytes ?? gauge?.peakBytes ?? null };

/** Whose memory the figure is made of: a server's; else of all that have no cgroup of their own, and of the machine everybody's. */
function accounted(sample: Sample, own: Server | null): readonly Process[] {
  if (own !== null) return own.processes;
  const isMachine = sample.memory === null || sample.memory.source === "host";
  return allProcesses(sample)
    .filter(({ server }) => isMachine || server.memory === null)
    .map(({ process }) => process);
}

function byRole(processes: readonly Process[]): MemoryView["byRole"] {
  const groups = Map.groupBy(processes, ({ role }) => role);
  return [...groups]
    .map(([role, members]) => ({ role, bytes: bytes(sum(members)), count: members.length }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

const sum = (processes: readonly Process[]): number =>
  processes.reduce(
    (total, { ussBytes, rssAnonBytes }) => total + (ussBytes ?? rssAnonBytes ?? 0),
    0,
  );
