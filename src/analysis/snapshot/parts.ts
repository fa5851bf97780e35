import {
  SNAPSHOT_LIST_LENGTHS,
  type Holder,
  type Snapshot,
  type SnapshotPart,
} from "../../domain/snapshot.ts";

/**
 * How much of a part is there: all that the reader found; some, or none, and no more will come; or it is still to come.
 * A document of contract 2.5 may lack the steps: then a part without a fault is whole.
 */
export function partState(
  { steps, faults }: Snapshot,
  part: SnapshotPart,
): "whole" | "cut" | "to-come" {
  if (faults.some((fault) => fault.part === part)) return "cut";
  if (steps.length === 0 || steps.some((step) => step.part === part)) return "whole";
  return faults.some((fault) => fault.part === null) ? "cut" : "to-come";
}

/** All classes are listed, so that one which is not has no object. */
export const listsAllClasses = (snapshot: Snapshot): boolean =>
  snapshot.classes !== null &&
  snapshot.classes.length < SNAPSHOT_LIST_LENGTHS.classes &&
  partState(snapshot, "2a") === "whole";

/** All holders of a kind are listed: one which is not holds fewer than the 16 elements and takes less than the 64 KiB from which the reader lists an array. */
export const listsAllHolders = (snapshot: Snapshot, kind: Holder["kind"]): boolean =>
  snapshot.holders !== null &&
  snapshot.holders.length < SNAPSHOT_LIST_LENGTHS.holders &&
  hasLooked(snapshot, kind);

/** Statics and globals come with the objects; properties and static variables come last. */
export const hasLooked = (snapshot: Snapshot, kind: Holder["kind"]): boolean =>
  partState(snapshot, kind === "static" || kind === "global" ? "2a" : "2b") === "whole";
