import type { Holder, Snapshot } from "../../domain/snapshot.ts";
import type { Untrusted } from "../../domain/text.ts";
import { isSameLife } from "./life.ts";
import { hasLooked, listsAllHolders, partState } from "./parts.ts";
import * as from from "./thresholds.ts";

/** Bytes of one process by what could free them. Null: not read. */
export type Amounts = {
  /** memory_get_usage() */
  readonly used: number | null;
  /** Taken from the system by the Zend heap; its resident part where only that is known. */
  readonly real: number | null;
  /** Of `real`, not used: free slots, free pages, cached chunks, the chunks' heads. */
  readonly idle: number | null;
  /** Outside of the Zend heap and no file, share or JIT: malloc, stacks and what is of no known kind. */
  readonly native: number | null;
  /** What gc_collect_cycles() would free; null also where the dry run was cut: beyond it there may be any amount. */
  readonly garbage: number | null;
  /** What it would free at least. */
  readonly garbageSeen: number | null;
};

export type HeldArray = {
  readonly holder: Untrusted;
  readonly bytes: number;
  /** It can be reached whatever gc thinks: a static is a root of the graph. */
  readonly isRooted: boolean;
};

/** How an array grew. */
export type GrownArray = HeldArray & {
  readonly elements: number;
  /** One class got about as many new objects as the array got entries: they are its entries, also where their size cannot be walked. */
  readonly isPeopled: boolean;
};

export type Evidence = {
  readonly amounts: Amounts;
  /** Largest first; those without a size are left out. */
  readonly held: readonly HeldArray[];
  /** Of the arrays: all, only some and no more will come, or more are to come. */
  readonly heldState: ReturnType<typeof partState>;
  /** Since an earlier snapshot of the same life; null: none. */
  readonly growth: { readonly amounts: Amounts; readonly held: readonly GrownArray[] } | null;
};

export function evidenceOf(snapshot: Snapshot, earlier: Snapshot | null): Evidence {
  const amounts = amountsOf(snapshot);
  const isEarlier = earlier !== null && earlier.at < snapshot.at && isSameLife(snapshot, earlier);
  return {
    amounts,
    held: (snapshot.holders ?? []).flatMap(heldArray).toSorted(largestFirst),
    heldState: snapshot.holders === null ? partState(snapshot, "2a") : partState(snapshot, "2b"),
    growth: isEarlier
      ? { amounts: changeOf(amounts, amountsOf(earlier)), held: grownArrays(snapshot, earlier) }
      : null,
  };
}

const amountsOf = (snapshot: Snapshot): Amounts => ({
  ...heapAmounts(snapshot),
  native: nativeBytes(snapshot),
  garbage: isDryRunCut(snapshot) ? null : garbageBytes(snapshot),
  garbageSeen: garbageBytes(snapshot),
});

const heapAmounts = ({ heap, kinds }: Snapshot): Pick<Amounts, "used" | "real" | "idle"> =>
  heap === null
    ? { used: null, real: kinds?.zendBytes ?? null, idle: null }
    : { used: heap.usedBytes, real: heap.realBytes, idle: heap.realBytes - heap.usedBytes };

function nativeBytes({ kinds }: Snapshot): number | null {
  if (kinds === null || kinds.mallocBytes === null || kinds.stackBytes === null) return null;
  return kinds.mallocBytes + kinds.stackBytes + kinds.otherBytes;
}

/** That it moved alone does not count: what was garbage stays garbage, and only what became garbage between two looks is missing. */
const isDryRunCut = ({ faults }: Snapshot): boolean =>
  faults.some(({ kind, part }) => part === "3" && kind !== "moved");

/** With zend.enable_gc=0 there is no root buffer: gc would free nothing, and that says nothing about what is garbage. Measured on 8.2.36. */
function garbageBytes({ gc, dryRun }: Snapshot): number | null {
  if (dryRun === null) return null;
  return gc?.threshold === 0 && dryRun.freeableBytes === 0 ? null : dryRun.freeableBytes;
}

const changeOf = (now: Amounts, then: Amounts): Amounts => ({
  used: difference(now.used, then.used),
  real: difference(now.real, then.real),
  idle: difference(now.idle, then.idle),
  native: difference(now.native, then.native),
  garbage: difference(now.garbage, then.garbage),
  garbageSeen: difference(now.garbageSeen, then.garbageSeen),
});

const difference = (now: number | null, then: number | null): number | null =>
  now === null || then === null ? null : now - then;

const heldArray = ({ holder, kind, deepBytes }: Holder): readonly HeldArray[] =>
  deepBytes === null ? [] : [{ holder, bytes: deepBytes, isRooted: kind !== "property" }];

/**
 * By how much each array grew, at least: one that the earlier snapshot did not list was no larger than the smallest that it listed.
 * Of a property the reader shows the largest array of all objects: that grows, while many small ones do not add up.
 */
function grownArrays(now: Snapshot, earlier: Snapshot): readonly GrownArray[] {
  const before = new Map((earlier.holders ?? []).map((each) => [keyOf(each), each]));
  const moreObjects = objectChanges(now, earlier);
  return (now.holders ?? [])
    .flatMap((each): readonly GrownArray[] => {
      const then = before.get(keyOf(each)) ?? unlisted(each, earlier);
      if (then === null || then.deepBytes === null) return [];
      const { deepBytes } = then;
      const elements = (each.elements ?? 0) - (then.elements ?? each.elements ?? 0);
      const isPeopled =
        elements >= from.PEOPLED_ELEMENTS &&
        moreObjects.some((more) => Math.abs(more - elements) <= from.PEOPLED_SHARE * elements);
      return heldArray(each).map((array) => ({
        ...array,
        bytes: array.bytes - deepBytes,
        elements,
        isPeopled,
      }));
    })
    .toSorted(largestFirst);
}

/** What an array had at most that a snapshot does not name; null: nobody looked. */
function unlisted(
  { kind }: Holder,
  snapshot: Snapshot,
): { readonly deepBytes: number | null; readonly elements: number | null } | null {
  if (snapshot.holders === null || !hasLooked(snapshot, kind)) return null;
  if (listsAllHolders(snapshot, kind)) return { deepBytes: 0, elements: 0 };
  const smallest = Math.min(...snapshot.holders.map(({ deepBytes }) => deepBytes ?? 0));
  return { deepBytes: smallest, elements: null };
}

/** By how much the classes that both list grew in number. */
function objectChanges(now: Snapshot, earlier: Snapshot): readonly number[] {
  const before = new Map((earlier.classes ?? []).map(({ name, count }) => [name, count]));
  return (now.classes ?? []).flatMap(({ name, count }) => {
    const then = before.get(name);
    return then === undefined ? [] : [count - then];
  });
}

const keyOf = ({ kind, holder }: Holder): string => `${kind} ${holder}`;

const largestFirst = (a: HeldArray, b: HeldArray): number => b.bytes - a.bytes;
