import { rowKeys } from "../analysis/churn/churn.ts";
import {
  incarnationKey,
  type IncarnationKey,
  type Process,
  type Sample,
} from "../domain/sample.ts";
import { Series } from "../domain/series.ts";
import type { EpochMs } from "../domain/units.ts";
import { followConnections, NO_CONNECTIONS } from "./connections.ts";
import { KEPT_MS, POINTS, slotKeyOf, type Track } from "./state.ts";

/** Incarnations with their history: beyond it the oldest dead are forgotten, and newcomers remember little. */
export const MAX_TRACKS = 600;
const FEW_POINTS = 60;

type Tracks = ReadonlyMap<IncarnationKey, Track>;

/** Adds a sample's points; ends what is no longer in it. */
export function followTracks(tracks: Tracks, sample: Sample): Tracks {
  const next = new Map(tracks);
  const living = new Set<IncarnationKey>();
  for (const server of sample.servers) {
    const keys = rowKeys(server);
    for (const process of server.processes) {
      const key = incarnationKey(process);
      const rowKey = keys.get(process.pid) ?? `${server.id}/${process.pid}`;
      living.add(key);
      const { rss, anon, uss } = seriesOf(tracks.get(key), tracks.size);
      push({ rss, anon, uss }, process, sample.at);
      next.set(key, {
        rowKey,
        slotKey: slotKeyOf(server.id, process, rowKey),
        server,
        process,
        lastSeenAt: sample.at,
        endedAt: null,
        rss,
        anon,
        uss,
        connections: followConnections(tracks.get(key)?.connections ?? NO_CONNECTIONS, process),
      });
    }
  }
  for (const [key, track] of tracks) {
    if (!living.has(key) && track.endedAt === null) next.set(key, ended(track, sample.at));
  }
  forget(next, sample.at);
  return next;
}

type ProcessSeries = Pick<Track, "rss" | "anon" | "uss">;

function seriesOf(known: Track | undefined, count: number): ProcessSeries {
  const points = count < MAX_TRACKS ? POINTS : FEW_POINTS;
  const grown = (series: Series | undefined) =>
    series === undefined ? new Series(points) : copied(series, points);
  if (known !== undefined && known.endedAt === null) return known;
  return { rss: grown(known?.rss), anon: grown(known?.anon), uss: grown(known?.uss) };
}

function push({ rss, anon, uss }: ProcessSeries, process: Process, at: EpochMs): void {
  if (process.rssBytes !== null) rss.push(at, process.rssBytes);
  if (process.rssAnonBytes !== null) anon.push(at, process.rssAnonBytes);
  if (process.ussBytes !== null) uss.push(process.ussAt ?? at, process.ussBytes);
}

/** The dead do not grow: their series shrink to what they hold. */
const ended = (track: Track, at: EpochMs): Track => ({
  ...track,
  endedAt: at,
  rss: copied(track.rss, track.rss.length),
  anon: copied(track.anon, track.anon.length),
  uss: copied(track.uss, track.uss.length),
  connections: NO_CONNECTIONS,
});

function copied(series: Series, capacity: number): Series {
  const copy = new Series(Math.max(1, capacity));
  for (let index = 0; index < series.length; index += 1)
    copy.push(series.at(index), series.value(index));
  return copy;
}

function forget(tracks: Map<IncarnationKey, Track>, at: EpochMs): void {
  const dead = [...tracks]
    .filter(([, { endedAt }]) => endedAt !== null)
    .toSorted(([, a], [, b]) => a.lastSeenAt - b.lastSeenAt);
  let tooMany = tracks.size - MAX_TRACKS;
  for (const [key, { lastSeenAt }] of dead) {
    if (tooMany <= 0 && lastSeenAt >= at - KEPT_MS) break;
    tracks.delete(key);
    tooMany -= 1;
  }
}

/** Private memory over time: anonymous memory, rss where the system does not tell it. */
export const privateSeries = ({ anon, rss }: Pick<Track, "anon" | "rss">): Series =>
  anon.length > 0 ? anon : rss;
