import type { Demand } from "../domain/demand.ts";
import type { Observation } from "../domain/observation.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Source } from "../domain/ports/source.ts";
import type { Target } from "../domain/target.ts";
import { openSession } from "../collector/session.ts";
import { play } from "../recording/play.ts";
import { transports } from "../targets/index.ts";
import { openWithoutProc } from "../targets/local/without-proc.ts";
import { existsSync } from "node:fs";
import { scenarioFile, type ScenarioName } from "../targets/demo/scenarios.ts";
import { collectorScript, demoFile } from "./assets.ts";
import { observe } from "./monitor.ts";
import { openRecording } from "./playback.ts";

export type Look = {
  readonly target: Target;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly budgetMs: number;
  readonly force: boolean;
  /** Of a recording; null: as fast as it can be read. */
  readonly speed: number | null;
  readonly scenario: ScenarioName;
  /** What the State wants to know next. */
  readonly wished: () => Demand;
};

export type Opened = {
  readonly observations: AsyncIterable<Observation>;
  /** Processes of ours that serve the look; their cost is ours. */
  readonly clientPids: () => readonly number[];
  readonly isLive: boolean;
};

/** Begins to look at a target, of whatever kind; ends with `signal`. */
export function openObservations(look: Look, signal: AbortSignal): Opened {
  const { target, clock, speed, scenario } = look;
  if (target.scheme === "recording" || target.scheme === "demo") {
    const path =
      target.scheme === "demo" ? demoFile(scenarioFile(scenario)) : (target.address[0] ?? "-");
    return {
      observations: play(openRecording(path, { signal }), { speed, clock }, signal),
      clientPids: () => [],
      isLive: false,
    };
  }
  const source = openSource(look, signal);
  return {
    observations: observe(source, look.wished),
    clientPids: () => source.clientPids(),
    isLive: true,
  };
}

function openSource(look: Look, signal: AbortSignal): Source {
  const { target, clock, intervalMs, budgetMs, force } = look;
  const transport = transports.find(({ scheme }) => scheme === target.scheme);
  if (transport === undefined) throw new TypeError(`no transport for ${target.scheme}`);
  if (target.scheme === "local" && !existsSync("/proc/self/stat"))
    return openWithoutProc({ intervalMs, clock }, signal);
  const ownPids = target.scheme === "local" ? [process.pid] : [];
  return openSession(
    { target, transport, script: collectorScript(), intervalMs, budgetMs, clock, force, ownPids },
    signal,
  );
}
