// Readings from a few words per process.
import type { MemoryReading, ProcessReading, Reading } from "../../../src/domain/reading.ts";
import type { Process, Sample, Server } from "../../../src/domain/sample.ts";
import { emptyCensus, takeCensus, type Census } from "../../../src/analysis/roles/census.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs } from "../../../src/domain/units.ts";

export const START = 1_800_000_000_000;

export type Spec = Partial<Omit<ProcessReading, "cmdline" | "comm" | "startedAt">> & {
  readonly pid: number;
  readonly ppid: number;
  /** Words of the command line; one word is a title. */
  readonly line: string | readonly string[];
  readonly comm?: string;
  /** Seconds after START. */
  readonly born?: number;
};

/** Masks as /proc/PID/status has them, of Swoole 6.2.1 (captures/plain-6.2.1-process-titles0). */
export const MASKS = {
  master: masks("0000000208015a01", "0000000000001000", "0000000104004a07"),
  manager: masks("0000000000000000", "0000000000001000", "000000021c016a07"),
  worker: masks("0000000208005a01", "0000000000001000", "0000000004004a07"),
  taskWorker: masks("0000000000000000", "0000000000000000", "000000020c005a07"),
  plain: masks("0000000000000000", "0000000000001000", "0000000004004a07"),
} as const;

export function masks(blocked: string, ignored: string, caught: string) {
  return {
    blocked: BigInt(`0x${blocked}`),
    ignored: BigInt(`0x${ignored}`),
    caught: BigInt(`0x${caught}`),
  };
}

export function process({
  pid,
  ppid,
  line,
  comm = "php",
  born = -60,
  ...more
}: Spec): ProcessReading {
  const words = typeof line === "string" ? [line] : line;
  return {
    pid,
    nsPid: pid,
    ppid,
    startedAt: epochMs(START + born * 1000),
    startKey: String(born),
    comm: untrustedText(comm),
    cmdline: words.map((word) => untrustedText(word)),
    state: "S",
    rssBytes: bytes(20_000_000),
    rssAnonBytes: bytes(10_000_000),
    rssShmemBytes: bytes(0),
    swapBytes: bytes(0),
    ussBytes: null,
    pssBytes: null,
    ussAt: null,
    cpuPercent: null,
    threads: 1,
    openFiles: null,
    heap: null,
    sockets: null,
    signals: null,
    descriptors: null,
    cgroup: null,
    ...more,
  };
}

/** A reading `second` seconds after START. */
export function readingOf(
  specs: readonly Spec[],
  second = 0,
  groups: ReadonlyMap<string, MemoryReading> = new Map(),
): Reading {
  return {
    at: epochMs(START + second * 1000),
    seq: second,
    lateMs: 0,
    processes: specs.map(process),
    memory: null,
    groups,
    cpu: { usagePercent: null, limitCores: null, throttledPercent: null },
    lastPid: null,
    thp: null,
    cost: { cpuPercent: null, rssBytes: null },
    faults: [],
  };
}

/** Readings one second apart, each taken on top of those before; the samples they give. */
export function samplesOf(...readings: readonly (readonly Spec[])[]): readonly Sample[] {
  let census: Census = emptyCensus;
  return readings.map((specs, second) => {
    const taken = takeCensus(census, readingOf(specs, second));
    census = taken.census;
    return taken.sample;
  });
}

export const sampleOf = (specs: readonly Spec[]): Sample => {
  const [sample] = samplesOf(specs);
  if (sample === undefined) throw new Error("no sample");
  return sample;
};

export function serverOf(sample: Sample | undefined, pid: number): Server | undefined {
  return sample?.servers.find(({ processes }) => processes.some((each) => each.pid === pid));
}

export const processOf = (sample: Sample | undefined, pid: number): Process | undefined =>
  serverOf(sample, pid)?.processes.find((each) => each.pid === pid);

/** `pid role slot` of every process of a server, with what is unusual about it. */
export const told = (server: Server | undefined): readonly string[] =>
  (server?.processes ?? []).map((each) =>
    [
      each.pid,
      each.role ?? "?",
      each.slot ?? "-",
      ...(each.roleFrom === "title" ? [] : [each.roleFrom ?? "untold"]),
      ...(each.generation === null || each.generation === 1
        ? []
        : [`generation ${each.generation}`]),
      ...(each.parentSlot === null ? [] : [`of ${each.parentSlot}`]),
      ...(each.orphan ? ["orphan"] : []),
    ].join(" "),
  );
