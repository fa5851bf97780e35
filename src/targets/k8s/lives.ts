// The lives of a container that a pod still tells: the current one, and the one before it.
import type { ContainerLife } from "../../domain/container.ts";
import type { PodEvent } from "../../domain/pod.ts";
import { untrustedText } from "../../domain/text.ts";
import { SECOND_MS, type EpochMs } from "../../domain/units.ts";
import { fieldOf, numberOf, textOf, timeOf } from "../json.ts";

/** When the kubelet began to stop a container, and how long it waits for that. */
export type Kills = {
  readonly begun: readonly EpochMs[];
  readonly graceMs: number;
};

export const NO_KILLS: Kills = { begun: [], graceMs: 0 };

/** By SIGKILL: 128 and its number. */
const KILLED = 137;
/** Times of events and ends are whole seconds. */
const ROUNDED_MS = SECOND_MS;
/** What a busy node takes to see a process end. */
const SLACK_MS = 5 * SECOND_MS;
/** The kubelet lost sight of the container: its 137 is made up. @source kubelet, convertStatusToAPIStatus */
const LOST = "ContainerStatusUnknown";

/** @param status of the container, as its pod tells it: only one former life is kept */
export function livesOf(status: unknown, kills: Kills): readonly ContainerLife[] {
  const former = lifeOf(fieldOf(status, "lastState", "terminated"), kills);
  const last = lifeOf(fieldOf(status, "state", "terminated"), kills);
  const running = fieldOf(status, "state", "running");
  const current: ContainerLife | null =
    running === null
      ? last
      : { startedAt: timeOf(running, "startedAt"), endedAt: null, exitCode: null, oomKilled: null };
  return [former, current].filter((life) => life !== null);
}

/** A life that is over. @param terminated `state.terminated` or `lastState.terminated` */
export function lifeOf(terminated: unknown, kills: Kills): ContainerLife | null {
  if (terminated === null) return null;
  const reason = textOf(terminated, "reason");
  const life = {
    startedAt: timeOf(terminated, "startedAt"),
    endedAt: timeOf(terminated, "finishedAt"),
    exitCode: reason === LOST ? null : numberOf(terminated, "exitCode"),
    reason: reason === null ? null : untrustedText(reason),
  };
  return { ...life, oomKilled: oomOf(life, kills) };
}

/**
 * Whether the kernel killed the main process. `OOMKilled` tells that it killed anything in that life, so that it stands beside an exit 1, too, and beside the 137 of a stop
 * that was not heeded; and it may be missing (containerd issue 8180). @source captures of a 1.34 cluster
 */
function oomOf(life: Omit<ContainerLife, "oomKilled">, kills: Kills): boolean | null {
  if (life.exitCode !== KILLED) return life.exitCode === null ? null : false;
  const begun = beganBefore(life, kills);
  if (life.reason === "OOMKilled") return begun === null ? true : null;
  // the kubelet's SIGKILL comes when the grace is over
  const isLastBlow = begun !== null && Number(life.endedAt) >= begun + kills.graceMs - ROUNDED_MS;
  return isLastBlow ? false : null;
}

/** When the kubelet began the stop that this end belongs to; null: no event tells of one. */
function beganBefore(
  { startedAt, endedAt }: Pick<ContainerLife, "startedAt" | "endedAt">,
  { begun, graceMs }: Kills,
): EpochMs | null {
  if (endedAt === null) return null;
  const fits = (at: EpochMs) =>
    at >= (startedAt ?? 0) && at <= endedAt + ROUNDED_MS && at >= endedAt - graceMs - SLACK_MS;
  return begun.findLast(fits) ?? null;
}

/** Events `Killing` of a container: `Stopping container app`, `Container app failed liveness probe, will be restarted`. */
export const killingsOf = (
  events: readonly PodEvent[] | null,
  container: string,
): readonly EpochMs[] =>
  (events ?? [])
    .filter(
      ({ reason, message }) => reason === "Killing" && message.split(/[\s,]+/u).includes(container),
    )
    .flatMap(({ at }) => at ?? []);
