// Samples from a few words per process.
import type { MemoryReading } from "../../../src/domain/reading.ts";
import type { Process, Sample, Server } from "../../../src/domain/sample.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB, type EpochMs } from "../../../src/domain/units.ts";
import { UNKNOWN_MEMORY, UNKNOWN_PROCESS } from "../../fixtures/unknown.ts";

export const START = 1_800_000_000_000;
export const second = (count: number): EpochMs => epochMs(START + count * 1000);

export type Spec = {
  readonly pid: number;
  readonly slot: string | null;
  readonly generation?: number;
  readonly born?: number;
  readonly anonMib?: number;
  readonly orphan?: boolean;
};

export const memoryOf = (more: Partial<MemoryReading> = {}): MemoryReading => ({
  ...UNKNOWN_MEMORY,
  source: "cgroup-v1",
  limitBytes: bytes(100 * MIB),
  currentBytes: bytes(50 * MIB),
  peakBytes: bytes(60 * MIB),
  oomKills: 0,
  ...more,
});

const processOf = ({
  pid,
  slot,
  generation = 1,
  born = -60,
  anonMib = 10,
  orphan = false,
}: Spec): Process => ({
  ...UNKNOWN_PROCESS,
  pid,
  nsPid: pid,
  ppid: 1,
  startedAt: second(born),
  role: "worker",
  roleFrom: "title",
  slot: slot === null ? null : untrustedText(slot),
  generation: slot === null ? null : generation,
  orphan,
  rssBytes: bytes(anonMib * 2 * MIB),
  rssAnonBytes: bytes(anonMib * MIB),
});

export const serverOf = (
  id: string,
  specs: readonly Spec[],
  memory: MemoryReading | null = null,
): Server => ({
  id,
  rootPid: 1,
  app: untrustedText(id),
  framework: "hyperf",
  mode: "process",
  memory,
  processes: specs.map(processOf),
});

/** The sample `at` seconds after START. */
export const sampleOf = (
  at: number,
  servers: readonly Server[],
  memory: MemoryReading | null = memoryOf(),
): Sample => ({
  at: second(at),
  seq: at,
  lateMs: 0,
  servers,
  others: { count: 0, rssBytes: bytes(0) },
  memory,
  cpu: null,
  lastPid: null,
  thp: null,
  cost: { cpuPercent: null, rssBytes: null },
  faults: [],
});
