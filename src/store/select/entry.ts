import type { Process, Sample, Server } from "../../domain/sample.ts";
import { SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { Known, Track } from "../state.ts";

/** How long the dead stay in the table when nobody takes their place. */
const DEAD_STAY_MS = 60 * SECOND_MS;

/** A row before it is drawn: who it is, without anything that costs. */
export type Entry = {
  readonly key: string;
  readonly slotKey: string;
  readonly server: Server;
  readonly process: Process;
  readonly track: Track;
  readonly isAlive: boolean;
  readonly depth: number;
  /** Time of the sample. */
  readonly at: EpochMs;
};

/** Every process of the last sample, and of the dead the last one of each slot that is still empty. `opened` stays while it is looked at. */
export function entriesOf(
  { tracks }: Known,
  { at }: Sample,
  opened: string | null,
): readonly Entry[] {
  const living: Entry[] = [];
  const filled = new Set<string>();
  const dead = new Map<string, Track>();
  for (const track of tracks.values()) {
    if (track.endedAt === null) {
      living.push(entryOf(track, at));
      filled.add(track.slotKey);
    } else if (isShownDead(track, at, opened)) {
      const other = dead.get(track.slotKey);
      if (other === undefined || other.lastSeenAt < track.lastSeenAt)
        dead.set(track.slotKey, track);
    }
  }
  const left = [...dead.values()].filter(({ slotKey }) => !filled.has(slotKey));
  return [...living, ...left.map((track) => entryOf(track, at))];
}

/** Children come and go as a rule: an ended one leaves no row, unless it is looked at. */
const isShownDead = (track: Track, at: EpochMs, opened: string | null): boolean =>
  track.rowKey === opened ||
  (track.process.role !== "child" && at - (track.endedAt ?? at) < DEAD_STAY_MS);

const entryOf = (track: Track, at: EpochMs): Entry => ({
  key: track.rowKey,
  slotKey: track.slotKey,
  server: track.server,
  process: track.process,
  track,
  isAlive: track.endedAt === null,
  depth: 0,
  at,
});
