// `inspect` and `events` of docker and podman as a Container.
import { CONTAINER_STATES, type Container, type ContainerLife } from "../../domain/container.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { bytes, epochMs, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { Engine } from "./engine.ts";
import { flagOf, numberOf, textOf, timeOf } from "./json.ts";

/** What happened to a container, as its engine remembers: docker the last 256 events of all containers, podman its journal or file. */
export type EngineEvent = {
  readonly kind: "start" | "oom" | "die";
  readonly at: EpochMs;
  readonly exitCode: number | null;
};

/** An oom that belongs to a death is told beside it: 0.08 s before measured. */
const OOM_NEAR_DEATH_MS = 1.5 * SECOND_MS;
const MOST_LIVES = 50;
export const KILLED = 137;

/** @param image a document of `image inspect`; null: not known */
export function containerOf(
  engine: Engine,
  inspected: unknown,
  { events, image }: { readonly events: readonly EngineEvent[]; readonly image: unknown },
): Container {
  const text = (...path: readonly string[]): Untrusted | null => {
    const found = textOf(inspected, ...path);
    return found === null ? null : untrustedText(found);
  };
  const memory = numberOf(inspected, "HostConfig", "Memory");
  const imageId = textOf(inspected, "Image");
  return {
    engine: engine.scheme,
    id: textOf(inspected, "Id") ?? "",
    name: untrustedText(nameOf(inspected)),
    state: stateOf(inspected),
    image: text("Config", "Image"),
    imageDigest: imageId === null ? null : untrustedText(withAlgorithm(imageId)),
    imageAt: timeOf(image, "Created"),
    limitBytes: memory === null || memory <= 0 ? null : bytes(memory),
    restartCount: numberOf(inspected, "RestartCount"),
    logDriver: text("HostConfig", "LogConfig", "Type"),
    lives: livesOf(engine, inspected, events),
  };
}

export const nameOf = (inspected: unknown): string =>
  (textOf(inspected, "Name") ?? textOf(inspected, "Id") ?? "").replace(/^\//u, "");

export function stateOf(inspected: unknown): Container["state"] {
  const status = textOf(inspected, "State", "Status");
  // podman: `configured`, `initialized`, `stopped`
  if (status === "stopped") return "exited";
  if (status === "removing") return "dead";
  return CONTAINER_STATES.find((state) => state === status) ?? "created";
}

export const isAlive = (state: Container["state"]): boolean =>
  state === "running" || state === "paused";

const withAlgorithm = (id: string): string => (id.includes(":") ? id : `sha256:${id}`);

/** @param value a line of `events --format '{{json .}}'` */
export function eventOf(value: unknown): EngineEvent | null {
  const action = textOf(value, "Action") ?? textOf(value, "Status") ?? textOf(value, "status");
  const kind = KINDS[action ?? ""];
  const at = eventTime(value);
  if (kind === undefined || at === null) return null;
  const code =
    textOf(value, "Actor", "Attributes", "exitCode") ??
    textOf(value, "Attributes", "containerExitCode") ??
    numberOf(value, "ContainerExitCode");
  return { kind, at, exitCode: code === null ? null : Number(code) };
}

const KINDS: Readonly<Record<string, EngineEvent["kind"]>> = {
  start: "start",
  restart: "start",
  oom: "oom",
  die: "die",
  died: "die",
};

function eventTime(value: unknown): EpochMs | null {
  const nanos = numberOf(value, "timeNano");
  if (nanos !== null) return epochMs(Math.round(nanos / 1e6));
  const seconds = numberOf(value, "time");
  return seconds === null ? timeOf(value, "Time") : epochMs(seconds * SECOND_MS);
}

/** The current life by `inspect`, those before it by events; where those are forgotten, what `inspect` keeps of the last one. */
function livesOf(
  engine: Engine,
  inspected: unknown,
  events: readonly EngineEvent[],
): readonly ContainerLife[] {
  const startedAt = timeOf(inspected, "State", "StartedAt");
  const finishedAt = timeOf(inspected, "State", "FinishedAt");
  const alive = isAlive(stateOf(inspected));
  // A death is told a little after it: its event may bear a later time than the next start. The last death of what does not run is that of its last life.
  const deaths = livesFrom(engine, events);
  const told = deaths.at(-1);
  const end = !alive && Number(told?.endedAt) >= Number(startedAt) ? told : undefined;
  const former = end === undefined ? deaths : deaths.slice(0, -1);
  // Told by `inspect` alone: when the last life ended.
  const isForgotten = former.length === 0 && finishedAt !== null && startedAt !== null;
  if (isForgotten && finishedAt < startedAt)
    former.push({ startedAt: null, endedAt: finishedAt, exitCode: null, oomKilled: null });
  if (startedAt === null) return former;
  const exitCode = alive ? null : numberOf(inspected, "State", "ExitCode");
  const last: ContainerLife = {
    startedAt,
    endedAt: alive ? null : finishedAt,
    exitCode,
    oomKilled: alive ? null : (end?.oomKilled ?? oomOf(engine, inspected, exitCode)),
  };
  return [...former.slice(-MOST_LIVES), last];
}

function livesFrom(engine: Engine, events: readonly EngineEvent[]): ContainerLife[] {
  const lives: ContainerLife[] = [];
  // Podman's death may be told after the next start: it ends the oldest life that runs.
  const running: EpochMs[] = [];
  let oomAt: EpochMs | null = null;
  for (const { kind, at, exitCode } of events.toSorted((a, b) => a.at - b.at)) {
    if (kind === "start") running.push(at);
    const last = lives.at(-1);
    if (kind === "oom" && last !== undefined && isKilledAt(last, at))
      lives.splice(-1, 1, { ...last, oomKilled: true });
    else if (kind === "oom") oomAt = at;
    if (kind !== "die") continue;
    const isOom = oomAt !== null && at - oomAt <= OOM_NEAR_DEATH_MS && exitCode === KILLED;
    lives.push({
      startedAt: running.shift() ?? null,
      endedAt: at,
      exitCode,
      oomKilled: isOom ? true : engine.tellsOom || exitCode !== KILLED ? false : null,
    });
    oomAt = null;
  }
  return lives;
}

/** An oom may be told just behind the death that it explains. */
const isKilledAt = ({ exitCode, endedAt }: ContainerLife, at: EpochMs): boolean =>
  exitCode === KILLED && endedAt !== null && at - endedAt <= OOM_NEAR_DEATH_MS;

/**
 * The flag of a life that is over; what its events say of it counts more. Docker sets it when anything in the container was killed for want of memory at any
 * time of that life (20.10, measured: also before a `docker stop` hours later), podman does not where the main process was (4.3.1): only docker's no is believed.
 */
function oomOf({ tellsOom }: Engine, inspected: unknown, exitCode: number | null): boolean | null {
  if (exitCode !== KILLED) return exitCode === null ? null : false;
  return tellsOom && flagOf(inspected, "State", "OOMKilled") === false ? false : null;
}
