import type { SnapshotFinding } from "../../domain/snapshot.ts";
import type { Untrusted } from "../../domain/text.ts";
import { MIB } from "../../domain/units.ts";
import type { Amounts, Evidence, HeldArray } from "./evidence.ts";
import * as from from "./thresholds.ts";

/** That a process's memory is of one kind in a large part: how many bytes, and how sure. */
export type Weight = {
  readonly kind: SnapshotFinding["kind"];
  readonly bytes: number;
  readonly confidence: "high" | "medium" | "low";
  readonly holder: Untrusted | null;
};

/** Each says whether its kind is there in a size that counts. The heaviest is the conclusion; of equal ones, the first. */
export const WEIGHED: readonly ((evidence: Evidence) => Weight | null)[] = [
  cycles,
  fragmentation,
  native,
  held,
];

function cycles({ amounts: { garbageSeen: garbage, used } }: Evidence): Weight | null {
  if (garbage === null || used === null) return null;
  if (garbage < from.CHUNK_BYTES || garbage < from.GARBAGE_SHARE * used) return null;
  const confidence = garbage >= used / 2 ? "high" : "medium";
  return { kind: "cycles", bytes: garbage, confidence, holder: null };
}

function fragmentation({ amounts: { idle, real } }: Evidence): Weight | null {
  if (idle === null || real === null) return null;
  const isMost = idle >= from.IDLE_FROM_BYTES && idle >= from.IDLE_SHARE * real;
  const isMuch = idle >= from.IDLE_MUCH_BYTES && idle >= from.IDLE_MUCH_SHARE * real;
  if (!isMost && !isMuch) return null;
  const confidence = idle >= from.IDLE_SURE_SHARE * real ? "high" : "medium";
  return { kind: "fragmentation", bytes: idle, confidence, holder: null };
}

function native({ amounts }: Evidence): Weight | null {
  const { used, real, native: bytes } = amounts;
  if (bytes === null || real === null) return null;
  const isSure = bytes >= from.NATIVE_SURE_BYTES && bytes >= from.NATIVE_SURE_TIMES_HEAP * real;
  // without the heap itself its size is an estimate from the shape of the maps
  if (used === null && !isSure) return null;
  if (bytes < from.NATIVE_FROM_BYTES || bytes < real) return null;
  const confidence = isSure && used !== null ? "high" : "medium";
  return { kind: "native", bytes, confidence, holder: null };
}

function held(evidence: Evidence): Weight | null {
  const { amounts } = evidence;
  const live = liveBytes(amounts);
  if (live !== null) return heldOf(live, evidence);
  // Before the dry run only what a static holds is known to be alive: half of all, or it may as well be garbage
  const rooted = evidence.held.find(({ isRooted }) => isRooted);
  if (rooted === undefined || amounts.used === null) return null;
  const bytes = Math.min(rooted.bytes, amounts.used);
  if (bytes < from.CHUNK_BYTES || bytes < amounts.used * from.HOLDER_MOST_SHARE) return null;
  return { kind: "held", bytes, confidence: "medium", holder: rooted.holder };
}

function heldOf(live: number, evidence: Evidence): Weight | null {
  const holder = evidence.held.find((each) => standsOut(each, live));
  if (holder !== undefined) {
    const isMost = holder.bytes >= live * from.HOLDER_MOST_SHARE;
    return {
      kind: "held",
      bytes: live,
      confidence: isMost ? "high" : "medium",
      holder: grownMost(evidence) ?? holder.holder,
    };
  }
  if (live < from.LIVE_FROM_BYTES || evidence.heldState === "to-come") return null;
  const confidence = live >= from.LIVE_SURE_BYTES ? "medium" : "low";
  return { kind: "held", bytes: live, confidence, holder: null };
}

const standsOut = ({ bytes }: HeldArray, live: number): boolean =>
  (bytes >= from.CHUNK_BYTES && bytes >= live * from.HOLDER_MOST_SHARE) ||
  (bytes >= from.HOLDER_BIG_BYTES && bytes >= live * from.HOLDER_BIG_SHARE);

/** The array that grew most, when it grew by what can be seen (the first decimal of a MiB is noise of a sampled size). */
function grownMost({ growth }: Evidence): Untrusted | null {
  const most = growth?.held[0];
  return most !== undefined && most.bytes >= MIB ? most.holder : null;
}

/** Used and no garbage. */
export const liveBytes = ({ used, garbage }: Amounts): number | null =>
  used === null || garbage === null ? null : used - garbage;
