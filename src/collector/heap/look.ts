// One live heap: the words that ask for it, and what their answer says. Pure.
import type { HeapReading } from "../../domain/reading.ts";
import type { HeapPlace } from "../../domain/snapshot.ts";
import { activityOf, type HeapKnown, type Known } from "../known.ts";
import type { Answer } from "../protocol.ts";
import { GC_BYTES, gcCounts } from "./gc.ts";
import { HEAD_BYTES, heapSizes, MAIN_BYTES, type HeapLook } from "./layout.ts";
import { memoryBytes, memoryWord, type Stretch } from "./memory.ts";
import type { HeapAsked } from "./plan.ts";

/** A process that may not be read is not asked again for so long. */
const SHUT_MS = 300_000;
const MOST_NOT_AT = 8;

/** The head of the main chunk and its heap, in one system call: it cannot be torn. */
const mainOf = (pid: number, heapAddress: number): Stretch => ({
  pid,
  address: heapAddress - HEAD_BYTES,
  length: MAIN_BYTES,
  block: MAIN_BYTES,
});

/** Of what may be a chunk. */
export const headOf = (pid: number, address: number): Stretch => ({
  pid,
  address,
  length: HEAD_BYTES,
  block: HEAD_BYTES,
});

const gcOf = ({ pid, place }: HeapAsked): Stretch | null =>
  place.gcAddress === null
    ? null
    : { pid, address: place.gcAddress, length: GC_BYTES, block: HEAD_BYTES };

export const mainWord = (pid: number, heapAddress: number): string =>
  memoryWord(mainOf(pid, heapAddress));

export function heapWords(asked: HeapAsked): readonly string[] {
  const gc = gcOf(asked);
  const main = mainWord(asked.pid, asked.place.heapAddress);
  return gc === null ? [main] : [main, memoryWord(gc)];
}

/** Null: nothing came. */
export function lookAt(
  answer: Answer,
  pid: number,
  { heapAddress, realOffset }: Pick<HeapPlace, "heapAddress"> & { realOffset: number | null },
): HeapLook | null {
  const stretch = mainOf(pid, heapAddress);
  const main = memoryBytes(stretch, answer.get(memoryWord(stretch)) ?? "");
  return main === null ? null : heapSizes(main, heapAddress, realOffset);
}

/** What is known of a heap after an answer. A heap that is not where it should be is no longer known; one that is being changed keeps what was read before. */
export function heapKnown(
  { heap: former, stat }: Pick<Known, "heap" | "stat">,
  asked: HeapAsked,
  answer: Answer,
  nowMs: number,
): HeapKnown {
  const { pid, place } = asked;
  const look = lookAt(answer, pid, place);
  const tried = { ...former, triedMs: nowMs, activity: null };
  if (look === "moving") return tried;
  if (look === null || look === "elsewhere")
    // it is looked for at once
    return {
      ...tried,
      place: null,
      reading: null,
      triedMs: null,
      notAt: [...former.notAt, place.heapAddress].slice(-MOST_NOT_AT),
    };
  const gc = gcOf(asked);
  const view = gc === null ? null : memoryBytes(gc, answer.get(memoryWord(gc)) ?? "");
  const counts = view === null ? null : gcCounts(view);
  const reading: HeapReading = {
    usedBytes: look.usedBytes,
    realBytes: look.realBytes,
    ...(counts ?? NO_COUNTS),
  };
  return {
    ...tried,
    place: { ...place, realOffset: look.realOffset },
    reading,
    readMs: nowMs,
    activity: activityOf(stat),
  };
}

const NO_COUNTS = { gcRoots: null, gcRuns: null } as const;

/** It was not found: that is enough for a while. */
export const heapShut = (former: HeapKnown, nowMs: number): HeapKnown => ({
  ...former,
  triedMs: nowMs,
  shutUntilMs: nowMs + SHUT_MS,
});

/** Of two readings for an instant the one with less: a request that is under way holds memory for a moment. */
export const lowerHeap = (first: HeapKnown, second: HeapKnown): HeapKnown =>
  first.reading !== null &&
  second.reading !== null &&
  first.reading.usedBytes < second.reading.usedBytes
    ? { ...second, reading: first.reading }
    : second;
