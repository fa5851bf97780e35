import {
  type ClassCount,
  type DryRun,
  type GcState,
  type HeapState,
  type Holder,
  type MemoryKinds,
  type NamedCount,
  type Snapshot,
  type SnapshotFault,
} from "../../../src/domain/snapshot.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";

/** When snapshots of these tests are taken unless they say otherwise: 2025-11-24T16:00:00Z. */
export const TAKEN_AT = epochMs(1_764_000_000_000);

export const mib = (value: number) => bytes(Math.round(value * MIB));

/** Kinds in whole or broken MiB; they sum up to rss. Those of a Swoole 6.2.1 worker (reference/gc-snapshot.md part 8), with nothing in its heap. */
export function kindsWith(mebibytes: Partial<Record<KindName, number>> = {}): MemoryKinds {
  const all = { ...WORKER_KINDS_MIB, ...mebibytes };
  const rss = Object.values(all).reduce((sum, value) => sum + mib(value), 0);
  return {
    rssBytes: bytes(rss),
    zendBytes: mib(all.zend),
    sharedBytes: mib(all.shared),
    fileBytes: mib(all.file),
    mallocBytes: mib(all.malloc),
    stackBytes: mib(all.stack),
    jitBytes: mib(all.jit),
    gcBufferBytes: mib(all.gcBuffer),
    otherBytes: mib(all.other),
  };
}

const WORKER_KINDS_MIB = {
  zend: 4,
  shared: 13.2,
  file: 8.1,
  malloc: 3.2,
  stack: 0.1,
  jit: 0,
  gcBuffer: 0.1,
  other: 0.4,
};
type KindName = keyof typeof WORKER_KINDS_MIB;

/** A heap of a small worker; what is not used of `realBytes` is free pages but for the heads of chunks, unless a test says so. */
export function heapWith(facts: Partial<HeapState> = {}): HeapState {
  const usedBytes = facts.usedBytes ?? mib(3);
  const realBytes = facts.realBytes ?? mib(2 * Math.ceil(usedBytes / MIB / 2));
  const heads = Math.ceil(realBytes / (2 * MIB)) * 4096;
  const freeSlots = facts.freeSlotBytes ?? bytes(0);
  return {
    peakBytes: usedBytes,
    realPeakBytes: realBytes,
    limitBytes: mib(256),
    freeSlotBytes: freeSlots,
    freePageBytes: bytes(Math.max(0, realBytes - usedBytes - heads - freeSlots)),
    cachedChunks: 0,
    emptyChunks: 0,
    hugeBlocks: 0,
    hugeBytes: bytes(0),
    exact: true,
    ...facts,
    usedBytes,
    realBytes,
  };
}

export const gcWith = (facts: Partial<GcState> = {}): GcState => ({
  enabled: true,
  runs: 3,
  collected: 120,
  roots: 27,
  threshold: 10_001,
  ...facts,
});

export const classOf = (
  name: string,
  count: number,
  shallowBytes: number | null = null,
): ClassCount => ({
  ...namedCount(name, count),
  shallowBytes: shallowBytes === null ? null : bytes(shallowBytes),
});

export const namedCount = (name: string, count: number): NamedCount => ({
  name: untrustedText(name),
  count,
});

/** `A::$b` is a static, `A->$b` a property. */
export const holderOf = (
  holder: string,
  elements: number | null,
  deepBytes: number | null,
  facts: Partial<Holder> = {},
): Holder => ({
  holder: untrustedText(holder),
  kind: holder.includes("->") ? "property" : "static",
  elements,
  deepBytes: deepBytes === null ? null : bytes(deepBytes),
  sampled: true,
  ...facts,
});

export const dryRunWith = (facts: Partial<DryRun> = {}): DryRun => ({
  freeableBytes: bytes(0),
  objects: 0,
  arrays: 0,
  classes: [],
  lowerBound: true,
  ...facts,
});

export const faultOf = (
  kind: SnapshotFault["kind"],
  facts: { readonly part?: SnapshotFault["part"]; readonly detail?: string } = {},
): SnapshotFault => ({
  kind,
  part: facts.part ?? null,
  detail: facts.detail === undefined ? null : untrustedText(facts.detail),
});

/** A whole snapshot of level 3 of an idle little worker: nothing unusual. Without a conclusion, as a reader gives it. */
export const snapshotWith = (facts: Partial<Snapshot> = {}): Snapshot => ({
  at: TAKEN_AT,
  target: "local:",
  pid: 39,
  nsPid: null,
  slot: untrustedText("Worker.0"),
  level: 3,
  php: "8.2.36",
  kinds: kindsWith(),
  heap: heapWith(),
  gc: gcWith(),
  classes: [classOf("Closure", 210, 65_520), classOf("App\\Controller\\Index", 1, 56)],
  rootClasses: [namedCount("array", 20), namedCount("Closure", 7)],
  holders: [holderOf("Hyperf\\Di\\Container::$resolved", 911, 0.4 * MIB)],
  dryRun: dryRunWith(),
  conclusion: null,
  cost: { wallMs: 410, cpuMs: 38, peakRssBytes: mib(24) },
  steps: [
    { part: "0", wallMs: 13, cpuMs: 9, readBytes: 0 },
    { part: "1", wallMs: 40, cpuMs: 20, readBytes: 300_000 },
    { part: "2a", wallMs: 120, cpuMs: 60, readBytes: 2_000_000 },
    { part: "2b", wallMs: 160, cpuMs: 80, readBytes: 2_000_000 },
    { part: "3", wallMs: 90, cpuMs: 50, readBytes: 1_000_000 },
  ],
  faults: [],
  ...facts,
});
