import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

export const SNAPSHOT_LEVELS = [0, 1, 2, 3] as const;
/** 0 memory by kind, 1 Zend heap and gc, 2 objects and holders, 3 what gc would free. Each includes the lower ones. */
export type SnapshotLevel = (typeof SNAPSHOT_LEVELS)[number];

/**
 * The heap and gc picture of one process, read from outside. Contract 2.5 is its JSON.
 * A part is null where the level does not include it, where it has not come yet, and where it could not be read; `faults` says why.
 */
export type Snapshot = {
  /** The target's clock, when the reading began. */
  readonly at: EpochMs;
  readonly target: string;
  readonly pid: number;
  readonly nsPid: number | null;
  readonly slot: Untrusted | null;
  /** As it was asked for. */
  readonly level: SnapshotLevel;
  /** The target's PHP (`8.2.36`); null: no reader ran. */
  readonly php: string | null;
  readonly kinds: MemoryKinds | null;
  readonly heap: HeapState | null;
  readonly gc: GcState | null;
  /** Most shallow bytes first. */
  readonly classes: readonly ClassCount[] | null;
  /** What the gc buffer holds, by class; arrays are `array`. Most first. */
  readonly rootClasses: readonly NamedCount[] | null;
  /** Arrays by who holds them, most deep bytes first. */
  readonly holders: readonly Holder[] | null;
  readonly dryRun: DryRun | null;
  /** Null while the parts that are there cannot decide it. */
  readonly conclusion: SnapshotConclusion | null;
  readonly cost: SnapshotCost;
  /** What each part took, in the order they came. */
  readonly steps: readonly SnapshotStep[];
  readonly faults: readonly SnapshotFault[];
};

/**
 * Resident memory by what it is for; the kinds sum up to `rssBytes`.
 * Where /proc/PID/smaps is closed, private anonymous memory cannot be told apart: it is all in `otherBytes`, and its kinds are null.
 */
export type MemoryKinds = {
  readonly rssBytes: Bytes;
  readonly zendBytes: Bytes | null;
  /** opcache, Swoole\Table and other memory that several processes share. */
  readonly sharedBytes: Bytes;
  /** Code and data of the program and its libraries. */
  readonly fileBytes: Bytes;
  readonly mallocBytes: Bytes | null;
  readonly stackBytes: Bytes | null;
  readonly jitBytes: Bytes | null;
  readonly gcBufferBytes: Bytes | null;
  readonly otherBytes: Bytes;
};

/** zend_mm_heap. real = used + free slots + free pages + 2 MiB per cached chunk + 4 KiB per chunk. */
export type HeapState = {
  /** memory_get_usage() */
  readonly usedBytes: Bytes;
  /** memory_get_usage(true) */
  readonly realBytes: Bytes;
  readonly peakBytes: Bytes;
  readonly realPeakBytes: Bytes;
  /** memory_limit; null: none. */
  readonly limitBytes: Bytes | null;
  /** In pages that hold small values, the slots without one. */
  readonly freeSlotBytes: Bytes | null;
  readonly freePageBytes: Bytes | null;
  readonly cachedChunks: number | null;
  /** Chunks whose pages are all free, but for their head. */
  readonly emptyChunks: number | null;
  readonly hugeBlocks: number | null;
  readonly hugeBytes: Bytes | null;
  /** The identities hold: nothing moved while it was read. */
  readonly exact: boolean;
};

/** gc_status(), and whether gc is enabled. */
export type GcState = {
  readonly enabled: boolean;
  readonly runs: number;
  readonly collected: number;
  readonly roots: number;
  readonly threshold: number;
};

/** So many entries the reader lists at most, the largest; a shorter list is whole. `roots`: so many are counted by class. `Report::CLASSES`, `Holders::SHOWN` and `MOST_ROOTS_NAMED` of reader.php. */
export const SNAPSHOT_LIST_LENGTHS = { classes: 40, holders: 16, roots: 250_000 } as const;

export type NamedCount = { readonly name: Untrusted; readonly count: number };
/** Live objects of one class; `shallowBytes`: without what they refer to. */
export type ClassCount = NamedCount & { readonly shallowBytes: Bytes | null };

export const HOLDER_KINDS = ["static", "property", "static-variable", "global"] as const;
export type Holder = {
  /**
   * `App\Cache::$items`, `App\Model\Catalog->$products`, `App\f()::$seen`, `$GLOBALS['queue']`; a closure with its place, `jobs.php:12 {closure}()::$seen`.
   * Of a property, all arrays that objects of the class have in it.
   */
  readonly holder: Untrusted;
  readonly kind: (typeof HOLDER_KINDS)[number];
  readonly elements: number | null;
  /** With all that only this array holds; of a property of many objects, at least. */
  readonly deepBytes: Bytes | null;
  /** `deepBytes` is projected from a part of the elements. */
  readonly sampled: boolean;
};

/** What gc_collect_cycles() would free now. */
export type DryRun = {
  readonly freeableBytes: Bytes;
  readonly objects: number | null;
  readonly arrays: number | null;
  /** Most first. */
  readonly classes: readonly NamedCount[];
  readonly lowerBound: boolean;
};

export const SNAPSHOT_CONCLUSIONS = [
  "held",
  "cycles",
  "fragmentation",
  "native",
  "nothing",
  "unreadable",
] as const;
export type SnapshotConclusion = {
  readonly kind: (typeof SNAPSHOT_CONCLUSIONS)[number];
  readonly confidence: "high" | "medium" | "low" | null;
  readonly text: Untrusted;
  /** Of `held`: who holds it. */
  readonly holder: Untrusted | null;
};

/** What a snapshot says, before it is a sentence. */
export type SnapshotFinding = Pick<SnapshotConclusion, "kind" | "confidence" | "holder">;

/** What changed between two snapshots, of one slot or of two. Contract 2.5 `diff`. A number is null where one of the two does not know it. */
export type SnapshotDiff = {
  /** Which other one: its slot or PID, and its time. */
  readonly against: Untrusted;
  readonly againstAt: EpochMs;
  /** One life of one process, so that a change is growth; else two processes stand side by side. */
  readonly isSameProcess: boolean;
  /**
   * Those that changed, the largest change first, those of which only the present is known last.
   * One that the other did not have counts from 0, or from null where the other's list was cut.
   */
  readonly classes: readonly ClassChange[];
  readonly holders: readonly HolderChange[];
  readonly kinds: Readonly<Record<keyof MemoryKinds, number | null>> | null;
  readonly heap: Readonly<Record<keyof HeapNumbers, number | null>> | null;
};
export type HeapNumbers = Omit<HeapState, "exact" | "limitBytes">;
export type ClassChange = {
  readonly name: Untrusted;
  readonly count: number;
  readonly countChange: number | null;
  readonly shallowBytesChange: number | null;
};
export type HolderChange = Pick<Holder, "holder" | "kind"> & {
  readonly elements: number | null;
  readonly elementsChange: number | null;
  readonly deepBytesChange: number | null;
};

/** What the reader took in the target. */
export type SnapshotCost = {
  readonly wallMs: number | null;
  readonly cpuMs: number | null;
  readonly peakRssBytes: Bytes | null;
};

export const SNAPSHOT_PARTS = ["0", "1", "2a", "2b", "3"] as const;
export type SnapshotPart = (typeof SNAPSHOT_PARTS)[number];
export type SnapshotStep = {
  readonly part: SnapshotPart;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Bytes of the process's memory that were read. */
  readonly readBytes: number;
};

/** Why a part cannot be had. A closed list: `words/snapshot-faults.ts` has a sentence with the way out for each. */
export const SNAPSHOT_FAULTS = [
  /** It ended before or while it was read. */
  "vanished",
  /** /proc/PID/exe cannot be started, or is no PHP. `detail`: what it is. */
  "not-php",
  /** The process may not be read by us: another user. `detail`: `uid:gid` to be. */
  "other-user",
  /** The same user, and still not: it has capabilities that we lack. `detail`: the one that would do, `SYS_PTRACE`. */
  "not-permitted",
  /** The process changed its user after the start (Swoole's `user`): the kernel closes it to all without SYS_PTRACE. */
  "not-dumpable",
  /** Yama's ptrace_scope forbids it. `detail`: its value. */
  "yama",
  /** A thread-safe build: its globals cannot be found. */
  "zts",
  /** The reader runs under another build than the process (it was replaced since). */
  "other-build",
  /** Too little memory is left for this level. `detail`: what is left. */
  "no-headroom",
  /** USE_ZEND_ALLOC=0, or another allocator: there is no Zend heap. */
  "no-zend-heap",
  /** What was found does not fit together. `detail`: which check failed. */
  "not-understood",
  /** It took longer than it may. `detail`: the part that was cut. */
  "out-of-time",
  /** There is more than one reading follows: what is told is true, and not all. `detail`: how far it came. */
  "capped",
  /** It changed while it was read: what is told of `part` is what two looks agree on. */
  "moved",
  /** It has ended, and its parent has not asked for its end yet. */
  "zombie",
  /** A thread of the kernel: it has no memory of its own. */
  "kernel-thread",
  /** Ended by us. */
  "cancelled",
  /** The reader died. `detail`: its last words. */
  "reader-died",
  /** The target could not be had for it, while it is watched. `detail`: why. */
  "unreachable",
] as const;
export type SnapshotFault = {
  readonly kind: (typeof SNAPSHOT_FAULTS)[number];
  /** What it concerns; null: all that is not there. */
  readonly part: SnapshotPart | null;
  readonly detail: Untrusted | null;
};

/**
 * Where a process keeps what moves each second: the same in every process that was forked from one start.
 * Addresses are below 2^47 and exact as numbers.
 */
export type HeapPlace = {
  /** Of the zend_mm_heap. */
  readonly heapAddress: number;
  /** Of `real_size` in it, bytes. */
  readonly realOffset: number;
  /** Of gc_globals; null: only a snapshot finds it. */
  readonly gcAddress: number | null;
};

/** A snapshot as it grows. */
export type SnapshotProgress = {
  /** Without a conclusion: that is drawn by who joins. */
  readonly snapshot: Snapshot;
  readonly isFinal: boolean;
  /** What is being read now, 0-100; null: nobody can say. */
  readonly reading: { readonly part: SnapshotPart; readonly percent: number | null } | null;
  readonly place: HeapPlace | null;
};
