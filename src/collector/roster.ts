// The processes of one target, from one answer to the next. Pure: a roster goes in, a roster comes out.
import type { ProcessReading } from "../domain/reading.ts";
import { bytes, epochMs } from "../domain/units.ts";
import { extras } from "./extras.ts";
import {
  ageMs,
  NO_HEAP,
  NO_SOCKETS,
  TICK_MS,
  UNTITLED_MS,
  type Asked,
  type Known,
  type Moment,
  type Roster,
} from "./known.ts";
import { parseCmdline, parseStat, parseStatm, type Stat } from "./parse/process.ts";
import type { Answer } from "./protocol.ts";

/**
 * Every process; with titles only for the first time: they are as dear as the rest, and seldom change.
 * Where the kernel's own threads are seen (no container), they hold the PIDs below 100, which are not given again: of those only the known processes are read.
 * @source kernel/pid.c, RESERVED_PIDS
 */
export function surveyWords(roster: Roster, seesKernel: boolean): readonly string[] {
  if (roster.size === 0) return ["[0-9]*/stat", "[0-9]*/cmdline"];
  if (!seesKernel) return ["[0-9]*/stat"];
  const low = [...roster.keys()].filter((pid) => pid < 100).map((pid) => `${pid}/stat`);
  return ["[0-9][0-9][0-9]*/stat", ...low];
}

const TITLES_MS = 14_000;

/** /proc/uptime counts in 10 ms: over a shorter time a share of CPU says nothing. */
const LEAST_CPU_SPAN_MS = 150;

/**
 * A full scan: who is not in it is gone. Threads of the kernel are no processes here.
 * @param isOurs whether a process belongs to the one who looks
 * @returns gone: PIDs of the former roster that ended, also when another process has the PID now; seesKernel: there were threads of the kernel
 */
export function surveyed(
  roster: Roster,
  answer: Answer,
  moment: Moment,
  isOurs: (stat: Stat) => boolean,
): { readonly roster: Roster; readonly gone: readonly number[]; readonly seesKernel: boolean } {
  let seesKernel = false;
  const next = new Map<number, Known>();
  for (const [path, text] of answer) {
    if (!path.endsWith("/stat")) continue;
    const stat = parseStat(text);
    if (stat === null || path !== `${stat.pid}/stat` || isOurs(stat)) continue;
    if (stat.isKernelThread) seesKernel = true;
    else next.set(stat.pid, continued(roster.get(stat.pid), stat, moment));
  }
  const gone = [...roster]
    .filter(([pid, { stat }]) => next.get(pid)?.stat.startKey !== stat.startKey)
    .map(([pid]) => pid);
  return { roster: titled(next, answer, moment), gone, seesKernel };
}

/** Whose title is to be read after a survey: newcomers, young ones, and now and then everybody. */
export const untitled = (roster: Roster, { uptimeMs }: Moment): readonly number[] =>
  [...roster.values()]
    .filter(({ stat, titleTriedMs }) => {
      return (
        titleTriedMs === null ||
        (titleTriedMs < uptimeMs && ageMs(stat, uptimeMs) < UNTITLED_MS) ||
        uptimeMs - titleTriedMs >= TITLES_MS
      );
    })
    .map(({ stat }) => stat.pid);

/** The same with the titles that stand in an answer. */
export function titled(roster: Roster, answer: Answer, { uptimeMs }: Moment): Roster {
  const next = new Map(roster);
  for (const [pid, known] of roster) {
    const title = answer.get(`${pid}/cmdline`);
    if (title === undefined) continue;
    next.set(pid, { ...known, cmdline: parseCmdline(title), titleTriedMs: uptimeMs });
  }
  return next;
}

/**
 * What matters, read again.
 * @returns gone: watched PIDs that ended; they leave the roster. unreadable: the kernel refused what was asked of them.
 */
export function refreshed(
  roster: Roster,
  answer: Answer,
  moment: Moment,
  asked: Asked,
): {
  readonly roster: Roster;
  readonly gone: readonly number[];
  readonly unreadable: readonly number[];
} {
  const next = new Map<number, Known>();
  const gone: number[] = [];
  const watched = new Set(asked.watch);
  const { with: withExtras, unreadable } = extras(answer, moment, asked);
  for (const [pid, known] of roster) {
    if (!watched.has(pid)) {
      next.set(pid, withExtras(pid, { ...known, ...UNWATCHED }));
      continue;
    }
    const stat = parseStat(answer.get(`${pid}/stat`) ?? "");
    if (stat?.pid !== pid || stat.startKey !== known.stat.startKey) {
      gone.push(pid);
      continue;
    }
    const statm = parseStatm(answer.get(`${pid}/statm`) ?? "");
    next.set(pid, withExtras(pid, { ...continued(known, stat, moment), statm }));
  }
  return {
    roster: titled(next, answer, moment),
    gone,
    unreadable: unreadable().filter((pid) => next.has(pid)),
  };
}

/** The same process later, or another one with its PID. */
function continued(former: Known | undefined, stat: Stat, { uptimeMs }: Moment): Known {
  const { clockTicks } = stat;
  if (former === undefined || former.stat.startKey !== stat.startKey) {
    return { ...BLANK, stat, cpuFrom: { uptimeMs, clockTicks } };
  }
  const span = uptimeMs - former.cpuFrom.uptimeMs;
  if (span < LEAST_CPU_SPAN_MS) return { ...former, stat };
  const cpuPercent = (((clockTicks - former.cpuFrom.clockTicks) * TICK_MS) / span) * 100;
  return { ...former, stat, cpuPercent, cpuFrom: { uptimeMs, clockTicks } };
}

const UNWATCHED = { statm: null, status: null, statusTriedMs: null } as const;

const BLANK = {
  ...UNWATCHED,
  cmdline: [],
  titleTriedMs: null,
  cpuPercent: null,
  rollup: null,
  rollupAt: null,
  rollupTriedMs: null,
  descriptors: null,
  descriptorsTriedMs: null,
  openFiles: null,
  cgroup: null,
  heap: NO_HEAP,
  sockets: NO_SOCKETS,
} satisfies Omit<Known, "stat" | "cpuFrom">;

/** A heap that was not read for so long is not known. */
const HEAP_KEPT_MS = 30_000;
/** Read each minute; where the budget is short, later. */
const SOCKETS_KEPT_MS = 180_000;

/** @param machine bootMs: when the machine was booted; pageBytes: size of a page of memory; uptimeMs: now */
export const processReadings = (
  roster: Roster,
  machine: { readonly bootMs: number; readonly pageBytes: number; readonly uptimeMs: number },
): readonly ProcessReading[] =>
  [...roster.values()].map(({ stat, statm, status, rollup, ...known }) => ({
    pid: stat.pid,
    ppid: stat.ppid,
    startedAt: epochMs(machine.bootMs + Number(stat.startKey) * TICK_MS),
    startKey: stat.startKey,
    comm: stat.comm,
    cmdline: known.cmdline,
    state: stat.state,
    cpuPercent: known.cpuPercent,
    openFiles: known.openFiles,
    heap:
      machine.uptimeMs - (known.heap.readMs ?? -Infinity) <= HEAP_KEPT_MS
        ? known.heap.reading
        : null,
    sockets:
      machine.uptimeMs - (known.sockets.readMs ?? -Infinity) <= SOCKETS_KEPT_MS
        ? known.sockets.reading
        : null,
    descriptors: known.descriptors,
    cgroup: known.cgroup,
    ...(status ?? NO_STATUS),
    ...(rollup ?? NO_ROLLUP),
    ussAt: known.rollupAt,
    rssBytes: bytes((statm?.residentPages ?? stat.rssPages) * machine.pageBytes),
    rssAnonBytes: statm === null ? null : bytes(statm.anonPages * machine.pageBytes),
    threads: stat.threads,
  }));

const NO_STATUS = {
  nsPid: null,
  rssShmemBytes: null,
  swapBytes: null,
  signals: null,
} as const;
const NO_ROLLUP = { ussBytes: null, pssBytes: null } as const;
