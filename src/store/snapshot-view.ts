// The view of snapshots, as data. No colour, no sentence.
import type { Snapshot, SnapshotDiff, SnapshotPart } from "../domain/snapshot.ts";
import type { Untrusted } from "../domain/text.ts";
import type { EpochMs } from "../domain/units.ts";

export type SnapshotView = {
  /** Whose it is; null: nobody was selected. */
  readonly of: SnapshotOwner | null;
  /** Null: there is none, or nothing of it has come yet. */
  readonly snapshot: Snapshot | null;
  /** It is being read; null: it is whole. `percent` of the part; null: nobody can say. */
  readonly taking: {
    readonly part: SnapshotPart | null;
    readonly percent: number | null;
    readonly isCancelled: boolean;
  } | null;
  /** Which one of its slot, from 1, oldest first; `count` 0: there is none. */
  readonly index: number;
  readonly count: number;
  /** What changed; null: there is nothing to compare with. */
  readonly diff: SnapshotDiff | null;
  readonly against: {
    /** Its slot or PID; null: the slot is the same. */
    readonly name: string | null;
    readonly at: EpochMs;
    /** Whether it knows these lists at all: what is not in a list that is not there is unknown. */
    readonly hasClasses: boolean;
    readonly hasHolders: boolean;
  } | null;
  /** The newest one of each other slot, by name. */
  readonly others: readonly OtherSlot[];
  /** A recording is played: none can be taken. */
  readonly isPlayed: boolean;
  /** First line of the window that is wanted. */
  readonly offset: number;
};

export type SnapshotOwner = {
  /** Null: it has no slot. */
  readonly slot: Untrusted | null;
  readonly serverId: string | null;
  readonly pid: number;
  readonly generation: number | null;
  /** It is known to have ended since. */
  readonly isGone: boolean;
};

export type OtherSlot = {
  readonly name: string;
  readonly at: EpochMs;
  readonly usedBytes: number | null;
  /** What the shown one's largest holder has there; its elements are null where it is not among those that were listed. */
  readonly holder: {
    readonly name: Untrusted;
    readonly elements: number | null;
    /** Here less there, as everywhere. */
    readonly elementsChange: number | null;
  } | null;
  readonly isCompared: boolean;
};
