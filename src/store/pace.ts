import { SECOND_MS, type EpochMs } from "../domain/units.ts";
import type { Known } from "./state.ts";

const REMEMBERED = 16;
/** Sampling is irregular by 10 % on purpose; what is drawn stands still. */
const GRAIN_MS = 250;
/** Silence is what lasts longer than this many intervals, and than three seconds. */
const SILENT_AFTER = 3;
const SILENT_AT_LEAST_MS = 3000;

export const followPace = (recentAt: readonly EpochMs[], at: EpochMs): readonly EpochMs[] => [
  ...recentAt.slice(1 - REMEMBERED),
  at,
];

/** The distance of samples by the target's clock, the median of the last ones in quarter seconds; the planned one while there are too few. */
export function paceMs({ recentAt, plannedMs }: Pick<Known, "recentAt" | "plannedMs">): number {
  const distances = recentAt.slice(1).map((at, index) => at - (recentAt[index] ?? at));
  const median = distances.toSorted((a, b) => a - b)[distances.length >> 1];
  if (median === undefined || distances.length < 3) return plannedMs;
  return Math.max(GRAIN_MS, Math.round(median / GRAIN_MS) * GRAIN_MS);
}

/** Of so many distances the longest tells what a slowed session may take. */
const SLOWED_OVER = 4;

/** How far apart samples come where the budget slows them down; null: it does not. The session itself notices a target that does not answer. */
export function slowedMs({ sample, recentAt }: Pick<Known, "sample" | "recentAt">): number | null {
  const isSlowed = sample?.faults.some(({ kind }) => kind === "over-budget") ?? false;
  if (!isSlowed) return null;
  const last = recentAt.slice(-SLOWED_OVER - 1);
  const longest = Math.max(0, ...last.slice(1).map((at, index) => at - (last[index] ?? at)));
  return Math.round(longest / SECOND_MS) * SECOND_MS;
}

/** The interval that is kept: the planned one, or what the budget makes of it; of a recording what it was recorded with. */
export const intervalMs = (known: Known): number =>
  known.playback === null ? Math.max(known.plannedMs, slowedMs(known) ?? 0) : paceMs(known);

/** Milliseconds without a sample by our clock, once they are too many; null before the first sample, and for a recording: its silence is its own. */
export function silence(known: Known, ourNow: number): number | null {
  if (known.receivedAt === null || known.playback !== null) return null;
  const silentMs = ourNow - known.receivedAt;
  const slowestMs = Math.max(known.plannedMs, paceMs(known), slowedMs(known) ?? 0);
  return silentMs > silentFromMs(slowestMs) ? silentMs : null;
}

/** How far apart two samples may be with no silence between them, by the pace that is kept now. */
export const mostApartMs = (known: Known): number => silentFromMs(paceMs(known));

const silentFromMs = (distanceMs: number): number =>
  Math.max(SILENT_AT_LEAST_MS, SILENT_AFTER * distanceMs);
