import type { SampleFault } from "../domain/fault.ts";
import type { Observation } from "../domain/observation.ts";
import type { CpuReading, MemoryReading } from "../domain/reading.ts";
import { ROLES } from "../domain/role.ts";
import type { Process, Sample, Server } from "../domain/sample.ts";
import {
  fields,
  list,
  natural,
  number,
  one,
  size,
  text,
  time,
  words,
  type Fields,
} from "./fields.ts";

/** A `sample` of contract 2.1; null without its time or its `seq`. Rules of tolerance: `decodeObservation`. */
export function decodeSample(from: Fields): Observation | null {
  const at = time(from, "at");
  const seq = natural(from, "seq");
  if (at === null || seq === null) return null;
  const others = fields(from, "others") ?? {};
  const cost = fields(from, "cost") ?? {};
  const sample: Sample = {
    at,
    seq,
    lateMs: number(from, "lateMs"),
    servers: list(from, "servers").flatMap(decodeServer),
    others: { count: natural(others, "count"), rssBytes: size(others, "rssBytes") },
    memory: decodeMemory(fields(from, "memory")),
    cpu: decodeCpu(fields(from, "cpu")),
    lastPid: natural(from, "lastPid"),
    thp: one(from, "thp", ["always", "madvise", "never"]),
    cost: { cpuPercent: number(cost, "cpuPercent"), rssBytes: size(cost, "rssBytes") },
    faults: list(from, "faults").flatMap(decodeFault),
  };
  return { type: "sample", sample };
}

function decodeServer(from: Fields): readonly Server[] {
  const id = text(from, "id");
  if (id === null) return [];
  return [
    {
      id,
      rootPid: natural(from, "rootPid"),
      app: words(from, "app"),
      framework: text(from, "framework"),
      mode: one(from, "mode", ["process", "base", "single", "coroutine", "thread"]),
      memory: decodeMemory(fields(from, "memory")),
      processes: list(from, "processes").flatMap(decodeProcess),
    },
  ];
}

function decodeProcess(from: Fields): readonly Process[] {
  const pid = natural(from, "pid");
  if (pid === null) return [];
  return [
    {
      pid,
      nsPid: natural(from, "nsPid"),
      ppid: natural(from, "ppid"),
      startedAt: time(from, "startedAt"),
      role: one(from, "role", ROLES),
      roleFrom: one(from, "roleFrom", ["title", "kernel", "log"]),
      name: words(from, "name"),
      slot: words(from, "slot"),
      parentSlot: words(from, "parentSlot"),
      generation: natural(from, "generation"),
      orphan: from["orphan"] === true,
      rssBytes: size(from, "rssBytes"),
      rssAnonBytes: size(from, "rssAnonBytes"),
      rssShmemBytes: size(from, "rssShmemBytes"),
      swapBytes: size(from, "swapBytes"),
      ussBytes: size(from, "ussBytes"),
      ussAt: time(from, "ussAt"),
      pssBytes: size(from, "pssBytes"),
      heapBytes: size(from, "heapBytes"),
      heapRealBytes: size(from, "heapRealBytes"),
      gcRoots: natural(from, "gcRoots"),
      gcRuns: natural(from, "gcRuns"),
      cpuPercent: number(from, "cpuPercent"),
      threads: natural(from, "threads"),
      openFiles: natural(from, "openFiles"),
      sockets: decodeSockets(fields(from, "sockets")),
      socketsAt: time(from, "socketsAt"),
      accepted: natural(from, "accepted"),
      listens: decodePorts(from["listens"]),
    },
  ];
}

/** Through entries, so that a port named `__proto__` is a key like any other. */
function decodeSockets(from: Fields | null): Readonly<Record<string, number>> | null {
  if (from === null) return null;
  return Object.fromEntries(
    Object.keys(from).flatMap((port) => {
      const count = natural(from, port);
      return count === null ? [] : [[port, count]];
    }),
  );
}

/** One that is none makes all of them unknown. */
const decodePorts = (value: unknown): readonly number[] | null =>
  Array.isArray(value) && value.every((port) => Number.isSafeInteger(port) && port >= 0)
    ? value
    : null;

/** Null, too, where its source is one that we do not know: the same numbers mean another thing for a machine than for a cgroup. */
function decodeMemory(from: Fields | null): MemoryReading | null {
  const source = from === null ? null : one(from, "source", ["cgroup-v2", "cgroup-v1", "host"]);
  if (from === null || (source === null && from["source"] !== null)) return null;
  return {
    source,
    limitBytes: size(from, "limitBytes"),
    currentBytes: size(from, "currentBytes"),
    peakBytes: size(from, "peakBytes"),
    anonBytes: size(from, "anonBytes"),
    fileBytes: size(from, "fileBytes"),
    shmemBytes: size(from, "shmemBytes"),
    unreclaimableBytes: size(from, "unreclaimableBytes"),
    workingSetBytes: size(from, "workingSetBytes"),
    swapBytes: size(from, "swapBytes"),
    oomKills: natural(from, "oomKills"),
    oomEvents: natural(from, "oomEvents"),
    hostAvailableBytes: size(from, "hostAvailableBytes"),
  };
}

const decodeCpu = (from: Fields | null): CpuReading | null =>
  from === null
    ? null
    : {
        usagePercent: number(from, "usagePercent"),
        limitCores: number(from, "limitCores"),
        throttledPercent: number(from, "throttledPercent"),
      };

function decodeFault(from: Fields): readonly SampleFault[] {
  const kind = one(from, "kind", ["vanished", "unreadable", "over-budget", "also-watched"]);
  return kind === null ? [] : [{ kind, pid: natural(from, "pid") }];
}
