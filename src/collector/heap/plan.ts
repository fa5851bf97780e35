// Whose live heap is read now, and where. Pure.
import type { HeapWish } from "../../domain/demand.ts";
import type { HeapPlace } from "../../domain/snapshot.ts";
import { canAfford, PRICE_OF_MEMORY, spent, type Budget } from "../budget.ts";
import { activityOf, type HeapKnown, type Known, type Roster } from "../known.ts";
import type { Stat } from "../parse/process.ts";

const EVERY_MS = 10_000;
/** Of a process that did nothing since that could be counted. Each reading is a process in the target. */
const IDLE_EVERY_MS = 25_000;
/** A reading that comes a little early is on time. */
const SLACK_MS = 500;

export type HeapAsked = { readonly pid: number; readonly place: HeapPlace };
export type HeapPlan = {
  readonly asked: readonly HeapAsked[];
  /** Nobody knows where its heap is. */
  readonly search: number | null;
  /** Somebody was due, and there was no money. */
  readonly refused: boolean;
};

type Placed = { readonly known: Known; readonly place: HeapPlace | null };

/**
 * Who is due: those never read in the order wished for, then the oldest. One search at a time.
 * @param reserveMs what must be left for the readings
 */
export function planHeaps(
  budget: Budget,
  roster: Roster,
  wishes: readonly HeapWish[],
  { nowMs, reserveMs }: { readonly nowMs: number; readonly reserveMs: number },
): HeapPlan {
  const due = placed(roster, wishes, nowMs).filter(
    ({ known: { heap, stat }, place }) =>
      heap.triedMs === null ||
      nowMs - heap.triedMs >= everyMs(heap, stat) - SLACK_MS ||
      (place !== null && place.gcAddress !== null && heap.place?.gcAddress === null),
  );
  const ordered = due.toSorted((a, b) => (a.known.heap.triedMs ?? 0) - (b.known.heap.triedMs ?? 0));
  const search = ordered.find(({ place }) => place === null)?.known.stat.pid ?? null;
  return { ...afforded(budget, ordered, { reserveMs, times: 1 }), search };
}

const everyMs = ({ activity }: HeapKnown, stat: Stat): number =>
  activity === activityOf(stat) ? IDLE_EVERY_MS : EVERY_MS;

/** All that are wished for, for an instant: each is read twice or not at all. */
export const planInstant = (
  budget: Budget,
  roster: Roster,
  wishes: readonly HeapWish[],
  { nowMs, reserveMs }: { readonly nowMs: number; readonly reserveMs: number },
): Omit<HeapPlan, "search"> =>
  afforded(budget, placed(roster, wishes, nowMs), { reserveMs, times: 2 });

function afforded(
  budget: Budget,
  all: readonly Placed[],
  { reserveMs, times }: { readonly reserveMs: number; readonly times: number },
): Omit<HeapPlan, "search"> {
  const asked: HeapAsked[] = [];
  let rest = spent(budget, reserveMs);
  for (const { known, place } of all) {
    if (place === null) continue;
    const price = times * priceOfPlace(place);
    if (!canAfford(rest, price)) return { asked, refused: true };
    rest = spent(rest, price);
    asked.push({ pid: known.stat.pid, place });
  }
  return { asked, refused: false };
}

export const priceOfPlace = ({ gcAddress }: HeapPlace): number =>
  (gcAddress === null ? 1 : 2) * PRICE_OF_MEMORY;

const placed = (roster: Roster, wishes: readonly HeapWish[], nowMs: number): readonly Placed[] =>
  wishes.flatMap(({ pid, place }): readonly Placed[] => {
    const known = roster.get(pid);
    if (known === undefined || nowMs < (known.heap.shutUntilMs ?? 0)) return [];
    return [{ known, place: placeOf(known, place, roster) }];
  });

/** Where a snapshot saw it, else where it was read, else where a process of the same tree has it: forks keep addresses. */
function placeOf(known: Known, wished: HeapPlace | null, roster: Roster): HeapPlace | null {
  const { place, notAt } = known.heap;
  const isTried = ({ heapAddress }: HeapPlace): boolean => notAt.includes(heapAddress);
  if (wished !== null && (wished.heapAddress === place?.heapAddress || !isTried(wished)))
    return wished;
  if (place !== null) return place;
  const kin = kinPlace(known, roster);
  return kin === null || isTried(kin) ? null : kin;
}

function kinPlace({ stat: { pid, ppid } }: Known, roster: Roster): HeapPlace | null {
  const parent = roster.get(ppid)?.heap.place ?? null;
  if (parent !== null) return parent;
  for (const { stat, heap } of roster.values())
    if (heap.place !== null && (stat.ppid === pid || (stat.ppid === ppid && ppid > 1)))
      return heap.place;
  return null;
}
