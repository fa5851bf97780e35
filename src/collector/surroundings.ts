// What of a target is no process, and asked once per connection: its boot, its page size, where its limits are. Pure.
import type { ThpMode } from "../domain/reading.ts";
import { epochMs } from "../domain/units.ts";
import {
  cpuFiles,
  isPlainPath,
  memoryDirectory,
  memoryFiles,
  parentLimitFiles,
  parseMemory,
  type CgroupVersion,
} from "./parse/cgroup.ts";
import { parseBootTime, parseCpuCount, parseThp, parseUptime } from "./parse/machine.ts";
import { parseStat, parseStatus } from "./parse/process.ts";
import type { Answer } from "./protocol.ts";
import type { Moment } from "./known.ts";

/** What is asked once per connection and does not change. */
export type Surroundings = {
  readonly bootMs: number;
  readonly pageBytes: number;
  readonly cpus: number | null;
  readonly thp: ThpMode | null;
  readonly cgroupRoot: string;
  /** Which hierarchy accounts memory here; `null`: none is visible. */
  readonly version: CgroupVersion | null;
  /** The visible root is a group of its own (a container), not the root of the whole machine. */
  readonly isContained: boolean;
  readonly cpuPaths: readonly string[];
  readonly pids: CollectorPids;
};

export type CollectorPids = { readonly mainPid: number; readonly watcherPid: number };

const THP = "../sys/kernel/mm/transparent_hugepage/enabled";
/** A boot time moves by a second when the clock is corrected: start times, and with them who is who, must not. */
const SAME_BOOT_MS = 2500;
const PAGE_SIZES = [4096, 16384, 65536] as const;

export const setupWords = (cgroupRoot: string, { mainPid }: CollectorPids): readonly string[] => [
  "uptime",
  "stat",
  "meminfo",
  "vmstat",
  THP,
  `${mainPid}/stat`,
  `${mainPid}/status`,
  `${cgroupRoot}/memory/release_agent`,
  `${cgroupRoot}/cgroup.controllers`,
  ...memoryFiles(memoryDirectory(cgroupRoot, 1, "/"), 1),
  ...memoryFiles(memoryDirectory(cgroupRoot, 2, "/"), 2),
  ...cpuFiles(cgroupRoot),
];

/**
 * @param formerBootMs of an earlier connection to the same target
 * @returns null when this is no /proc of a Linux
 */
export function surroundings(
  answer: Answer,
  cgroupRoot: string,
  pids: CollectorPids,
  formerBootMs: number | null,
): Surroundings | null {
  const stat = answer.get("stat") ?? "";
  const bootMs = parseBootTime(stat);
  if (bootMs === null || parseUptime(answer.get("uptime") ?? "") === null) return null;
  const isSameBoot = formerBootMs !== null && Math.abs(bootMs - formerBootMs) < SAME_BOOT_MS;
  return {
    bootMs: isSameBoot ? formerBootMs : bootMs,
    pageBytes: pageSize(answer, pids),
    cpus: parseCpuCount(stat),
    thp: parseThp(answer.get(THP) ?? ""),
    cgroupRoot,
    ...hierarchy(answer, cgroupRoot),
    cpuPaths: cpuFiles(cgroupRoot).filter((path) => answer.has(path)),
    pids,
  };
}

/** @source kernel/cgroup/cgroup-v1.c: only the root of a v1 hierarchy has release_agent; mm/memcontrol.c: the root of v2 has no memory.current */
function hierarchy(answer: Answer, root: string): Pick<Surroundings, "version" | "isContained"> {
  const v1 = memoryDirectory(root, 1, "/");
  if (answer.has(`${v1}/memory.usage_in_bytes`)) {
    const own = parseMemory(answer, { directory: v1, version: 1 }, null, []);
    const isRoot = answer.has(`${v1}/release_agent`);
    return { version: 1, isContained: !isRoot || (own?.limitBytes ?? null) !== null };
  }
  if (!answer.has(`${root}/cgroup.controllers`)) return { version: null, isContained: false };
  return { version: 2, isContained: answer.has(`${root}/memory.current`) };
}

/** The same memory in pages and in kB: no file of /proc says the size of a page plainly. */
function pageSize(answer: Answer, { mainPid }: CollectorPids): number {
  const stat = parseStat(answer.get(`${mainPid}/stat`) ?? "");
  const status = parseStatus(answer.get(`${mainPid}/status`) ?? "");
  const size = (status?.rssBytes ?? 0) / Math.max(1, stat?.rssPages ?? 1);
  return PAGE_SIZES.find((page) => size < page * 1.5) ?? 4096;
}

/** Files of each second. `groups`: paths of cgroups that processes live in. */
export function weatherWords(here: Surroundings, groups: readonly string[]): readonly string[] {
  const { version, cgroupRoot, isContained, pids } = here;
  const directories = version === null ? [] : [...(isContained ? ["/"] : []), ...groups];
  return [
    "uptime",
    "loadavg",
    "meminfo",
    `${pids.mainPid}/stat`,
    `${pids.watcherPid}/stat`,
    ...here.cpuPaths,
    ...directories.flatMap((path) =>
      version === null ? [] : memoryFiles(memoryDirectory(cgroupRoot, version, path), version),
    ),
  ];
}

/** Files that are read with each survey: what changes seldom, or is large. */
export const seldomWords = (here: Surroundings, groups: readonly string[]): readonly string[] => [
  "uptime",
  ...(here.isContained ? [] : ["vmstat"]),
  ...(here.version === 2 ? groups.flatMap((path) => parentLimitFiles(here.cgroupRoot, path)) : []),
];

/** Cgroups of processes that can be asked for: known, plainly named, and not the target's own. */
export const groupPaths = (paths: Iterable<string | null>): readonly string[] =>
  [...new Set(paths)].filter(
    (path): path is string => path !== null && path !== "/" && isPlainPath(path),
  );

export function momentOf(answer: Answer, { bootMs }: Surroundings): Moment | null {
  const uptime = parseUptime(answer.get("uptime") ?? "");
  if (uptime === null) return null;
  const uptimeMs = Math.round(uptime * 1000);
  return { at: epochMs(bootMs + uptimeMs), uptimeMs };
}
