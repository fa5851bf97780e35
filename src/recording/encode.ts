import type { Fault } from "../domain/fault.ts";
import type { LogLine } from "../domain/log.ts";
import type { LogSource } from "../domain/log-source.ts";
import type { Observation } from "../domain/observation.ts";
import type { MemoryReading } from "../domain/reading.ts";
import type { Process, Sample, Server } from "../domain/sample.ts";
import { lifeJson } from "./container-life.ts";
import { containerLine } from "./container-line.ts";
import { projectJson } from "./encode-project.ts";
import { snapshotFields } from "./encode-snapshot.ts";
import { timeText } from "./time.ts";

/**
 * One Observation as one line of JSON (log lines that came together: a line each), without the line end: keys, their order and units are those of contract 2.1.
 * Unknown is `null` and every key is there; a number that JSON cannot write is unknown, too. Text of the target stays as it is, escaped by JSON.
 */
export function encodeObservation(observation: Observation): string {
  switch (observation.type) {
    case "hello": {
      const { swtop, target, at } = observation.hello;
      return JSON.stringify({ type: "hello", v: 1, swtop, target, at: timeText(at) });
    }
    case "session": {
      const { at, state, fault } = observation.session;
      return JSON.stringify({ type: "session", at: timeText(at), state, fault: faultJson(fault) });
    }
    case "sample":
      return JSON.stringify(sampleJson(observation.sample));
    case "log":
      return observation.lines.map(lineJson).join("\n");
    case "log-sources": {
      const { at, zone = null, sources } = observation;
      return JSON.stringify({
        type: "log-sources",
        at: timeText(at),
        zone,
        sources: sources.map(sourceJson),
      });
    }
    case "project": {
      const { at, project } = observation;
      return JSON.stringify({ type: "project", at: timeText(at), v: 1, ...projectJson(project) });
    }
    case "snapshot": {
      const { snapshot } = observation.progress;
      return JSON.stringify({
        type: "snapshot",
        at: timeText(snapshot.at),
        v: 1,
        ...snapshotFields(snapshot),
      });
    }
    case "container":
      return containerLine(observation);
    case "other":
      // a raw line end can only be white space between tokens there; a reader would take it for the end of the line
      return observation.json.replaceAll(/[\r\n]+/gu, " ").trim();
  }
}

/** The contract's four keys, and those that say something else than is meant without them. What was cut from a line is not recorded: only how much it was. */
const lineJson = ({ at, clock, source, text, cutBytes, writer, lostBytes }: LogLine): string =>
  JSON.stringify({
    type: "log",
    at: timeText(at),
    source,
    text,
    ...(clock === "source" ? null : { clock }),
    ...(writer === null ? null : { writer }),
    ...(cutBytes === 0 ? null : { cutBytes }),
    ...(lostBytes === undefined ? null : { lostBytes }),
  });

const sourceJson = ({ source, why, pid, server, state, bytes, detail }: LogSource) => ({
  source,
  why,
  pid,
  server,
  state,
  bytes,
  detail,
});

const faultJson = (fault: Fault | null) =>
  fault === null
    ? null
    : {
        kind: fault.kind,
        detail: fault.detail,
        ...(fault.life === undefined
          ? null
          : { life: fault.life === null ? null : lifeJson(fault.life) }),
      };

const sampleJson = (sample: Sample) => ({
  type: "sample",
  at: timeText(sample.at),
  seq: sample.seq,
  lateMs: sample.lateMs,
  servers: sample.servers.map(serverJson),
  others: { count: sample.others.count, rssBytes: sample.others.rssBytes },
  memory: memoryJson(sample.memory),
  cpu:
    sample.cpu === null
      ? null
      : {
          usagePercent: sample.cpu.usagePercent,
          limitCores: sample.cpu.limitCores,
          throttledPercent: sample.cpu.throttledPercent,
        },
  lastPid: sample.lastPid,
  thp: sample.thp,
  cost: { cpuPercent: sample.cost.cpuPercent, rssBytes: sample.cost.rssBytes },
  faults: sample.faults.map(({ kind, pid }) => ({ kind, pid })),
});

const serverJson = (server: Server) => ({
  id: server.id,
  rootPid: server.rootPid,
  app: server.app,
  framework: server.framework,
  mode: server.mode,
  memory: memoryJson(server.memory),
  processes: server.processes.map(processJson),
});

const processJson = (process: Process) => ({
  pid: process.pid,
  nsPid: process.nsPid,
  ppid: process.ppid,
  startedAt: timeText(process.startedAt),
  role: process.role,
  parentSlot: process.parentSlot,
  roleFrom: process.roleFrom,
  name: process.name,
  slot: process.slot,
  generation: process.generation,
  orphan: process.orphan,
  rssBytes: process.rssBytes,
  rssAnonBytes: process.rssAnonBytes,
  ussBytes: process.ussBytes,
  ussAt: timeText(process.ussAt),
  pssBytes: process.pssBytes,
  heapBytes: process.heapBytes,
  heapRealBytes: process.heapRealBytes,
  gcRoots: process.gcRoots,
  gcRuns: process.gcRuns,
  rssShmemBytes: process.rssShmemBytes,
  swapBytes: process.swapBytes,
  cpuPercent: process.cpuPercent,
  threads: process.threads,
  openFiles: process.openFiles,
  sockets: process.sockets,
  socketsAt: timeText(process.socketsAt),
  accepted: process.accepted,
  listens: process.listens,
});

const memoryJson = (memory: MemoryReading | null) =>
  memory === null
    ? null
    : {
        source: memory.source,
        limitBytes: memory.limitBytes,
        currentBytes: memory.currentBytes,
        peakBytes: memory.peakBytes,
        anonBytes: memory.anonBytes,
        fileBytes: memory.fileBytes,
        shmemBytes: memory.shmemBytes,
        unreclaimableBytes: memory.unreclaimableBytes,
        workingSetBytes: memory.workingSetBytes,
        swapBytes: memory.swapBytes,
        oomKills: memory.oomKills,
        oomEvents: memory.oomEvents,
        hostAvailableBytes: memory.hostAvailableBytes,
      };
