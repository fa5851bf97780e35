// What the files of /proc/PID say. Each function takes one file's text (latin1: one character per byte) and answers `null` when it is not such a file.
import type { Descriptors, SignalMasks } from "../../domain/reading.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { bytes, KIB, type Bytes } from "../../domain/units.ts";

export type Stat = {
  readonly pid: number;
  readonly comm: Untrusted;
  readonly state: string;
  readonly ppid: number;
  readonly isKernelThread: boolean;
  /** Pages that it was given without reading them from a disk: new memory, or its own copy of what it shared. */
  readonly minorFaults: number;
  /** Its own CPU time, in clock ticks. */
  readonly clockTicks: number;
  /** CPU time of the children it has waited for, in clock ticks. */
  readonly childrenClockTicks: number;
  readonly threads: number;
  /** Clock ticks after boot, as the kernel wrote it. */
  readonly startKey: string;
  readonly rssPages: number;
};

/** Memory in pages. It says of RSS and RssAnon what status does, at a quarter of the cost. */
export type Statm = { readonly residentPages: number; readonly anonPages: number };

export type Status = {
  readonly nsPid: number | null;
  readonly rssBytes: Bytes | null;
  readonly rssShmemBytes: Bytes | null;
  readonly swapBytes: Bytes | null;
  readonly signals: SignalMasks | null;
};

export type Rollup = { readonly ussBytes: Bytes; readonly pssBytes: Bytes };

/** @source include/linux/sched.h */
const PF_KTHREAD = 0x00200000;

/** The rest of them are of no use here. */
const LAST_FIELD = 24;

/** A comm may contain `) S 1 1 (` and line ends: it ends with the last `)`. @source proc_pid_stat(5) */
export function parseStat(text: string): Stat | null {
  const open = text.indexOf(" (");
  const close = text.lastIndexOf(") ");
  if (open === -1 || close < open) return null;
  const fields = text.slice(close + 2).split(" ", LAST_FIELD - 2);
  const number = (field: number): number => Number(fields[field - 3]);
  const startKey = fields[22 - 3];
  const stat = {
    pid: Number(text.slice(0, open)),
    comm: decoded(text.slice(open + 2, close)),
    state: fields[0] ?? "",
    ppid: number(4),
    isKernelThread: Math.floor(number(9) / PF_KTHREAD) % 2 === 1,
    minorFaults: number(10),
    clockTicks: number(14) + number(15),
    childrenClockTicks: number(16) + number(17),
    threads: number(20),
    startKey: startKey ?? "",
    rssPages: number(24),
  };
  const isWhole = [
    stat.pid,
    stat.ppid,
    stat.minorFaults,
    stat.clockTicks,
    stat.childrenClockTicks,
    stat.threads,
  ]
    .concat(stat.rssPages, Number(startKey))
    .every((value) => Number.isSafeInteger(value));
  return isWhole ? stat : null;
}

/** Resident is anon + file + shmem, shared is file + shmem. @source proc_pid_statm(5); task_statm() in fs/proc/task_mmu.c */
export function parseStatm(text: string): Statm | null {
  const [, resident, shared] = /^\d+ (\d{1,15}) (\d{1,15}) /.exec(text) ?? [];
  if (resident === undefined) return null;
  const residentPages = Number(resident);
  return { residentPages, anonPages: Math.max(0, residentPages - Number(shared)) };
}

/** @source proc_pid_status(5). A zombie and a kernel thread have no Vm lines; RssShmem is there since Linux 4.5. */
export function parseStatus(text: string): Status | null {
  if (!text.startsWith("Name:")) return null;
  const nsPid = Number(/\s(\d+)$/.exec(lineOf(text, "NSpid") ?? "")?.[1] ?? Number.NaN);
  return {
    nsPid: Number.isNaN(nsPid) ? null : nsPid,
    rssBytes: kilobytes(text, "VmRSS"),
    rssShmemBytes: kilobytes(text, "RssShmem"),
    swapBytes: kilobytes(text, "VmSwap"),
    signals: masks(text),
  };
}

/** USS is what would be freed if the process ended now. @source Documentation/ABI/testing/procfs-smaps_rollup */
export function parseRollup(text: string): Rollup | null {
  const pss = kilobytes(text, "Pss");
  const clean = kilobytes(text, "Private_Clean");
  const dirty = kilobytes(text, "Private_Dirty");
  if (pss === null || clean === null || dirty === null) return null;
  const huge = kilobytes(text, "Private_Hugetlb") ?? 0;
  return { ussBytes: bytes(clean + dirty + huge), pssBytes: pss };
}

/** Its words. PHP writes a title over argv and environment: the rest of the area are NULs, which are no words. */
export function parseCmdline(text: string): readonly Untrusted[] {
  let end = text.length;
  while (end > 0 && text[end - 1] === "\0") end--;
  return end === 0 ? [] : text.slice(0, end).split("\0").map(decoded);
}

/** Kinds of descriptors, from the texts of /proc/PID/fdinfo/*. @source proc_pid_fdinfo(5) */
export function parseDescriptors(fdinfo: readonly string[]): Descriptors {
  const having = (field: RegExp): number => fdinfo.filter((text) => field.test(text)).length;
  return { eventpolls: having(/^tfd:/m), signalfds: having(/^sigmask:/m) };
}

/** Path of its memory cgroup: of the v1 memory hierarchy when there is one, else of v2. @source cgroups(7) */
export function parseCgroupPath(text: string): string | null {
  let unified: string | null = null;
  for (const line of text.split("\n")) {
    const [, id, controllers = "", path] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    if (controllers.split(",").includes("memory")) return path;
    if (id === "0") unified = path;
  }
  return unified;
}

function masks(text: string): SignalMasks | null {
  const mask = (name: string): bigint | null => {
    const value = lineOf(text, name)?.trim() ?? "";
    return /^[0-9a-f]{1,32}$/.test(value) ? BigInt(`0x${value}`) : null;
  };
  const [blocked, ignored, caught] = [mask("SigBlk"), mask("SigIgn"), mask("SigCgt")];
  if (blocked === null || ignored === null || caught === null) return null;
  return { blocked, ignored, caught };
}

/** What stands behind `name:` at the start of a line. The kernel escapes line ends in the Name line. */
function lineOf(text: string, name: string): string | null {
  const start = text.indexOf(`\n${name}:`);
  if (start === -1) return null;
  const end = text.indexOf("\n", start + 1);
  return text.slice(start + name.length + 2, end === -1 ? undefined : end);
}

function kilobytes(text: string, name: string): Bytes | null {
  const value = /^\s*(\d{1,15}) kB$/.exec(lineOf(text, name) ?? "")?.[1];
  return value === undefined ? null : bytes(Number(value) * KIB);
}

/** Bytes of a target as text: UTF-8, with U+FFFD for what is none. */
const decoded = (latin1: string): Untrusted =>
  untrustedText(Buffer.from(latin1, "latin1").toString("utf8"));
