import type { Probe } from "./pod.ts";
import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

/** What is wrong, with what it stands on. The only place that judges; `words/conclusions.ts` has the sentences. Kinds are those of contract 2.6, and `kubelet-killed`. */
export type Conclusion = OomKilled | KubeletKilled | CrashLoop | Connections;

export type OomKilled = {
  readonly kind: "oom-killed";
  readonly confidence: "high" | "medium";
  /**
   * Whose limit it was: the group's own, or another's above it (the machine's, a parent cgroup's).
   * `elsewhere`: only the machine counted, for all its containers: what died in the watched one at that moment is known, whom the kernel killed is not.
   */
  readonly by: "own-limit" | "machine" | "unknown" | "elsewhere";
  readonly limitBytes: Bytes | null;
  /** Kills counted by the kernel, those in `formerKills` included; 0: only its engine tells of them. */
  readonly kills: number;
  /** Of these, counted in groups that are gone: a container that is started again counts from 0. */
  readonly formerKills: number;
  /** Of `kills`, those that no rise of the counter told: of before we came, or while nothing could be read. */
  readonly unseenKills: number;
  /** Kills that happened while we watched, without those that ended one of `deaths`. */
  readonly seen: readonly OomKill[];
  /** How the watched container came to its ends before; null: it did not, or nobody tells. */
  readonly past: OomPast | null;
  /** Lives of the watched container in which another than the main process was killed, oldest first. */
  readonly children: readonly OomChild[];
};

/** Lives of a container (or of a unit) that ended for want of memory. */
export type OomPast = {
  /** The unit's name, as a machine has many; null: the container that is watched. */
  readonly unit: Untrusted | null;
  /** Oldest first; one at least. */
  readonly deaths: readonly OomDeath[];
  /** Its limit now; null: it has none. */
  readonly limitBytes: Bytes | null;
  /** Bytes per hour that lead from nothing to the limit in a life, if memory grew linearly; null: no limit, or no life was long enough to tell. */
  readonly bytesPerHour: number | null;
  /** Of a pod, which keeps one former life only: how often it was started again, and how long that took on average; null: no more than is told of each. */
  readonly restarts: { readonly count: number; readonly everyMs: number } | null;
};

export type OomDeath = {
  readonly endedAt: EpochMs | null;
  readonly lifeMs: number | null;
  /** False: it ended by a SIGKILL (exit 137), and nobody tells whether the kernel sent it. */
  readonly isSure: boolean;
};

/** Told by its runtime alone (`OOMKilled`, and the main process ended by itself or by the kubelet): whom it was, and when, nobody knows. */
export type OomChild = { readonly endedAt: EpochMs | null; readonly exitCode: number | null };

/** One rise of the counter and who was gone at that moment. */
export type OomKill = {
  readonly at: EpochMs;
  readonly count: number;
  readonly victims: readonly { readonly pid: number; readonly slot: Untrusted | null }[];
};

/** Ended by the kubelet and not by the kernel, as the events of its pod tell; its exit code tells nothing: who ends on SIGTERM has 0. */
export type KubeletKilled = ProbeKills | Eviction;

export type ProbeKills = {
  readonly kind: "kubelet-killed";
  readonly cause: "liveness" | "startup";
  readonly confidence: "high";
  readonly container: Untrusted;
  /** As far as its cluster keeps events: an hour, and of many alike not all. */
  readonly kills: number;
  /** The last one. */
  readonly at: EpochMs | null;
  /** Of the life that this ended; null: not told. */
  readonly exitCode: number | null;
  readonly probe: Probe | null;
  /** What the probe was answered last: `Liveness probe failed: …`. */
  readonly answer: Untrusted | null;
};

export type Eviction = {
  readonly kind: "kubelet-killed";
  readonly cause: "evicted";
  readonly confidence: "high";
  readonly pod: Untrusted;
  readonly at: EpochMs | null;
  /** Why, in the words of the kubelet. */
  readonly why: Untrusted;
  /** Who holds more than it asked for goes first. */
  readonly requestBytes: Bytes | null;
};

export type CrashLoop = {
  readonly kind: "crash-loop";
  readonly confidence: "high";
  readonly serverId: string;
  readonly slot: Untrusted;
  /** Starts within `windowMs` before `at`. */
  readonly starts: number;
  readonly windowMs: number;
  readonly lastPid: number;
  readonly at: EpochMs;
};

/** Of TCP connections. */
export type Connections = OrphanListens | RisingConnections;

export type OrphanListens = {
  readonly kind: "connections";
  readonly cause: "orphan-listens";
  readonly confidence: "high";
  readonly serverId: string;
  readonly port: number;
  /** Processes whose manager is gone, which hold a listening socket of the port; one at least. */
  readonly holders: readonly { readonly pid: number; readonly slot: Untrusted | null }[];
};

export type RisingConnections = {
  readonly kind: "connections";
  readonly cause: "rising";
  readonly confidence: "medium";
  readonly serverId: string;
  /** Of the peer. */
  readonly port: number;
  /** Of those that rose, as far as they have one. */
  readonly slots: readonly Untrusted[];
  /** How many processes of the role rose, and how many there are. */
  readonly risen: number;
  readonly of: number;
  readonly from: EpochMs;
  /** Connections of those that rose, then and now. */
  readonly before: number;
  readonly now: number;
  /** Crontab ticks in that time; null: no tasks are known. */
  readonly ticks: number | null;
};
