// This machine where it has no /proc (macOS): the same Readings by `ps` and pidusage, `null` where the system cannot say.
import { execFile } from "node:child_process";
import { totalmem } from "node:os";
import { promisify } from "node:util";
import pidusage from "pidusage";
import { NO_DEMAND, type Demand } from "../../domain/demand.ts";
import type { SampleFault } from "../../domain/fault.ts";
import type { SessionState } from "../../domain/observation.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Gathered, Source } from "../../domain/ports/source.ts";
import { UNREAD_MEMORY, type ProcessReading, type Reading } from "../../domain/reading.ts";
import { untrustedText } from "../../domain/text.ts";
import { bytes, epochMs, KIB } from "../../domain/units.ts";

type Usage = { readonly cpu: number; readonly memory: number };

/** What is asked of the system. */
export type System = {
  /** Output of `ps` with the columns pid, ppid, rss, lstart, command. */
  readonly list: () => Promise<string>;
  readonly usage: (pids: readonly number[]) => Promise<ReadonlyMap<number, Usage>>;
  readonly totalBytes: () => number;
  readonly ownPid: number;
};

export type WithoutProcOptions = {
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly system?: System;
};

const SURVEY_MS = 5000;
const MOST_OUTPUT_BYTES = 32 * 1024 * 1024;
const BACK_OFF_MS = 5000;

/** Watches this machine until `signal` is aborted, or when `ps` cannot be had at all. */
export function openWithoutProc(options: WithoutProcOptions, signal: AbortSignal): Source {
  const wish = { demand: NO_DEMAND };
  return {
    gathered: gather(options, options.system ?? thisSystem, signal, wish),
    demand(next) {
      wish.demand = next;
    },
    files: null,
    shell: () => null,
    clientPids: () => [],
  };
}

async function* gather(
  { clock, intervalMs }: WithoutProcOptions,
  system: System,
  signal: AbortSignal,
  wish: { demand: Demand },
): AsyncGenerator<Gathered> {
  const isOver = (): boolean => signal.aborted;
  let state: SessionState = "connecting";
  let seq = 0;
  let surveyedAt = -Infinity;
  const mourned = new Set<number>();
  yield change(state, clock, null);
  while (!isOver()) {
    try {
      const processes = parsePs(await system.list(), system.ownPid);
      const at = clock.now();
      if (state !== "live") yield change((state = "live"), clock, null);
      const bare = readingOf(at, seq + 1, processes, system.totalBytes());
      if (wish.demand.scan || clock.monotonic() - surveyedAt >= SURVEY_MS) {
        surveyedAt = clock.monotonic();
        yield { type: "survey", reading: bare };
      }
      const { watch } = wish.demand;
      const alive = new Set(processes.map(({ pid }) => pid));
      const usage = await system.usage(watch.filter((pid) => alive.has(pid)));
      const faults = vanished(watch, alive, mourned);
      seq += 1;
      yield {
        type: "reading",
        reading: { ...bare, processes: withUsage(processes, usage), faults },
      };
    } catch (cause) {
      if (isOver()) return;
      yield change(seq === 0 ? "over" : "retrying", clock, String(cause));
      if (seq === 0) return;
      state = "retrying";
      await clock.sleep(BACK_OFF_MS, signal);
    }
    await clock.sleep(intervalMs * (0.9 + clock.random() * 0.2), signal);
  }
}

const change = (state: SessionState, clock: Clock, words: string | null): Gathered => {
  const fault =
    words === null
      ? null
      : ({ kind: "system-refused", detail: untrustedText(words.slice(0, 300)) } as const);
  return { type: "session", session: { state, at: epochMs(clock.now()), fault } };
};

function vanished(
  watch: readonly number[],
  alive: ReadonlySet<number>,
  mourned: Set<number>,
): readonly SampleFault[] {
  const gone = watch.filter((pid) => !alive.has(pid) && !mourned.has(pid));
  for (const pid of gone) mourned.add(pid);
  for (const pid of alive) mourned.delete(pid);
  return gone.map((pid) => ({ kind: "vanished", pid }));
}

const readingOf = (
  at: number,
  seq: number,
  processes: readonly ProcessReading[],
  totalBytes: number,
): Reading => ({
  at: epochMs(at),
  seq,
  lateMs: 0,
  processes,
  memory: { ...UNREAD_MEMORY, source: "host", limitBytes: bytes(totalBytes) },
  groups: new Map(),
  cpu: { usagePercent: null, limitCores: null, throttledPercent: null },
  lastPid: null,
  thp: null,
  cost: { cpuPercent: null, rssBytes: null },
  faults: [],
});

const withUsage = (
  processes: readonly ProcessReading[],
  usage: ReadonlyMap<number, Usage>,
): readonly ProcessReading[] =>
  processes.map((process) => {
    const seen = usage.get(process.pid);
    if (seen === undefined) return process;
    return { ...process, rssBytes: bytes(seen.memory), cpuPercent: seen.cpu };
  });

const ROW = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(\S.*)$/;

/** `ps` joins the words of a command line with blanks: a title with blanks cannot be told from them. Ours are left out. */
export function parsePs(output: string, ownPid: number): readonly ProcessReading[] {
  const processes: ProcessReading[] = [];
  for (const line of output.split("\n")) {
    const [, pid, ppid, rss, started = "", command = ""] = ROW.exec(line) ?? [];
    if (pid === undefined || Number(pid) === ownPid || Number(ppid) === ownPid) continue;
    const words = command.split(/\s+/).filter((word) => word !== "");
    const startedAt = Date.parse(started);
    processes.push({
      ...NOT_SAID,
      pid: Number(pid),
      nsPid: Number(pid),
      ppid: Number(ppid),
      startedAt: Number.isNaN(startedAt) ? null : epochMs(startedAt),
      startKey: started,
      comm: untrustedText(words[0]?.split("/").at(-1) ?? ""),
      cmdline: words.map(untrustedText),
      rssBytes: bytes(Number(rss) * KIB),
    });
  }
  return processes;
}

const NOT_SAID = {
  state: "?",
  rssAnonBytes: null,
  rssShmemBytes: null,
  swapBytes: null,
  ussBytes: null,
  pssBytes: null,
  ussAt: null,
  cpuPercent: null,
  threads: null,
  openFiles: null,
  heap: null,
  sockets: null,
  signals: null,
  descriptors: null,
  cgroup: null,
} as const;

const thisSystem: System = {
  async list() {
    const columns = "pid=,ppid=,rss=,lstart=,command=";
    const options = { maxBuffer: MOST_OUTPUT_BYTES, env: { ...process.env, LC_ALL: "C" } };
    return (await promisify(execFile)("ps", ["-axo", columns], options)).stdout;
  },
  async usage(pids) {
    if (pids.length === 0) return new Map();
    const all: Readonly<Record<string, Usage | null>> = await pidusage([...pids]);
    const known = Object.entries(all).filter(
      (entry): entry is [string, Usage] => entry[1] !== null,
    );
    return new Map(known.map(([pid, usage]) => [Number(pid), usage]));
  },
  totalBytes: totalmem,
  ownPid: process.pid,
};
