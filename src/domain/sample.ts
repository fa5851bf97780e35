import type { SampleFault } from "./fault.ts";
import type { Cost, CpuReading, MemoryReading, ThpMode } from "./reading.ts";
import type { Role, RoleSource, ServerMode } from "./role.ts";
import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

/** What was read from one target at one instant, with what each process is. Immutable; contract 2.1 `sample` is its JSON. */
export type Sample = {
  readonly at: EpochMs;
  readonly seq: number;
  readonly lateMs: number | null;
  readonly servers: readonly Server[];
  /** What is not a Swoole process, in one sum. */
  readonly others: { readonly count: number | null; readonly rssBytes: Bytes | null };
  /** Where no server runs: names of what does, the largest first. Not recorded. */
  readonly strangers?: readonly Untrusted[];
  readonly memory: MemoryReading | null;
  readonly cpu: CpuReading | null;
  readonly lastPid: number | null;
  readonly thp: ThpMode | null;
  readonly cost: Cost;
  readonly faults: readonly SampleFault[];
};

/** One Swoole server: a tree of processes that were forked from one start. */
export type Server = {
  /** Stable over restarts: the app, `swoole` without one; `-2`, `-3` for more. */
  readonly id: string;
  readonly rootPid: number | null;
  readonly app: Untrusted | null;
  readonly framework: string | null;
  readonly mode: ServerMode | null;
  /** Its own cgroup's, when it is not the target's. */
  readonly memory: MemoryReading | null;
  readonly processes: readonly Process[];
};

export type Process = {
  readonly pid: number;
  readonly nsPid: number | null;
  readonly ppid: number | null;
  readonly startedAt: EpochMs | null;
  readonly role: Role | null;
  readonly roleFrom: RoleSource | null;
  /** Of a user process: `crontab-dispatcher`. */
  readonly name: Untrusted | null;
  /** `Master`, `Manager`, `Worker.N`, `TaskWorker.N`, `<name>.N`; null when it cannot be told, and for a child. */
  readonly slot: Untrusted | null;
  /** Of a child: the slot of the process that forked it. */
  readonly parentSlot: Untrusted | null;
  /** 1 for the first incarnation seen in its slot; null without a slot. */
  readonly generation: number | null;
  /** Its manager is gone: nobody restarts it, and it still holds the port. */
  readonly orphan: boolean;
  readonly rssBytes: Bytes | null;
  readonly rssAnonBytes: Bytes | null;
  readonly rssShmemBytes: Bytes | null;
  readonly swapBytes: Bytes | null;
  readonly ussBytes: Bytes | null;
  readonly ussAt: EpochMs | null;
  readonly pssBytes: Bytes | null;
  /** Live Zend heap and gc_globals, where they may be read. */
  readonly heapBytes: Bytes | null;
  readonly heapRealBytes: Bytes | null;
  readonly gcRoots: number | null;
  readonly gcRuns: number | null;
  readonly cpuPercent: number | null;
  readonly threads: number | null;
  readonly openFiles: number | null;
  /** Established connections by peer port; those that came in by a port somebody listens to are in `accepted`. */
  readonly sockets: Readonly<Record<string, number>> | null;
  /** When sockets, accepted and listens were read. */
  readonly socketsAt: EpochMs | null;
  readonly accepted: number | null;
  /** Ports it holds a listening socket of, lowest first. */
  readonly listens: readonly number[] | null;
};

/** One process in one life: a PID is used again, a PID with its start time is not. */
export type IncarnationKey = `${number}@${number | "?"}`;

export const incarnationKey = ({
  pid,
  startedAt,
}: Pick<Process, "pid" | "startedAt">): IncarnationKey => `${pid}@${startedAt ?? "?"}`;

/** Every process of a sample with the server it belongs to, in the order of the sample. */
export const allProcesses = (sample: Sample): readonly { server: Server; process: Process }[] =>
  sample.servers.flatMap((server) => server.processes.map((process) => ({ server, process })));
