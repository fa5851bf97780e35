import type { Snapshot, SnapshotProgress } from "../domain/snapshot.ts";

/** Snapshots that were taken, and the one that is being taken. */
export type Snapshots = {
  /** By slot key, oldest first, bounded; the slot that came last is last. */
  readonly kept: ReadonlyMap<string, readonly KeptSnapshot[]>;
  readonly taking: Taking | null;
};

/** With what the State knew of its process when it came. */
export type KeptSnapshot = {
  readonly snapshot: Snapshot;
  readonly serverId: string | null;
  readonly generation: number | null;
};

export type Taking = {
  readonly slotKey: string;
  readonly pid: number;
  /** Null before its first part. */
  readonly progress: SnapshotProgress | null;
  readonly isCancelled: boolean;
};

export const NO_SNAPSHOTS: Snapshots = { kept: new Map(), taking: null };

/** The snapshots of one slot, when they stand before the processes. */
export type SnapshotScreen = {
  /** Null: there was nobody to look at. */
  readonly slotKey: string | null;
  /** Which one, by `snapshotKey`; null: the newest, also when a newer one comes. */
  readonly chosen: string | null;
  /** The slot whose newest one it is compared with; null: with the one before of the same slot. */
  readonly against: string | null;
  /** First line of the window. */
  readonly offset: number;
};

/** Finds one again among those of its slot. */
export const snapshotKey = ({ at, pid }: Pick<Snapshot, "at" | "pid">): string => `${at} ${pid}`;
