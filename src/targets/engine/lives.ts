// The lives of a container, from `inspect` and what its engine remembers of its starts and ends.
import type { ContainerLife } from "../../domain/container.ts";
import { SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { Engine } from "./engine.ts";
import { flagOf, numberOf, timeOf } from "../json.ts";

/** What happened to a container, as its engine remembers: docker the last 256 events of all containers, podman its journal or file. */
export type EngineEvent = {
  readonly kind: "start" | "oom" | "die";
  readonly at: EpochMs;
  readonly exitCode: number | null;
};

/** An oom that belongs to a death is told beside it: 0.08 s before measured. */
const OOM_NEAR_DEATH_MS = 1.5 * SECOND_MS;
const MOST_LIVES = 50;
/** By SIGKILL: 128 and its number. */
export const KILLED = 137;

type Told = { readonly inspected: unknown; readonly events: readonly EngineEvent[] };

/** The current life by `inspect`, those before it by events; where those are forgotten, what `inspect` keeps of the last one. */
export function livesOf(
  engine: Engine,
  { inspected, events }: Told,
  isAlive: boolean,
): readonly ContainerLife[] {
  const startedAt = timeOf(inspected, "State", "StartedAt");
  const finishedAt = timeOf(inspected, "State", "FinishedAt");
  // A death is told a little after it: its event may bear a later time than the next start. The last death of what does not run is that of its last life.
  const deaths = deathsOf(engine, events);
  if (startedAt === null) return deaths;
  const last = deaths.at(-1);
  const end = !isAlive && Number(last?.endedAt) >= startedAt ? last : undefined;
  const former = end === undefined ? deaths : deaths.slice(0, -1);
  const current = isAlive
    ? { startedAt, endedAt: null, exitCode: null, oomKilled: null }
    : overOf(engine, inspected, { startedAt, endedAt: finishedAt, end });
  // Told by `inspect` alone: when the last life ended.
  const isForgotten = former.length === 0 && finishedAt !== null && finishedAt < startedAt;
  const forgotten = { startedAt: null, endedAt: finishedAt, exitCode: null, oomKilled: null };
  return [...(isForgotten ? [forgotten] : former.slice(-MOST_LIVES)), current];
}

function overOf(
  engine: Engine,
  inspected: unknown,
  {
    startedAt,
    endedAt,
    end,
  }: Pick<ContainerLife, "startedAt" | "endedAt"> & {
    readonly end: ContainerLife | undefined;
  },
): ContainerLife {
  const exitCode = numberOf(inspected, "State", "ExitCode");
  const oomKilled = end?.oomKilled ?? oomOf(engine, inspected, exitCode);
  return { startedAt, endedAt, exitCode, oomKilled };
}

function deathsOf(engine: Engine, events: readonly EngineEvent[]): readonly ContainerLife[] {
  const lives: ContainerLife[] = [];
  // Podman's death may be told after the next start: it ends the oldest life that runs.
  const running: EpochMs[] = [];
  let oomAt: EpochMs | null = null;
  for (const { kind, at, exitCode } of events.toSorted((a, b) => a.at - b.at)) {
    const last = lives.at(-1);
    if (kind === "start") running.push(at);
    else if (kind === "die") {
      const startedAt = running.shift() ?? null;
      const death = { startedAt, endedAt: at, exitCode, oomKilled: null };
      lives.push({ ...death, oomKilled: wasOom(engine, death, oomAt) });
      oomAt = null;
    } else if (last !== undefined && wasOom(engine, last, at) === true)
      // told just behind the death that it explains
      lives.splice(-1, 1, { ...last, oomKilled: true });
    else oomAt = at;
  }
  return lives;
}

/** Whether an oom belongs to a death. Where an engine tells of every one, there was none without it. */
function wasOom(
  { tellsOom }: Engine,
  { exitCode, endedAt }: ContainerLife,
  oomAt: EpochMs | null,
): boolean | null {
  if (exitCode !== KILLED) return false;
  const isNear =
    oomAt !== null && endedAt !== null && Math.abs(endedAt - oomAt) <= OOM_NEAR_DEATH_MS;
  return isNear ? true : tellsOom ? false : null;
}

/**
 * The flag of a life that is over; what its events say of it counts more. Docker sets it when anything in the container was killed for want of memory at any
 * time of that life (20.10, measured: also before a `docker stop` hours later), podman does not where the main process was (4.3.1): only docker's no is believed.
 */
function oomOf({ tellsOom }: Engine, inspected: unknown, exitCode: number | null): boolean | null {
  if (exitCode !== KILLED) return exitCode === null ? null : false;
  return tellsOom && flagOf(inspected, "State", "OOMKilled") === false ? false : null;
}
