// `inspect` and `events` of docker and podman as a Container.
import { CONTAINER_STATES, type Container } from "../../domain/container.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { bytes, epochMs, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { Engine } from "./engine.ts";
import { numberOf, textOf, timeOf } from "../json.ts";
import { livesOf, type EngineEvent } from "./lives.ts";

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
    lives: livesOf(engine, { inspected, events }, isAlive(stateOf(inspected))),
    pod: null,
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
