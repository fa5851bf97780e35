// Snapshots as they come and as they are kept.
import type { Snapshot, SnapshotProgress } from "../domain/snapshot.ts";
import type { KeptSnapshot, Snapshots, Taking } from "./snapshot-state.ts";
import type { Known, Track } from "./state.ts";

/** Of one slot. */
export const MAX_KEPT = 8;
/** Slots that have any: beyond it the one that was looked at longest ago is forgotten. */
export const MAX_SLOTS = 64;

/** A part of a snapshot came, or all of it: a part stands for the one before of the same taking, a whole one is kept. */
export const snapshotCame = (known: Known, progress: SnapshotProgress): Known => ({
  ...known,
  snapshots: progress.isFinal ? wholeCame(known, progress.snapshot) : partCame(known, progress),
});

function partCame(known: Known, progress: SnapshotProgress): Snapshots {
  const { kept, taking } = known.snapshots;
  const { snapshot } = progress;
  const expected = expectedOf(taking, snapshot);
  const isSame = (expected?.progress?.snapshot.at ?? snapshot.at) === snapshot.at;
  const next: Taking = {
    slotKey: expected?.slotKey ?? slotKeyOfTrack(trackOf(known, snapshot), snapshot),
    pid: snapshot.pid,
    progress,
    isCancelled: isSame && expected?.isCancelled === true,
  };
  return { kept, taking: next };
}

function wholeCame(known: Known, snapshot: Snapshot): Snapshots {
  const { kept, taking } = known.snapshots;
  const expected = expectedOf(taking, snapshot);
  const track = trackOf(known, snapshot);
  const one: KeptSnapshot = {
    snapshot,
    serverId: track?.server.id ?? null,
    generation: track?.process.generation ?? null,
  };
  const slotKey = expected?.slotKey ?? slotKeyOfTrack(track, snapshot);
  return { kept: keptWith(kept, slotKey, one), taking: expected === null ? taking : null };
}

/** The taking that a snapshot belongs to. */
const expectedOf = (taking: Taking | null, { pid }: Snapshot): Taking | null =>
  taking?.pid === pid ? taking : null;

/** A recording may begin with a snapshot: then only what it says of itself tells whose it is. */
const slotKeyOfTrack = (track: Track | null, { pid, slot }: Snapshot): string =>
  track?.slotKey ?? (slot === null ? `pid ${pid}` : `\n${slot}`);

/** The process in the State: who lives under that PID, else who did last. A PID that another slot has now is another process. */
function trackOf({ tracks }: Known, { pid, slot }: Snapshot): Track | null {
  const fitting = [...tracks.values()].filter(
    ({ process }) =>
      process.pid === pid && (slot === null || process.slot === null || process.slot === slot),
  );
  return (
    fitting.find(({ endedAt }) => endedAt === null) ??
    fitting.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)[0] ??
    null
  );
}

type Kept = Known["snapshots"]["kept"];

function keptWith(kept: Kept, slotKey: string, one: KeptSnapshot): Kept {
  // one that could read nothing is worth its refusal only, until the next comes
  const before = (kept.get(slotKey) ?? []).filter(({ snapshot }) => saysSomething(snapshot));
  const next = new Map(kept);
  next.delete(slotKey);
  next.set(slotKey, [...before, one].slice(-MAX_KEPT));
  for (const key of [...next.keys()].slice(0, Math.max(0, next.size - MAX_SLOTS))) next.delete(key);
  return next;
}

/** There is something in it to look at and to compare with. */
export const saysSomething = ({ kinds, heap, classes, holders }: Snapshot): boolean =>
  [kinds, heap, classes, holders].some((part) => part !== null);

/** And it was read to its end: what was not read in one of two cannot be compared. */
export const isToldWhole = (snapshot: Snapshot): boolean =>
  saysSomething(snapshot) && !snapshot.faults.some(({ kind }) => ENDED_EARLY.has(kind));

const ENDED_EARLY: ReadonlySet<Snapshot["faults"][number]["kind"]> = new Set([
  "cancelled",
  "reader-died",
  "vanished",
  "unreachable",
]);

/** The newest that was read to its end, else the newest with anything in it. */
export const newestWhole = (snapshots: readonly Snapshot[]): Snapshot | undefined =>
  snapshots.findLast(isToldWhole) ?? snapshots.findLast(saysSomething);

/** It was asked for: until its first part comes nothing is known of it but whose it is. */
export const takingBegun = (known: Known, of: Pick<Taking, "slotKey" | "pid">): Known => ({
  ...known,
  snapshots: { ...known.snapshots, taking: { ...of, progress: null, isCancelled: false } },
});

/** What is being read shall end; it stays until its last word comes. */
export const takingCancelled = (known: Known): Known => {
  const { taking } = known.snapshots;
  if (taking === null) return known;
  return { ...known, snapshots: { ...known.snapshots, taking: { ...taking, isCancelled: true } } };
};
