import type { OomKill } from "../../domain/conclusion.ts";
import type { MemoryReading } from "../../domain/reading.ts";
import type { IncarnationKey } from "../../domain/sample.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { Bytes, EpochMs } from "../../domain/units.ts";

/** One incarnation of a slot (or of a process without one). Private memory is anonymous memory, else rss. */
export type Life = {
  readonly rowKey: string;
  readonly serverId: string;
  readonly slot: Untrusted | null;
  readonly pid: number;
  readonly nsPid: number | null;
  readonly startedAt: EpochMs | null;
  readonly firstSeenAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  readonly generation: number | null;
  readonly peakBytes: Bytes | null;
  readonly lastBytes: Bytes | null;
  /** Time of the first sample without it; null while it lives. */
  readonly endedAt: EpochMs | null;
  /** `oom` when a counter of oom kills rose with its death. */
  readonly end: "oom" | "death" | null;
};

/** Who lived and died while we watched, bounded. */
export type Churn = {
  readonly living: ReadonlyMap<IncarnationKey, Life>;
  /** By row key, oldest first. */
  readonly ended: ReadonlyMap<string, readonly Life[]>;
  /** Samples followed so far. */
  readonly samples: number;
  /** Counters of oom kills, by source: a server's id for its own cgroup, "" for the target's. */
  readonly counters: ReadonlyMap<string, Counter>;
  /** Rises of those counters, oldest first. */
  readonly kills: readonly SeenKill[];
  /** The target's counter at the first sample; null where there is none. */
  readonly baselineKills: number | null;
  /** Deaths of the last samples that no counter explains yet. */
  readonly recentDeaths: readonly Death[];
};

/** A death, and the sample that lacked the process. */
export type Death = { readonly life: Life; readonly sampleIndex: number };

/** A counter of oom kills, as last read. */
export type Counter = {
  /** At the first reading, or the first after it began anew. */
  readonly baseline: number;
  readonly kills: number;
  readonly oomEvents: number | null;
  /** When it was read last, and the index of the sample in which this group was read first. */
  readonly readAt: EpochMs;
  readonly since: number;
  /** Groups that this one took the place of: a container that is started again begins at 0. Oldest first, bounded. */
  readonly former: readonly FormerGroup[];
  /** Index of the sample in which the group's own limit was last hit; null: not while we watched. */
  readonly ownLimitHitIn: number | null;
  readonly memory: MemoryReading;
};

/** A group that is gone, as it was read last. */
export type FormerGroup = Pick<Counter, "kills" | "readAt" | "memory">;

/** A rise of one counter, with what is needed to say whose limit it was. */
export type SeenKill = OomKill & {
  readonly source: string;
  readonly sampleIndex: number;
  /** Readings before and with the rise. */
  readonly before: MemoryReading;
  readonly after: MemoryReading;
  /** The group's own limit was hit at that time; null where nobody counts that. */
  readonly hitOwnLimit: boolean | null;
  /** Counted by the machine while a group in it came to its end: it may have been in there, at that group's limit. */
  readonly isPerhapsInside: boolean;
};
