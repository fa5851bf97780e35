import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

/** What is wrong, with what it stands on. The only place that judges; `words/conclusions.ts` has the sentences. Kinds are those of contract 2.6. */
export type Conclusion = OomKilled | CrashLoop;

export type OomKilled = {
  readonly kind: "oom-killed";
  readonly confidence: "high" | "medium";
  /** Whose limit it was: the group's own, or another's above it (the machine's, a parent cgroup's). */
  readonly by: "own-limit" | "machine" | "unknown";
  readonly limitBytes: Bytes | null;
  /** Kills counted by the kernel since it began to count; null where there is no counter. */
  readonly kills: number;
  /** Kills that happened while we watched. Empty when the counter stood above zero before we came. */
  readonly seen: readonly OomKill[];
};

/** One rise of the counter and who was gone at that moment. */
export type OomKill = {
  readonly at: EpochMs;
  readonly count: number;
  readonly victims: readonly { readonly pid: number; readonly slot: Untrusted | null }[];
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
