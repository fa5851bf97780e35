import type { Snapshot, SnapshotFault, SnapshotFinding } from "../../domain/snapshot.ts";
import { evidenceOf, type Evidence } from "./evidence.ts";
import { grownWeight } from "./growth.ts";
import { liveBytes, WEIGHED, type Weight } from "./kinds.ts";
import * as from from "./thresholds.ts";

/**
 * What is the memory of this process?
 *
 * Its own memory is told apart by what could free it: garbage in cycles (gc), free room in the heap (gc_mem_caches), memory outside of the heap
 * (nothing in PHP), live values (the application). What grew since an earlier snapshot answers first, then the heaviest part that is large in itself.
 *
 * @param earlier  of the same life of the process; any other is ignored.
 * @returns        null while a part that has not come, or could not be read, may still be the heaviest.
 * @source         design/screens.md, snapshot view; reference/ground-truth.md part 7
 */
export function concludeSnapshot(
  snapshot: Snapshot,
  earlier: Snapshot | null,
): SnapshotFinding | null {
  const evidence = evidenceOf(snapshot, earlier);
  const grown = grownWeight(evidence);
  const heaviest = heaviestOf(evidence);
  if (grown !== null && settles(grown, heaviest)) return findingOf(grown, snapshot);
  if (heaviest !== null) {
    return heaviest.bytes >= undividedBytes(evidence, heaviest)
      ? findingOf(heaviest, snapshot)
      : null;
  }
  if (isUnreadable(snapshot)) return { kind: "unreadable", confidence: null, holder: null };
  return nothing(snapshot, evidence);
}

function heaviestOf(evidence: Evidence): Weight | null {
  return WEIGHED.reduce<Weight | null>((heaviest, weigh) => {
    const weight = weigh(evidence);
    return weight !== null && weight.bytes > (heaviest?.bytes ?? 0) ? weight : heaviest;
  }, null);
}

/** Growth comes first, but for one that nobody explains, and for garbage that weighs more. */
function settles(grown: Weight, heaviest: Weight | null): boolean {
  if (heaviest === null) return true;
  if (heaviest.kind === "cycles" && heaviest.bytes > grown.bytes) return false;
  return grown.kind === "native" || grown.holder !== null;
}

/** Used memory of which nobody knows yet whether it is alive. */
function undividedBytes({ amounts: { used, garbage } }: Evidence, { kind, bytes }: Weight): number {
  // that so much is garbage is so, whatever the rest is
  if (garbage !== null || used === null || kind === "cycles") return 0;
  return kind === "held" ? used - bytes : used;
}

function nothing(snapshot: Snapshot, { amounts, heldState }: Evidence): SnapshotFinding | null {
  if (amounts.used === null || amounts.native === null) return null;
  // less than a chunk can be neither held nor garbage in a size that counts
  const isSmall = amounts.used < from.CHUNK_BYTES;
  if (!isSmall && (liveBytes(amounts) === null || heldState !== "whole")) return null;
  const confidence = nothingFor(amounts.used);
  return findingOf({ kind: "nothing", bytes: 0, confidence, holder: null }, snapshot);
}

/** A leak of which nobody can name the holder looks the same until it is large. */
const nothingFor = (used: number): Weight["confidence"] =>
  used < from.LITTLE_BYTES ? "high" : "medium";

function findingOf({ kind, confidence, holder }: Weight, snapshot: Snapshot): SnapshotFinding {
  return { kind, confidence: isShaky(kind, snapshot) ? LOWER[confidence] : confidence, holder };
}

const LOWER = { high: "medium", medium: "low", low: "low" } as const;

/** The process moved while it was read, so that some of what is taken for live may be garbage. What is held by a dry run that was cut is judged without it. */
function isShaky(kind: SnapshotFinding["kind"], { heap, faults }: Snapshot): boolean {
  if (heap?.exact === false) return true;
  const isMoved = faults.some((fault) => fault.part === "3" && fault.kind === "moved");
  return isMoved && (kind === "held" || kind === "nothing");
}

/** There is no heap to judge, and there will be none. That somebody ended the reading says nothing about the process. */
function isUnreadable({ heap, kinds, level, faults }: Snapshot): boolean {
  const lacks = (part: SnapshotFault["part"]) =>
    faults.some((fault) => fault.kind !== "cancelled" && (fault.part ?? part) === part);
  return (kinds === null && lacks("0")) || (heap === null && level >= 1 && lacks("1"));
}
