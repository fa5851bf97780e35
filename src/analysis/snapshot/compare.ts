import { dateOfDay } from "../../domain/calendar.ts";
import type {
  ClassChange,
  HeapNumbers,
  Holder,
  HolderChange,
  MemoryKinds,
  Snapshot,
  SnapshotDiff,
} from "../../domain/snapshot.ts";
import { untrustedText } from "../../domain/text.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import { isSameLife } from "./life.ts";
import { listsAllClasses, listsAllHolders } from "./parts.ts";

/**
 * What `now` has more (or less) than `other`: an earlier one of the same process, or one of another slot.
 * A part that one of the two lacks is empty or null. What a cut list does not name is unknown, not 0.
 */
export function compareSnapshots(now: Snapshot, other: Snapshot): SnapshotDiff {
  return {
    against: untrustedText(`${other.slot ?? `pid ${other.pid}`} ${momentText(other.at)}`),
    againstAt: other.at,
    isSameProcess: isSameLife(now, other),
    classes: classChanges(now, other),
    holders: holderChanges(now, other),
    kinds: kindChanges(now.kinds, other.kinds),
    heap: heapChanges(now.heap, other.heap),
  };
}

function classChanges(now: Snapshot, other: Snapshot): readonly ClassChange[] {
  if (now.classes === null || other.classes === null) return [];
  const pairs = paired(now.classes, other.classes, ({ name }) => name);
  return pairs
    .flatMap(([mine, theirs, name]): readonly ClassChange[] => {
      const count = mine?.count ?? absentClass(now);
      if (count === null) return [];
      const before = theirs?.count ?? absentClass(other);
      const size = mine === null ? 0 : mine.shallowBytes;
      const sizeBefore = theirs === null ? absentClass(other) : theirs.shallowBytes;
      const countChange = difference(count, before);
      const shallowBytesChange = difference(size, sizeBefore);
      if (before !== null && isUnchanged(countChange, shallowBytesChange)) return [];
      return [{ name, count, countChange, shallowBytesChange }];
    })
    .toSorted(
      (a, b) =>
        absolute(b.shallowBytesChange) - absolute(a.shallowBytesChange) ||
        absolute(b.countChange) - absolute(a.countChange) ||
        b.count - a.count,
    );
}

function holderChanges(now: Snapshot, other: Snapshot): readonly HolderChange[] {
  if (now.holders === null || other.holders === null) return [];
  const pairs = paired(now.holders, other.holders, ({ kind, holder }) => `${kind} ${holder}`);
  return pairs
    .flatMap(([mine, theirs]): readonly HolderChange[] => {
      const known = mine ?? theirs;
      if (known === null) return [];
      const mineNow = mine ?? absentHolder(now, known);
      const theirsThen = theirs ?? absentHolder(other, known);
      if (mineNow === null) return [];
      const elementsChange = difference(mineNow.elements, theirsThen?.elements ?? null);
      const deepBytesChange = difference(mineNow.deepBytes, theirsThen?.deepBytes ?? null);
      if (theirsThen !== null && isUnchanged(elementsChange, deepBytesChange)) return [];
      const { holder, kind } = known;
      return [{ holder, kind, elements: mineNow.elements, elementsChange, deepBytesChange }];
    })
    .toSorted(
      (a, b) =>
        absolute(b.deepBytesChange) - absolute(a.deepBytesChange) ||
        absolute(b.elementsChange) - absolute(a.elementsChange),
    );
}

/** Entries of both lists under one key; the first of a key counts. */
function paired<Entry, Key extends string>(
  now: readonly Entry[],
  other: readonly Entry[],
  keyOf: (entry: Entry) => Key,
): readonly (readonly [Entry | null, Entry | null, Key])[] {
  const mine = new Map(now.toReversed().map((entry) => [keyOf(entry), entry]));
  const theirs = new Map(other.toReversed().map((entry) => [keyOf(entry), entry]));
  return [...new Set([...now, ...other].map(keyOf))].map((key) => [
    mine.get(key) ?? null,
    theirs.get(key) ?? null,
    key,
  ]);
}

/** What a list does not name: none of it, or unknown when the list ends early. */
const absentClass = (snapshot: Snapshot): number | null => (listsAllClasses(snapshot) ? 0 : null);

const absentHolder = (snapshot: Snapshot, { kind }: Holder) =>
  listsAllHolders(snapshot, kind) ? { elements: 0, deepBytes: 0 } : null;

function kindChanges(now: MemoryKinds | null, other: MemoryKinds | null): SnapshotDiff["kinds"] {
  if (now === null || other === null) return null;
  const change = (key: keyof MemoryKinds) => difference(now[key], other[key]);
  return {
    rssBytes: change("rssBytes"),
    zendBytes: change("zendBytes"),
    sharedBytes: change("sharedBytes"),
    fileBytes: change("fileBytes"),
    mallocBytes: change("mallocBytes"),
    stackBytes: change("stackBytes"),
    jitBytes: change("jitBytes"),
    gcBufferBytes: change("gcBufferBytes"),
    otherBytes: change("otherBytes"),
  };
}

function heapChanges(now: HeapNumbers | null, other: HeapNumbers | null): SnapshotDiff["heap"] {
  if (now === null || other === null) return null;
  const change = (key: keyof HeapNumbers) => difference(now[key], other[key]);
  return {
    usedBytes: change("usedBytes"),
    realBytes: change("realBytes"),
    peakBytes: change("peakBytes"),
    realPeakBytes: change("realPeakBytes"),
    freeSlotBytes: change("freeSlotBytes"),
    freePageBytes: change("freePageBytes"),
    cachedChunks: change("cachedChunks"),
    emptyChunks: change("emptyChunks"),
    hugeBlocks: change("hugeBlocks"),
    hugeBytes: change("hugeBytes"),
  };
}

const difference = (now: number | null, then: number | null): number | null =>
  now === null || then === null ? null : now - then;

const isUnchanged = (...changes: readonly (number | null)[]): boolean =>
  changes.every((change) => change === null || change === 0);

const absolute = (change: number | null): number => Math.abs(change ?? 0);

/** `2026-11-26T13:31:02Z`. */
function momentText(at: EpochMs): string {
  const day = Math.floor(at / (24 * HOUR_MS));
  const rest = at - day * 24 * HOUR_MS;
  const clock = [rest / HOUR_MS, (rest / MINUTE_MS) % 60, (rest / SECOND_MS) % 60];
  const text = clock.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
  return `${dateOfDay(day)}T${text}Z`;
}
