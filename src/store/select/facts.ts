import { livesOf } from "../../analysis/churn/churn.ts";
import {
  known as knownFact,
  unknown,
  type Fact,
  type Facts,
  type Running,
  type RunningServer,
  type RunningSlot,
} from "../../domain/facts.ts";
import type { Role } from "../../domain/role.ts";
import type { Sample, Server } from "../../domain/sample.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";
import type { Known, Track } from "../state.ts";
import { privateSeries } from "../tracks.ts";
import { podFact, replicasFact } from "./pod-facts.ts";
import { logFactsOf } from "./runs.ts";
import { bytesPerMinute, growth } from "./slope.ts";

const NO_TARGET = "nothing running was looked at: audit the target, not only its files";
const NO_LOGS = "no log was read: audit the live target, or a recording of it";
/** Why a rule that reads files is silent on a recorded project. */
export const ONLY_RECORDED =
  "a recording has no files: audit the project's directory or the live target";

/** What is known, as rules stand on it. `at`: now, where no sample tells the target's time. */
export const factsOf = (known: Known, at: EpochMs): Facts => ({
  now: known.sample?.at ?? at,
  ...projectFacts(known),
  ...runningFacts(known),
  replicas: replicasFact(known),
  pod: podFact(known),
  ...machineFacts(known),
  logs: logsFact(known, at),
  redis: unknown("Redis is never asked: it would need the application's credentials"),
});

function logsFact(known: Known, at: EpochMs): Facts["logs"] {
  const project = known.declared?.project ?? null;
  const said = logFactsOf(project, known.logs, known.sample?.at ?? at);
  const why = known.sample === null ? NO_LOGS : "no log of the target was read";
  return orUnknown(said, "logs", why);
}

function projectFacts({ sample, declared }: Known): Pick<Facts, "project" | "declarations"> {
  const noFiles = sample === null ? "no project was read" : "no project was found in the target";
  const why = declared === null ? noFiles : ONLY_RECORDED;
  return {
    project: orUnknown(declared?.project, "project files", noFiles),
    declarations: orUnknown(declared?.declarations, "project files", why),
  };
}

function runningFacts(known: Known): Pick<Facts, "processes" | "cgroup" | "cpu"> {
  const { sample } = known;
  if (sample === null) {
    const nothing = unknown(NO_TARGET);
    return { processes: nothing, cgroup: nothing, cpu: nothing };
  }
  return {
    processes: knownFact(runningOf(known, sample), "processes"),
    // what a cluster tells is a fact of its own
    cgroup: orUnknown(
      sample.memory?.source === null ? null : sample.memory,
      "cgroup",
      "no cgroup is readable",
    ),
    cpu: orUnknown(sample.cpu, "cgroup", "no CPU limit is readable"),
  };
}

function machineFacts(known: Known): Pick<Facts, "extensions" | "oomGroup" | "init"> {
  const machine = known.declared?.machine;
  const why = known.sample === null ? NO_TARGET : "the target does not let it be read";
  return {
    extensions: orUnknown(machine?.extensions, "maps of a process", why),
    oomGroup: orUnknown(machine?.oomGroup, "cgroup", why),
    init: orUnknown(machine?.init, "/proc/1/cmdline", why),
  };
}

const orUnknown = <T>(value: T | null | undefined, from: string, why: string): Fact<T> =>
  value === null || value === undefined ? unknown(why) : knownFact(value, from);

function runningOf(known: Known, sample: Sample): Running {
  const lives = new Map<string, Track[]>();
  for (const track of known.tracks.values()) {
    if (track.endedAt !== null) continue;
    const { id } = track.server;
    lives.set(id, [...(lives.get(id) ?? []), track]);
  }
  return {
    windowMs: sample.at - (known.firstAt ?? sample.at),
    servers: sample.servers.map((server) =>
      serverOf(server, lives.get(server.id) ?? [], known, sample),
    ),
  };
}

function serverOf(
  server: Server,
  tracks: readonly Track[],
  known: Known,
  sample: Sample,
): RunningServer {
  const counts: Partial<Record<Role, number>> = {};
  const userProcesses: Record<string, number> = {};
  for (const { role, name } of server.processes) {
    if (role !== null) counts[role] = (counts[role] ?? 0) + 1;
    if (role === "user-process" && name !== null)
      userProcesses[name] = (userProcesses[name] ?? 0) + 1;
  }
  return {
    id: server.id,
    framework: server.framework,
    mode: server.mode,
    counts,
    userProcesses,
    slots: tracks.map((track) => slotOf(track, known, sample)),
  };
}

function slotOf(track: Track, known: Known, sample: Sample): RunningSlot {
  const { process } = track;
  const series = privateSeries(track);
  const span = { from: known.firstAt ?? sample.at, to: epochMs(sample.at + 1) };
  const { startedAt } = process;
  return {
    slot: process.slot,
    role: process.role,
    name: process.name,
    pid: process.pid,
    ageMs: startedAt === null ? null : sample.at - startedAt,
    // who was there at the first look may have started long before it
    starts: livesOf(known.churn, track.rowKey).filter((life) =>
      life.startedAt === null ? life.firstSeenAt > span.from : life.startedAt >= span.from,
    ).length,
    bytes: series.last(),
    growthBytes: growth(series, span),
    bytesPerMinute: bytesPerMinute(series, span),
    sockets: process.sockets,
    orphan: process.orphan,
  };
}
