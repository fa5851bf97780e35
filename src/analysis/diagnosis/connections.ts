import type { Connections, OrphanListens, RisingConnections } from "../../domain/conclusion.ts";
import type { Process, Server } from "../../domain/sample.ts";
import type { Series } from "../../domain/series.ts";
import { epochMs, MINUTE_MS, type EpochMs } from "../../domain/units.ts";
import type { ConnectionsSeen, Evidence, PortSeries } from "./evidence.ts";

/** Who holds the port of a server that is gone, and whose connections only rise. */
export const connections = (evidence: Evidence): readonly Connections[] => [
  ...orphansThatListen(evidence),
  ...rising(evidence),
];

/**
 * An orphan (its manager is gone, nobody restarts or stops it) that holds a listening socket: a new server cannot bind the port, or shares it with old code.
 * @source SO_REUSEPORT of Swoole's coroutine server; hyperf#4728
 */
function orphansThatListen({ sample }: Evidence): readonly OrphanListens[] {
  return (sample?.servers ?? []).flatMap((server) => {
    const orphans = server.processes.filter(({ orphan }) => orphan);
    const ports = [...new Set(orphans.flatMap(({ listens }) => listens ?? []))];
    return ports
      .toSorted((a, b) => a - b)
      .map((port) => ({
        kind: "connections" as const,
        cause: "orphan-listens" as const,
        confidence: "high" as const,
        serverId: server.id,
        port,
        holders: orphans
          .filter(({ listens }) => listens?.includes(port) === true)
          .map(({ pid, slot }) => ({ pid, slot })),
      }));
  });
}

const WINDOW_MS = 30 * MINUTE_MS;
const LEAST_SPAN_MS = 5 * MINUTE_MS;
const LEAST_READINGS = 6;
const LEAST_RISES = 3;
/** A pool of Hyperf's usual size that fills, and stays, is none of this. @source hyperf: PoolOption::$maxConnections = 10 */
const MORE_THAN = 10;
/** The last rise is in the last part of the window: it goes on. */
const RECENT_SHARE = 1 / 3;

const ROLES = ["worker", "task-worker", "user-process", "single"] as const;

/**
 * Connections of one role to one peer port that rise in most of its processes, in three steps at least, to more than a common pool holds, and were never fewer.
 * That is what connections that are not given back look like (hyperf#6005); a pool that is large and fills with the load looks alike: never more than medium.
 */
function rising(evidence: Evidence): readonly RisingConnections[] {
  const { sample, connections: seen, at } = evidence;
  if (sample === null || seen === undefined) return [];
  const groups = Map.groupBy(seen.series, ({ serverId, port }) => `${serverId}\n${port}`);
  return [...groups.values()].flatMap((series) => {
    const server = sample.servers.find(({ id }) => id === series[0]?.serverId);
    if (server === undefined) return [];
    return ROLES.flatMap((role) => {
      const members = server.processes.filter((process) => process.role === role);
      return risingIn(server, members, { series, seen, at }) ?? [];
    });
  });
}

function risingIn(
  { id }: Server,
  members: readonly Process[],
  {
    series,
    seen,
    at,
  }: {
    readonly series: readonly PortSeries[];
    readonly seen: ConnectionsSeen;
    readonly at: EpochMs;
  },
): RisingConnections | null {
  const pids = new Set(members.map(({ pid }) => pid));
  const own = series.filter(({ pid }) => pids.has(pid));
  const courses = own.map((each) => ({ ...each, ...courseOf(each.series, at) }));
  const risen = courses.filter(({ isRising }) => isRising);
  if (courses.some(({ hasFallen }) => hasFallen) || risen.length * 2 <= members.length) return null;
  const [first] = risen;
  if (first === undefined) return null;
  const from = epochMs(Math.min(...risen.map((each) => each.from)));
  return {
    kind: "connections",
    cause: "rising",
    confidence: "medium",
    serverId: id,
    port: Number(first.port),
    slots: risen.flatMap(({ pid }) => members.find((each) => each.pid === pid)?.slot ?? []),
    risen: risen.length,
    of: members.length,
    from,
    before: risen.reduce((sum, { before }) => sum + before, 0),
    now: risen.reduce((sum, { now }) => sum + now, 0),
    ticks: seen.ticks({ from, to: at }),
  };
}

type Course = {
  readonly hasFallen: boolean;
  readonly isRising: boolean;
  readonly from: EpochMs;
  readonly before: number;
  readonly now: number;
};

function courseOf(series: Series, at: EpochMs): Course {
  const start = series.indexFrom(epochMs(at - WINDOW_MS));
  const [from, before] = [series.at(start), series.value(start)];
  const now = series.last() ?? 0;
  let rises = 0;
  let lastRiseAt = from;
  let hasFallen = false;
  for (let index = start + 1; index < series.length; index += 1) {
    const step = series.value(index) - series.value(index - 1);
    hasFallen ||= step < 0;
    if (step <= 0) continue;
    rises += 1;
    lastRiseAt = series.at(index);
  }
  const span = (series.lastAt() ?? from) - from;
  const isLong = series.length - start >= LEAST_READINGS && span >= LEAST_SPAN_MS;
  const goesOn = at - lastRiseAt <= span * RECENT_SHARE;
  return {
    hasFallen,
    isRising: isLong && !hasFallen && rises >= LEAST_RISES && goesOn && now > MORE_THAN,
    from,
    before,
    now,
  };
}
