// What of a target is no process, and moves: its memory, its CPU, what the collector takes. Pure.
import type { Cost, CpuReading, MemoryReading } from "../domain/reading.ts";
import { bytes } from "../domain/units.ts";
import {
  memoryDirectory,
  parentLimitFiles,
  parseCpu,
  parseLimitV2,
  parseMemory,
  type CpuFiles,
} from "./parse/cgroup.ts";
import { parseLastPid, parseMeminfo, parseOomKills } from "./parse/machine.ts";
import { parseStat, type Stat } from "./parse/process.ts";
import type { Answer } from "./protocol.ts";
import { TICK_MS, type Moment } from "./known.ts";
import type { CollectorPids, Surroundings } from "./surroundings.ts";

/** What one answer says of all this. */
export type Weather = {
  readonly memory: MemoryReading | null;
  readonly groups: ReadonlyMap<string, MemoryReading>;
  readonly cpu: CpuReading;
  readonly lastPid: number | null;
  readonly cost: Cost;
};

const COST_WINDOW_MS = 30_000;
const LEAST_COST_SPAN_MS = 2500;

/** What is carried from one answer to the next. */
export type Carried = {
  readonly oomKills: number | null;
  readonly parentLimits: ReadonlyMap<string, number>;
  readonly cpu: (CpuFiles & { readonly uptimeMs: number }) | null;
  readonly cpuReading: CpuReading;
  /** CPU time of the collector, over a window: the kernel counts it in steps of 10 ms. */
  readonly used: readonly { readonly uptimeMs: number; readonly usedMs: number }[];
};

export const NOTHING_CARRIED: Carried = {
  oomKills: null,
  parentLimits: new Map(),
  cpu: null,
  cpuReading: { usagePercent: null, limitCores: null, throttledPercent: null },
  used: [],
};

export function carriedFromSurvey(carried: Carried, answer: Answer): Carried {
  const limits = [...answer]
    .filter(([path]) => path.endsWith("/memory.max"))
    .map(([path, text]) => [path, parseLimitV2(text)] as const)
    .filter((pair): pair is readonly [string, ReturnType<typeof bytes>] => pair[1] !== null);
  return {
    ...carried,
    oomKills: parseOomKills(answer.get("vmstat") ?? "") ?? carried.oomKills,
    parentLimits: new Map(limits),
  };
}

export function weather(
  answer: Answer,
  here: Surroundings,
  { carried, moment }: { readonly carried: Carried; readonly moment: Moment },
  groups: readonly string[],
): { readonly weather: Weather; readonly carried: Carried } {
  const ours = collectorStats(answer, here.pids);
  const next = {
    ...carried,
    ...cpuSince(carried, answer, here, moment),
    ...usedSince(carried, ours, moment),
  };
  const rssPages = ours.map((stat) => stat.rssPages);
  return {
    weather: {
      memory: targetMemory(answer, here, carried),
      groups: groupMemories(answer, here, carried, groups),
      cpu: next.cpuReading,
      lastPid: parseLastPid(answer.get("loadavg") ?? ""),
      cost: {
        cpuPercent: costPercent(next.used),
        rssBytes: bytes(rssPages.reduce((total, pages) => total + pages, 0) * here.pageBytes),
      },
    },
    carried: next,
  };
}

/** Of the container, else of the machine. */
export function targetMemory(
  answer: Answer,
  { version, isContained, cgroupRoot }: Surroundings,
  { oomKills }: Pick<Carried, "oomKills">,
): MemoryReading | null {
  const machine = parseMeminfo(answer.get("meminfo") ?? "");
  if (version !== null && isContained) {
    const directory = memoryDirectory(cgroupRoot, version, "/");
    return parseMemory(answer, { directory, version }, machine, []);
  }
  return machine === null ? null : { ...machine.host, oomKills };
}

function groupMemories(
  answer: Answer,
  { version, cgroupRoot }: Surroundings,
  { parentLimits }: Carried,
  groups: readonly string[],
): ReadonlyMap<string, MemoryReading> {
  const memories = new Map<string, MemoryReading>();
  if (version === null) return memories;
  const machine = parseMeminfo(answer.get("meminfo") ?? "");
  for (const path of groups) {
    const limits = parentLimitFiles(cgroupRoot, path)
      .map((file) => parentLimits.get(file) ?? null)
      .filter((limit) => limit !== null);
    const directory = memoryDirectory(cgroupRoot, version, path);
    const memory = parseMemory(answer, { directory, version }, machine, limits);
    if (memory !== null) memories.set(path, memory);
  }
  return memories;
}

function cpuSince(
  { cpu: former, cpuReading }: Carried,
  answer: Answer,
  here: Surroundings,
  { uptimeMs }: Moment,
): Pick<Carried, "cpu" | "cpuReading"> {
  const now = parseCpu(answer, here.cgroupRoot);
  const cores = [now.quotaCores, here.cpus].filter((each) => each !== null);
  const limitCores = cores.length === 0 ? null : Math.min(...cores);
  const span = former === null ? 0 : uptimeMs - former.uptimeMs;
  if (former === null || span <= 0) {
    return { cpu: { ...now, uptimeMs }, cpuReading: { ...cpuReading, limitCores } };
  }
  const used = grown(now.usedMs, former.usedMs);
  const periods = grown(now.periods, former.periods);
  const throttled = grown(now.throttledPeriods, former.throttledPeriods);
  const share = periods === null || throttled === null ? null : throttled / Math.max(1, periods);
  return {
    cpu: { ...now, uptimeMs },
    cpuReading: {
      usagePercent: used === null ? null : (used / span) * 100,
      limitCores,
      throttledPercent: share === null ? null : Math.min(1, share) * 100,
    },
  };
}

const grown = (now: number | null, before: number | null): number | null =>
  now === null || before === null || now < before ? null : now - before;

const collectorStats = (answer: Answer, { mainPid, watcherPid }: CollectorPids): readonly Stat[] =>
  [mainPid, watcherPid]
    .map((pid) => parseStat(answer.get(`${pid}/stat`) ?? ""))
    .filter((stat) => stat !== null);

function usedSince(
  { used }: Carried,
  stats: readonly Stat[],
  { uptimeMs }: Moment,
): Pick<Carried, "used"> {
  if (stats.length === 0) return { used };
  const ticks = stats.reduce((sum, stat) => sum + stat.clockTicks + stat.childrenClockTicks, 0);
  const recent = used.filter((each) => uptimeMs - each.uptimeMs <= COST_WINDOW_MS);
  return { used: [...recent, { uptimeMs, usedMs: ticks * TICK_MS }] };
}

function costPercent(used: Carried["used"]): number | null {
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined) return null;
  const span = last.uptimeMs - first.uptimeMs;
  return span < LEAST_COST_SPAN_MS ? null : ((last.usedMs - first.usedMs) / span) * 100;
}
