// Connections of processes over time, by peer port.
import type { PortSeries } from "../analysis/diagnosis/evidence.ts";
import type { Process } from "../domain/sample.ts";
import { Series } from "../domain/series.ts";
import type { EpochMs } from "../domain/units.ts";
import { ticksBetween } from "../analysis/cron/ticks.ts";
import { runningTasks } from "./select/ticks.ts";
import type { Known, Track } from "./state.ts";

/** Half an hour at a reading in 10 s, which is what an opened row has; others have one a minute. */
const POINTS = 180;
const MOST_PORTS = 8;
/** Of one task. */
const MOST_TICKS = 2000;

export const NO_CONNECTIONS: Track["connections"] = new Map();

/** Adds a reading, once: a sample repeats what was read before it. A port that is no longer there has 0. */
export function followConnections(
  known: Track["connections"],
  { sockets, socketsAt }: Process,
): Track["connections"] {
  if (sockets === null || socketsAt === null) return known;
  const isSeen = [...known.values()].some((series) => (series.lastAt() ?? 0) >= socketsAt);
  if (isSeen) return known;
  const newcomers = Object.keys(sockets).filter((port) => !known.has(port));
  const added = newcomers.slice(0, Math.max(0, MOST_PORTS - known.size));
  const next =
    added.length === 0
      ? known
      : new Map([...known, ...added.map((port) => [port, new Series(POINTS)] as const)]);
  for (const [port, series] of next) series.push(socketsAt, sockets[port] ?? 0);
  return next;
}

/** Of the living. */
export const connectionsOf = (tracks: Known["tracks"]): readonly PortSeries[] =>
  [...tracks.values()].flatMap(({ server, process, endedAt, connections }) =>
    endedAt !== null
      ? []
      : [...connections].map(([port, series]) => ({
          serverId: server.id,
          pid: process.pid,
          port,
          series,
        })),
  );

/** How often declared tasks tick in a span; null: none is known. */
export function tickCount(
  { declared }: Pick<Known, "declared">,
  span: { readonly from: EpochMs; readonly to: EpochMs },
): number | null {
  if (declared === null) return null;
  const tasks = runningTasks(declared.project);
  if (tasks.length === 0) return null;
  return tasks.reduce(
    (sum, { rule, zone }) => sum + ticksBetween(rule, zone, span, MOST_TICKS).length,
    0,
  );
}
