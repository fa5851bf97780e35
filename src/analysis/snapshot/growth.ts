import type { Amounts, Evidence } from "./evidence.ts";
import { liveBytes, type Weight } from "./kinds.ts";
import * as from from "./thresholds.ts";

/**
 * What grew since an earlier snapshot, when that settles it: growth outside of the heap, or of live values.
 * These two have no size that is too large in itself. Garbage and free room have: they are judged by their size alone, and here only may outgrow the others.
 */
export function grownWeight({ amounts, growth, heldState }: Evidence): Weight | null {
  if (growth === null) return null;
  const own = (amounts.real ?? 0) + (amounts.native ?? 0);
  const least = Math.max(from.GROWN_FROM_BYTES, own * from.GROWN_SHARE);
  const grown = [nativeGrowth(amounts, growth.amounts), heldGrowth(growth, heldState)]
    .filter((each) => each !== null)
    .toSorted((a, b) => b.bytes - a.bytes)[0];
  if (grown === undefined || grown.bytes < least) return null;
  return othersGrowth(growth.amounts, grown) > grown.bytes ? null : grown;
}

/** A growth needs two readings of the same kind: without the heap in both there is nothing to hold it against. */
function nativeGrowth(now: Amounts, { native, used }: Amounts): Weight | null {
  if (native === null || used === null) return null;
  const isLarge = (now.native ?? 0) >= from.NATIVE_FROM_BYTES;
  return {
    kind: "native",
    bytes: native,
    confidence: isLarge ? "high" : "medium",
    holder: null,
  };
}

/** Live values grew, and an array is the reason, or none that can be named. */
function heldGrowth(
  { amounts, held }: NonNullable<Evidence["growth"]>,
  heldState: Evidence["heldState"],
): Weight | null {
  const live = liveBytes(amounts);
  const bytes = live ?? amounts.used;
  if (bytes === null) return null;
  const weight = { kind: "held", bytes } as const;
  const [largest] = held;
  if (largest !== undefined && largest.bytes >= bytes * from.GROWN_HOLDER_SHARE) {
    // Without a dry run: an array that grew was in use between the two readings, the rest of the growth may be anything
    return { ...weight, confidence: live === null ? "medium" : "high", holder: largest.holder };
  }
  const peopled = held
    .filter(({ isPeopled }) => isPeopled)
    .toSorted((a, b) => b.elements - a.elements)[0];
  if (peopled !== undefined) return { ...weight, confidence: "medium", holder: peopled.holder };
  // a static may have grown less than a property that is still to come
  if (live === null || heldState === "to-come") return null;
  return { ...weight, confidence: "low", holder: null };
}

/** The largest growth that would be another answer, or none: garbage, free room, a heap that nobody has told apart. */
function othersGrowth({ used, garbage, idle }: Amounts, { kind }: Weight): number {
  return Math.max(garbage ?? 0, idle ?? 0, kind === "held" ? 0 : (used ?? 0));
}
