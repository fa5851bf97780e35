import type { Container, ContainerLife } from "../../domain/container.ts";
import type { PodEvent } from "../../domain/pod.ts";
import { SECOND_MS, type EpochMs } from "../../domain/units.ts";

/** How the kubelet ended a container, as often as events of one kind tell. */
export type KubeletEnd = {
  readonly cause: "liveness" | "startup" | "other";
  /** The last one. */
  readonly at: EpochMs | null;
  readonly count: number;
};

/** @source kubernetes:pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions, kuberuntime_container.go killContainer; 1.34 captured */
const KILLING =
  /^(?:Stopping container|Container) (?<name>[\w.-]+)(?: failed (?<probe>liveness|startup) probe)?/u;

/** Events `Killing` that name this container, oldest first; of a pod that nobody may ask for its events none. */
export const kubeletEnds = ({
  pod,
  name,
}: Pick<Container, "pod" | "name">): readonly KubeletEnd[] =>
  (pod?.events ?? []).filter(isKilling).flatMap(({ at, count, message }) => {
    const told = KILLING.exec(message)?.groups;
    if (told === undefined || told["name"] !== name) return [];
    const { probe } = told;
    return [{ cause: probe === "liveness" || probe === "startup" ? probe : "other", at, count }];
  });

const isKilling = ({ reason }: PodEvent): boolean => reason === "Killing";

/** Kubernetes' own, when a pod says nothing. */
const GRACE_S = 30;
/** Events and ends are told in whole seconds. */
const ROUNDED_MS = SECOND_MS;
/** What a busy node takes to see a process end. */
const SLACK_MS = 5 * SECOND_MS;

type Span = Pick<ContainerLife, "startedAt" | "endedAt">;

/** Of those the one that came to this end: in this life, and at most its grace before. */
export const kubeletEndOf = (
  container: Pick<Container, "pod" | "name">,
  { startedAt, endedAt }: Span,
): KubeletEnd | null =>
  endedAt === null
    ? null
    : (kubeletEnds(container).findLast(
        ({ at }) =>
          at !== null &&
          at <= endedAt + ROUNDED_MS &&
          at >= Math.max(startedAt ?? 0, endedAt - graceMs(container) - SLACK_MS) - ROUNDED_MS,
      ) ?? null);

const graceMs = ({ pod }: Pick<Container, "pod">): number =>
  (pod?.graceSeconds ?? GRACE_S) * SECOND_MS;

/** Whether the kubelet may have ended this life: of events alike a cluster tells the last time only, and how many there were. */
export const isPerhapsKubelets = (
  container: Pick<Container, "pod" | "name">,
  life: Span,
): boolean =>
  kubeletEndOf(container, life) !== null ||
  kubeletEnds(container).some(
    ({ at, count }) => count > 1 && at !== null && life.endedAt !== null && at > life.endedAt,
  );
