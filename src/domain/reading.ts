import type { SampleFault } from "./fault.ts";
import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

/**
 * What was read from one target at one instant, before anyone says what it means: the harvest's word.
 * `analysis/roles` makes a Sample of it. Every Source that looks at a live system yields these: the session, and the adapter for systems without /proc.
 */
export type Reading = {
  /** The target's clock. */
  readonly at: EpochMs;
  /** Rises by one per reading, also over reconnects. */
  readonly seq: number;
  /** How much later than planned it was taken. */
  readonly lateMs: number;
  /** Every process of the last full scan that still lives; those that matter with values of this instant. Never one of ours, nor a thread of the kernel. */
  readonly processes: readonly ProcessReading[];
  readonly memory: MemoryReading | null;
  /** Memory of cgroups that single processes live in, where it is not `memory`'s, by the path in /proc/PID/cgroup. */
  readonly groups: ReadonlyMap<string, MemoryReading>;
  readonly cpu: CpuReading;
  readonly lastPid: number | null;
  readonly thp: ThpMode | null;
  readonly cost: Cost;
  readonly faults: readonly SampleFault[];
};

export type ThpMode = "always" | "madvise" | "never";

/** One process as the kernel shows it. A field is `null` where the system cannot say, or where it was not asked for this process. */
export type ProcessReading = {
  readonly pid: number;
  /** Its PID in its own PID namespace (the last of NSpid); the same as `pid` without a namespace. */
  readonly nsPid: number | null;
  readonly ppid: number | null;
  readonly startedAt: EpochMs | null;
  /** Tells two processes with one PID apart: the start time in the kernel's own unit, as text. */
  readonly startKey: string;
  /** Name of the executable as the kernel has it; PHP never changes it. */
  readonly comm: Untrusted;
  /** The words of /proc/PID/cmdline, trailing NULs stripped. A process that set a title has one word. Empty: a kernel thread or a zombie. */
  readonly cmdline: readonly Untrusted[];
  readonly state: string;
  readonly rssBytes: Bytes | null;
  readonly rssAnonBytes: Bytes | null;
  readonly rssShmemBytes: Bytes | null;
  readonly swapBytes: Bytes | null;
  readonly ussBytes: Bytes | null;
  readonly pssBytes: Bytes | null;
  /** When uss and pss were read: they are costly and older than the rest. */
  readonly ussAt: EpochMs | null;
  readonly cpuPercent: number | null;
  readonly threads: number | null;
  readonly openFiles: number | null;
  /** Live Zend heap (`size`, `real_size` of zend_mm_heap) and gc_globals, of the last seconds; null where it was not or may not be read. */
  readonly heap: HeapReading | null;
  /** Its TCP connections, of the last minutes; null where they were not or may not be read. */
  readonly sockets: SocketsReading | null;
  readonly signals: SignalMasks | null;
  /** Kinds of its file descriptors; `null` until asked for. */
  readonly descriptors: Descriptors | null;
  /** Path of its memory cgroup as /proc/PID/cgroup has it; `null` until asked for. */
  readonly cgroup: string | null;
};

export type HeapReading = {
  readonly usedBytes: Bytes;
  readonly realBytes: Bytes;
  /** Null until a snapshot of the tree found them. */
  readonly gcRoots: number | null;
  readonly gcRuns: number | null;
};

/** TCP sockets that a process holds, those it shares with others included. */
export type SocketsReading = {
  /** When they were read: they are costly and older than the rest. */
  readonly at: EpochMs;
  /** Established, that go out: by the peer's port. */
  readonly byPeerPort: Readonly<Record<string, number>>;
  /** Established, that came in by a port to which somebody listens: clients, whose ports say nothing. */
  readonly accepted: number;
  /** Ports it holds a listening socket of, lowest first. */
  readonly listens: readonly number[];
};

/** Masks of /proc/PID/status, one bit per signal: bit N-1 is signal N. */
export type SignalMasks = {
  readonly blocked: bigint;
  readonly ignored: bigint;
  readonly caught: bigint;
};

export type Descriptors = { readonly eventpolls: number; readonly signalfds: number };

/** Memory of a cgroup or of the machine. Keys and meanings of contract 2.1. */
export type MemoryReading = {
  /** Null: no file of the kernel's. A cluster tells it of a container: the limit of its spec, and as `currentBytes` the working set that its metrics API measures. */
  readonly source: "cgroup-v2" | "cgroup-v1" | "host" | null;
  /** The smallest of the cgroup's limit, those of its parents, and the machine's memory. */
  readonly limitBytes: Bytes | null;
  /** The cgroup says that it has no limit, and no parent is seen to have one: `limitBytes` is the machine's memory. Not recorded. */
  readonly isUnlimited?: true;
  readonly currentBytes: Bytes | null;
  readonly peakBytes: Bytes | null;
  readonly anonBytes: Bytes | null;
  readonly fileBytes: Bytes | null;
  readonly shmemBytes: Bytes | null;
  /** anon + shmem + kernel memory that cannot be given back: what stands against the limit when the kernel has dropped all it can. */
  readonly unreclaimableBytes: Bytes | null;
  /** What kubelet evicts on: current minus inactive file pages. */
  readonly workingSetBytes: Bytes | null;
  readonly swapBytes: Bytes | null;
  /** Processes the kernel killed in this group (the machine, for `host`). */
  readonly oomKills: number | null;
  /** Times this group's own limit was hit (cgroup v2 `oom`); no other system counts them. */
  readonly oomEvents: number | null;
  readonly hostAvailableBytes: Bytes | null;
};

/** Of which nothing is known. */
export const UNREAD_MEMORY: MemoryReading = {
  source: null,
  limitBytes: null,
  currentBytes: null,
  peakBytes: null,
  anonBytes: null,
  fileBytes: null,
  shmemBytes: null,
  unreclaimableBytes: null,
  workingSetBytes: null,
  swapBytes: null,
  oomKills: null,
  oomEvents: null,
  hostAvailableBytes: null,
};

export type CpuReading = {
  readonly usagePercent: number | null;
  readonly limitCores: number | null;
  readonly throttledPercent: number | null;
};

/** What the collector takes in the target. */
export type Cost = { readonly cpuPercent: number | null; readonly rssBytes: Bytes | null };
