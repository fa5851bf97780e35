// What rules stand on. One table says where each fact comes from, and which are never read.
import type { Container } from "./container.ts";
import type { Declarations } from "./declarations.ts";
import type { LogEvent } from "./log.ts";
import type { Pod } from "./pod.ts";
import type { Project } from "./project.ts";
import type { CpuReading, MemoryReading } from "./reading.ts";
import type { Role, ServerMode } from "./role.ts";
import type { RunsSeen } from "./runs.ts";
import type { EpochMs } from "./units.ts";

/** A fact with where it was read, or why it is not known: the sentence says what would settle it. */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly from: string }
  | { readonly known: false; readonly why: string };

export const known = <T>(value: T, from: string): Fact<T> => ({ known: true, value, from });
export const unknown = (why: string): Fact<never> => ({ known: false, why });

export type Facts = {
  readonly now: EpochMs;
  readonly project: Fact<Project>;
  readonly declarations: Fact<Declarations>;
  readonly processes: Fact<Running>;
  readonly cgroup: Fact<MemoryReading>;
  readonly cpu: Fact<CpuReading>;
  readonly replicas: Fact<number>;
  readonly pod: Fact<InPod>;
  /** Names of the PHP extensions that a process has mapped. */
  readonly extensions: Fact<readonly string[]>;
  /** `memory.oom.group` of the container's cgroup. */
  readonly oomGroup: Fact<boolean>;
  /** Words of PID 1's command line. */
  readonly init: Fact<readonly string[]>;
  readonly logs: Fact<LogFacts>;
  readonly redis: Fact<never>;
};
export type FactName = Exclude<keyof Facts, "now">;

/** The watched container in its pod: limit, restarts, lives; what its spec asks for, its workload, its events. */
export type InPod = Container & { readonly pod: Pod };

/** What its logs say. */
export type LogFacts = {
  /** Of its tasks; null: no line of crontab was seen. */
  readonly runs: RunsSeen | null;
  /** Locks that failed, oldest first. */
  readonly blocked: readonly LogEvent[];
  /** How many records name their writer. */
  readonly attributed: { readonly named: number; readonly of: number };
};

/** What is read of a target once, with its project; null: not readable there. */
export type MachineFacts = {
  readonly extensions: readonly string[] | null;
  readonly oomGroup: boolean | null;
  readonly init: readonly string[] | null;
};

/** What is seen of the running processes, over a window. */
export type Running = {
  readonly windowMs: number;
  readonly servers: readonly RunningServer[];
};
export type RunningServer = {
  readonly id: string;
  readonly framework: string | null;
  readonly mode: ServerMode | null;
  /** How many of each role live now. */
  readonly counts: Readonly<Partial<Record<Role, number>>>;
  /** User processes by name. */
  readonly userProcesses: Readonly<Record<string, number>>;
  readonly slots: readonly RunningSlot[];
};
export type RunningSlot = {
  readonly slot: string | null;
  readonly role: Role | null;
  readonly name: string | null;
  readonly pid: number;
  readonly ageMs: number | null;
  /** Starts seen within the window. */
  readonly starts: number;
  /** Private memory, now and its change within this life over the window; null: too little is known. */
  readonly bytes: number | null;
  readonly growthBytes: number | null;
  readonly bytesPerMinute: number | null;
  /** Established connections by peer port; null: not read. */
  readonly sockets: Readonly<Record<string, number>> | null;
  readonly orphan: boolean;
};

type FactSource = {
  readonly fact: string;
  /** What may give it, the best first. */
  readonly sources: readonly string[];
  /** Why nobody ever reads it; null: it is read. */
  readonly never: string | null;
};

/** Where each fact comes from. */
export const FACT_SOURCES: Readonly<Record<FactName, FactSource>> = {
  project: {
    fact: "what the project declares",
    sources: ["project files", "recording"],
    never: null,
  },
  declarations: { fact: "the project's files in full", sources: ["project files"], never: null },
  processes: { fact: "the running processes", sources: ["target", "recording"], never: null },
  cgroup: { fact: "memory limit and counters", sources: ["target", "recording"], never: null },
  cpu: { fact: "CPU limit and throttling", sources: ["target", "recording"], never: null },
  replicas: {
    fact: "how many replicas run",
    sources: ["--replicas", "cluster", "manifest in the project"],
    never: null,
  },
  pod: { fact: "the pod as its cluster tells it", sources: ["cluster", "recording"], never: null },
  extensions: {
    fact: "PHP extensions in use",
    sources: ["maps of a process", "php.ini"],
    never: null,
  },
  oomGroup: { fact: "memory.oom.group", sources: ["target"], never: null },
  init: { fact: "the command of PID 1", sources: ["target"], never: null },
  logs: {
    fact: "what the logs say",
    sources: ["logs of a target", "recording"],
    never: null,
  },
  redis: {
    fact: "keys and state of Redis",
    sources: [],
    never: "swtop talks to no database: it would need its credentials",
  },
};
