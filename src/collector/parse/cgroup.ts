// What the memory and cpu files of cgroups say. Paths are those a collector is asked for: relative to /proc.
import type { MemoryReading } from "../../domain/reading.ts";
import { bytes, type Bytes } from "../../domain/units.ts";
import type { Answer } from "../protocol.ts";
import { difference, numberIn, sum, type MemoryInfo } from "./machine.ts";

export type CgroupVersion = 1 | 2;

/** Where the cgroup file system is, seen from /proc. */
export const CGROUP_ROOT = "../sys/fs/cgroup";
/** Above this a v1 limit means "none": the kernel writes the largest multiple of a page. */
const NO_LIMIT_V1 = 2 ** 62;

const MEMORY_FILES = {
  1: [
    "memory.usage_in_bytes",
    "memory.limit_in_bytes",
    "memory.max_usage_in_bytes",
    "memory.oom_control",
    "memory.stat",
    "memory.kmem.usage_in_bytes",
  ],
  2: [
    "memory.current",
    "memory.max",
    "memory.peak",
    "memory.events",
    "memory.stat",
    "memory.swap.current",
  ],
} as const;

/** Directory of a group in the hierarchy that accounts memory. `path` is `/` for the visible root. */
export function memoryDirectory(root: string, version: CgroupVersion, path: string): string {
  const hierarchy = version === 1 ? `${root}/memory` : root;
  return path === "/" ? hierarchy : `${hierarchy}${path}`;
}

export const memoryFiles = (directory: string, version: CgroupVersion): readonly string[] =>
  MEMORY_FILES[version].map((name) => `${directory}/${name}`);

/** Files that hold the limits of the groups above `path`; v1 says the smallest itself. */
export function parentLimitFiles(root: string, path: string): readonly string[] {
  const names = path.split("/").filter((name) => name !== "");
  return names
    .slice(0, -1)
    .map((_, depth) => `${root}/${names.slice(0, depth + 1).join("/")}/memory.max`);
}

/** Whether a path of a target may stand in a request: one plain word that leads nowhere else. */
export const isPlainPath = (path: string): boolean =>
  /^\/[\w.@:/+=,~%-]*$/.test(path) && !path.split("/").includes("..") && path.length < 1024;

/**
 * Memory of one cgroup.
 * @param limits limits of its parents, where they could be read
 * @returns null when the group has no memory files here
 * @source Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst
 */
export function parseMemory(
  answer: Answer,
  { directory, version }: { readonly directory: string; readonly version: CgroupVersion },
  machine: MemoryInfo | null,
  limits: readonly number[],
): MemoryReading | null {
  const file = (name: string): string => answer.get(`${directory}/${name}`) ?? "";
  const group = version === 1 ? memoryV1(file) : memoryV2(file);
  if (group === null) return null;
  const { limit, ...rest } = group;
  const isUnlimited =
    limits.length === 0 &&
    (version === 1 ? saysNoLimitV1(file) : file("memory.max").trim() === "max");
  const known = [limit, machine?.totalBytes ?? null, ...limits].filter((each) => each !== null);
  return {
    ...rest,
    limitBytes: known.length === 0 ? null : bytes(Math.min(...known)),
    hostAvailableBytes: machine?.availableBytes ?? null,
    ...(isUnlimited && { isUnlimited }),
  };
}

/** v1 writes a number near 2^63 for "none"; of a group within a limited one `hierarchical_memory_limit` is real. */
const saysNoLimitV1 = (file: (name: string) => string): boolean =>
  [
    only(file("memory.limit_in_bytes")),
    fieldsOf(file("memory.stat"))("hierarchical_memory_limit"),
  ].every((limit) => limit !== null && limit >= NO_LIMIT_V1);

type Group = Omit<MemoryReading, "limitBytes" | "hostAvailableBytes"> & {
  readonly limit: number | null;
};

/** `total_` includes the groups below. Kernel memory of v1 cannot be told apart: all of it counts as kept. */
function memoryV1(file: (name: string) => string): Group | null {
  const current = only(file("memory.usage_in_bytes"));
  if (current === null) return null;
  const stat = fieldsOf(file("memory.stat"));
  const limits = [only(file("memory.limit_in_bytes")), stat("hierarchical_memory_limit")];
  const real = limits.filter((limit) => limit !== null && limit < NO_LIMIT_V1);
  const [anon, shmem] = [stat("total_rss"), stat("total_shmem")];
  return {
    source: "cgroup-v1",
    limit: real.length === 0 ? null : Math.min(...real.map(Number)),
    currentBytes: current,
    peakBytes: only(file("memory.max_usage_in_bytes")),
    anonBytes: anon,
    fileBytes: stat("total_cache"),
    shmemBytes: shmem,
    unreclaimableBytes: sum([anon, shmem, only(file("memory.kmem.usage_in_bytes")) ?? 0]),
    workingSetBytes: difference(current, stat("total_inactive_file")),
    swapBytes: stat("total_swap"),
    oomKills: fieldsOf(file("memory.oom_control"))("oom_kill"),
    oomEvents: null,
  };
}

function memoryV2(file: (name: string) => string): Group | null {
  const current = only(file("memory.current"));
  if (current === null) return null;
  const stat = fieldsOf(file("memory.stat"));
  const events = fieldsOf(file("memory.events"));
  return {
    source: "cgroup-v2",
    limit: parseLimitV2(file("memory.max")),
    currentBytes: current,
    peakBytes: only(file("memory.peak")),
    anonBytes: stat("anon"),
    fileBytes: stat("file"),
    shmemBytes: stat("shmem"),
    unreclaimableBytes: sum([stat("anon"), stat("shmem"), keptByKernel(stat)]),
    workingSetBytes: difference(current, stat("inactive_file")),
    swapBytes: only(file("memory.swap.current")),
    oomKills: events("oom_kill"),
    oomEvents: events("oom"),
  };
}

/** `kernel` is there since Linux 5.18; before, its parts are added. */
function keptByKernel(stat: (name: string) => Bytes | null): number | null {
  const sockets = stat("sock") ?? 0;
  const kernel = difference(stat("kernel"), stat("slab_reclaimable"));
  if (kernel !== null) return kernel + sockets;
  const parts = ["slab_unreclaimable", "kernel_stack", "pagetables", "percpu", "vmalloc"].map(stat);
  if (parts.every((part) => part === null)) return null;
  return (sum(parts.map((part) => part ?? 0)) ?? 0) + sockets;
}

/** `max`: no limit. */
export const parseLimitV2 = (text: string): number | null => only(text);

export type CpuFiles = {
  /** CPU time used since the group was made. */
  readonly usedMs: number | null;
  /** Cores it may use by its quota; `null` without one. */
  readonly quotaCores: number | null;
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
};

export const cpuFiles = (root: string): readonly string[] => [
  `${root}/cpu.stat`,
  `${root}/cpu.max`,
  `${root}/cpuacct/cpuacct.usage`,
  `${root}/cpu/cpu.stat`,
  `${root}/cpu/cpu.cfs_quota_us`,
  `${root}/cpu/cpu.cfs_period_us`,
];

/** CPU of the visible root group, v1 or v2, whatever is there. @source Documentation/scheduler/sched-bwc.rst, cgroup-v2.rst */
export function parseCpu(answer: Answer, root: string): CpuFiles {
  const file = (name: string): string => answer.get(`${root}/${name}`) ?? "";
  const v2 = fieldsOf(file("cpu.stat"));
  const v1 = fieldsOf(file("cpu/cpu.stat"));
  const usedUs = v2("usage_usec");
  const usedNs = only(file("cpuacct/cpuacct.usage"));
  const [, max, maxPeriod] = /^(\d{1,15}) (\d{1,15})/.exec(file("cpu.max")) ?? [];
  const quota = max ?? only(file("cpu/cpu.cfs_quota_us"));
  const period = maxPeriod ?? only(file("cpu/cpu.cfs_period_us"));
  const hasQuota = quota !== null && period !== null && Number(period) > 0;
  return {
    usedMs: usedNs === null ? (usedUs === null ? null : usedUs / 1e3) : usedNs / 1e6,
    quotaCores: hasQuota ? Number(quota) / Number(period) : null,
    periods: v2("nr_periods") ?? v1("nr_periods"),
    throttledPeriods: v2("nr_throttled") ?? v1("nr_throttled"),
  };
}

/** A file of lines `name value`. */
function fieldsOf(text: string): (name: string) => Bytes | null {
  const fields = new Map<string, Bytes>();
  for (const [, name = "", value] of text.matchAll(/^(\w+) (\d{1,20})$/gm)) {
    fields.set(name, bytes(Number(value)));
  }
  return (name) => fields.get(name) ?? null;
}

/** A file of one number. -1 (no quota) and `max` are none. */
function only(text: string): Bytes | null {
  const value = numberIn(/^(\d{1,20})$/m, text);
  return value === null ? null : bytes(value);
}
