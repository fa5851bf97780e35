import type { Demand } from "../domain/demand.ts";
import type { Observation } from "../domain/observation.ts";
import type { ProjectMissed } from "../domain/project.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Source } from "../domain/ports/source.ts";
import type { Target } from "../domain/target.ts";
import { openSession } from "../collector/session.ts";
import { play } from "../recording/play.ts";
import { inspectors, transports } from "../targets/index.ts";
import { openWithoutProc } from "../targets/local/without-proc.ts";
import { existsSync } from "node:fs";
import { scenarioFile, type ScenarioName } from "../targets/demo/scenarios.ts";
import { collectorScript, demoFile } from "./assets.ts";
import { podBeside, sourceBeside, withToldMemory } from "./beside.ts";
import { observe } from "./monitor.ts";
import type { ContainerLook } from "./logs/container.ts";
import { EarlierAsked, type EarlierLines } from "./logs/earlier-asked.ts";
import { withLogs, type LogWish } from "./logs/follow.ts";
import { withProject, type ProjectWish, type ReadOutcome } from "./project/follow.ts";
import { withPast } from "./past.ts";
import { openRecording } from "./playback.ts";

export type Look = {
  readonly target: Target;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly budgetMs: number;
  readonly force: boolean;
  /** A target that does not run is waited for. */
  readonly waits: boolean;
  /** Where no shell can be had, what its cluster tells is enough. */
  readonly withoutShell: boolean;
  /** Live heaps are read: the memory of processes, where that is allowed. */
  readonly heap: boolean;
  /** Of a recording; null: as fast as it can be read. */
  readonly speed: number | null;
  readonly scenario: ScenarioName;
  /** How the project of a live target is to be read; null: it is not. */
  readonly project: ProjectWish | null;
  /** How the logs of a live target are to be read; null: they are not. */
  readonly logs: LogWish | null;
  /** Told when a project was looked for in vain. */
  readonly missed?: (why: ProjectMissed) => void;
  /** What the State wants to know next. */
  readonly wished: () => Demand;
};

export type Opened = {
  readonly observations: AsyncIterable<Observation>;
  /** Processes of ours that serve the look; their cost is ours. */
  readonly clientPids: () => readonly number[];
  readonly isLive: boolean;
  /** What is looked at, where it lives: for what is asked beside the observations. */
  readonly source: Source | null;
  /** Reads the project again; null where there is none to read. */
  readonly again: (() => Promise<ReadOutcome>) | null;
  /** Reads what stood in log files before what was read of them; null: nobody reads them there, or no more. */
  readonly earlierLogs: () => Promise<EarlierLines | null>;
};

/** Begins to look at a target, of whatever kind; ends with `signal`. */
export function openObservations(look: Look, signal: AbortSignal): Opened {
  const { target, clock } = look;
  if (target.scheme === "recording" || target.scheme === "demo") return openRecorded(look, signal);
  const source = openSource(look, signal);
  const observations = observedIn(source, look, signal);
  const { files } = source;
  const followed =
    files === null || look.project === null
      ? null
      : withProject(observations, { files, wish: look.project, missed: look.missed }, signal);
  const declared = followed?.observations ?? observations;
  const earlier = new EarlierAsked();
  if (look.logs === null) earlier.end();
  return {
    observations:
      look.logs === null
        ? declared
        : withLogs(
            declared,
            { files, target, options: look.logs, clock, container: outputOf(target), earlier },
            signal,
          ),
    clientPids: () => source.clientPids(),
    isLive: true,
    source,
    again: followed?.again ?? null,
    earlierLogs: () => earlier.ask(),
  };
}

function observedIn(source: Source, look: Look, signal: AbortSignal): AsyncIterable<Observation> {
  const observations = withPast(observe(source, look), look, signal);
  const pod = podBeside(look.target);
  return pod === null ? observations : withToldMemory(observations, pod);
}

function openRecorded({ target, clock, speed, scenario }: Look, signal: AbortSignal): Opened {
  const path =
    target.scheme === "demo" ? demoFile(scenarioFile(scenario)) : (target.address[0] ?? "-");
  return {
    observations: play(openRecording(path, { signal }), { speed, clock }, signal),
    clientPids: () => [],
    isLive: false,
    source: null,
    again: null,
    earlierLogs: () => Promise.resolve(null),
  };
}

/** Whom to ask for the output of a target; null: it has none of its own. */
export function outputOf(target: Target): ContainerLook | null {
  const inspector = inspectors.find(({ scheme }) => scheme === target.scheme);
  return inspector === undefined || inspector.logs === null ? null : { inspector, target };
}

function openSource(look: Look, signal: AbortSignal): Source {
  const { target, clock, intervalMs, budgetMs, force, waits, withoutShell } = look;
  const transport = transports.find(({ scheme }) => scheme === target.scheme);
  if (transport === undefined) throw new TypeError(`no transport for ${target.scheme}`);
  if (target.scheme === "local" && !existsSync("/proc/self/stat"))
    return openWithoutProc({ intervalMs, clock }, signal);
  const ownPids = target.scheme === "local" ? [process.pid] : [];
  const session = openSession(
    {
      target,
      transport,
      script: collectorScript(),
      intervalMs,
      budgetMs,
      clock,
      force,
      waits,
      withoutShell,
      ownPids,
    },
    signal,
  );
  return podBeside(target) === null ? session : sourceBeside(session);
}
