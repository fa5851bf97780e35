// What the JSON of a pod says of it and of its containers.
import type { Container, ContainerState } from "../../domain/container.ts";
import { untrustedText } from "../../domain/text.ts";
import { SECOND_MS, type Bytes, type EpochMs } from "../../domain/units.ts";
import { fieldOf, numberOf, textOf, textsOf } from "../json.ts";
import { NOTHING_AROUND, podAround, type Around } from "./around.ts";
import { itemsOf } from "./items.ts";
import { killingsOf, lifeOf, livesOf, NO_KILLS, type Kills } from "./lives.ts";
import { resourcesOf } from "./resources.ts";
import { containersState, hasCondition, initialState, isGated } from "./state.ts";

/** A container of a pod. Names and words come from the cluster. */
export type Named = {
  readonly name: string;
  /** A sidecar is an init container that goes on running; an ephemeral one was put in by a debugger. */
  readonly kind: "app" | "init" | "sidecar" | "ephemeral";
  readonly image: string | null;
  /** Null: that of its image. */
  readonly command: string | null;
  readonly ports: readonly number[];
  readonly limitBytes: Bytes | null;
  readonly spec: unknown;
  /** Null: the kubelet has not told of it yet. */
  readonly status: unknown;
};

const LISTS = [
  { specs: "containers", statuses: "containerStatuses", kind: "app" },
  { specs: "initContainers", statuses: "initContainerStatuses", kind: "init" },
  { specs: "ephemeralContainers", statuses: "ephemeralContainerStatuses", kind: "ephemeral" },
] as const;

/** All of them: those of the application first, each kind in the order of its spec. */
export const containersIn = (pod: unknown): readonly Named[] =>
  LISTS.flatMap(({ specs, statuses, kind }) =>
    itemsOf(pod, "spec", specs).flatMap((spec) => {
      const name = textOf(spec, "name");
      if (name === null) return [];
      const status =
        itemsOf(pod, "status", statuses).find((each) => textOf(each, "name") === name) ?? null;
      const goesOn = kind === "init" && textOf(spec, "restartPolicy") === "Always";
      const command = [...textsOf(spec, "command"), ...textsOf(spec, "args")].join(" ");
      return {
        name,
        kind: goesOn ? ("sidecar" as const) : kind,
        image: textOf(spec, "image"),
        command: command === "" ? null : command,
        ports: itemsOf(spec, "ports").flatMap((port) => numberOf(port, "containerPort") ?? []),
        limitBytes: resourcesOf({ pod, spec, status }).limitBytes,
        spec,
        status,
      };
    }),
  );

export const namedIn = (pod: unknown, container: string): Named | null =>
  containersIn(pod).find(({ name }) => name === container) ?? null;

/** @returns null: the pod has no such container */
export function containerOf(
  pod: unknown,
  container: string,
  around: Around = NOTHING_AROUND,
): Container | null {
  const named = namedIn(pod, container);
  if (named === null) return null;
  const { name, image, limitBytes, status } = named;
  const imageDigest = /sha256:[0-9a-f]+/u.exec(textOf(status, "imageID") ?? "")?.[0];
  return {
    engine: "kubernetes",
    id: containerIdOf(status),
    name: untrustedText(name),
    state: stateOf(pod, named),
    image: image === null ? null : untrustedText(image),
    imageDigest: imageDigest === undefined ? null : untrustedText(imageDigest),
    imageAt: null,
    limitBytes,
    restartCount: numberOf(status, "restartCount"),
    logDriver: null,
    lives: livesOf(status, killsOf(pod, named, around)),
    pod: podAround(pod, named, around),
  };
}

/** Without `containerd://`; "" where it was never started. */
export const containerIdOf = (status: unknown): string =>
  (textOf(status, "containerID") ?? "").replace(/^[a-z0-9.-]+:\/\//u, "");

function stateOf(pod: unknown, named: Named): ContainerState {
  const { status } = named;
  if (fieldOf(status, "state", "running") !== null) return "running";
  if (fieldOf(status, "state", "terminated") !== null)
    return comesAgain(pod, named) ? "restarting" : "exited";
  return fieldOf(status, "lastState", "terminated") === null ? "created" : "restarting";
}

/** Whether the kubelet starts a container again that has ended. @source core/v1 RestartPolicy: that of the container, where it has one, counts more */
function comesAgain(pod: unknown, { kind, spec, status }: Named): boolean {
  if (kind === "ephemeral" || isTerminating(pod) || hasEnded(pod)) return false;
  const policy = textOf(spec, "restartPolicy") ?? textOf(pod, "spec", "restartPolicy") ?? "Always";
  const isAfterFailure = policy === "OnFailure" || (kind === "init" && policy === "Always");
  if (isAfterFailure) return numberOf(status, "state", "terminated", "exitCode") !== 0;
  return policy === "Always";
}

/** A liveness probe may have a grace of its own. @source core/v1 Probe; left out: 30 s */
function killsOf(pod: unknown, { name, spec }: Named, { events }: Around): Kills {
  const graceSeconds =
    numberOf(spec, "livenessProbe", "terminationGracePeriodSeconds") ??
    numberOf(pod, "spec", "terminationGracePeriodSeconds") ??
    30;
  return { begun: killingsOf(events, name), graceMs: graceSeconds * SECOND_MS };
}

/** The last end that is told of a container; null: it never ended. */
export function lastEndOf(
  pod: unknown,
  container: string,
): {
  readonly reason: string | null;
  readonly exitCode: number | null;
  readonly at: EpochMs | null;
  readonly oomKilled: boolean | null;
} | null {
  const status = namedIn(pod, container)?.status;
  const ended =
    fieldOf(status, "state", "terminated") ?? fieldOf(status, "lastState", "terminated");
  const life = lifeOf(ended, NO_KILLS);
  if (life === null) return null;
  const { reason = null, exitCode, endedAt, oomKilled } = life;
  return { reason, exitCode, at: endedAt, oomKilled };
}

/**
 * What kubectl says in its column STATUS: `Running`, `CrashLoopBackOff`, `OOMKilled`, `Completed`, `Init:0/1`, `Terminating`.
 * But for an evicted pod: there kubectl lets the reason of a container win, which is `Error` for whatever was stopped.
 */
export function podState(pod: unknown): string {
  const phase = textOf(pod, "status", "phase") ?? "Unknown";
  const reason = textOf(pod, "status", "reason");
  if (phase === "Failed" && reason === "Evicted") return reason;
  if (isTerminating(pod)) {
    if (reason === "NodeLost") return "Unknown";
    if (!isOver(phase)) return "Terminating";
  }
  const initial = initialState(pod);
  if (initial !== null && !hasCondition(pod, "Initialized")) return initial;
  return containersState(pod, initial ?? (isGated(pod) ? "SchedulingGated" : (reason ?? phase)));
}

/** Nothing of it runs, nor ever will. */
export const hasEnded = (pod: unknown): boolean => isOver(textOf(pod, "status", "phase"));

const isOver = (phase: string | null): boolean => phase === "Succeeded" || phase === "Failed";

export const nameOf = (pod: unknown): string => textOf(pod, "metadata", "name") ?? "";

/** Another pod of the same name has another one. */
export const uidOf = (pod: unknown): string => textOf(pod, "metadata", "uid") ?? "";

/** The pod's own word: a node that is away makes it false while its containers are told to be ready. */
export const isReady = (pod: unknown): boolean => hasCondition(pod, "Ready");

export const isTerminating = (pod: unknown): boolean =>
  textOf(pod, "metadata", "deletionTimestamp") !== null;

/** What made it: of a Deployment's pod its ReplicaSet. Null: nobody did. */
export function ownerOf(pod: unknown): { readonly kind: string; readonly name: string } | null {
  const owner = itemsOf(pod, "metadata", "ownerReferences").find(
    (each) => fieldOf(each, "controller") === true,
  );
  const kind = textOf(owner, "kind");
  const name = textOf(owner, "name");
  return kind === null || name === null ? null : { kind, name };
}
