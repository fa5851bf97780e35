import type { Eviction, KubeletKilled, ProbeKills } from "../../domain/conclusion.ts";
import { formerLives, type Container } from "../../domain/container.ts";
import type { Pod } from "../../domain/pod.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { kubeletEndOf, kubeletEnds } from "../churn/kubelet-ends.ts";
import type { Evidence } from "./evidence.ts";

/**
 * Did the kubelet end the container: a probe that failed, an eviction? Its events tell; an end on SIGTERM looks like any other (`Completed`, exit 0; a pod that
 * `Succeeded`), and the kernel's kills make no event.
 */
export function kubeletKilled({ container }: Evidence): readonly KubeletKilled[] {
  if (container === null || container.pod === null) return [];
  const { pod } = container;
  return [
    ...evictions(pod),
    ...PROBES.flatMap((cause) => probeKills({ ...container, pod }, cause)),
  ];
}

const PROBES = ["liveness", "startup"] as const;

type ContainerInPod = Container & { readonly pod: Pod };

function probeKills(container: ContainerInPod, cause: ProbeKills["cause"]): readonly ProbeKills[] {
  const ends = kubeletEnds(container).filter((end) => end.cause === cause);
  const last = ends.at(-1);
  if (last === undefined) return [];
  const life = formerLives(container).findLast((each) => {
    const end = kubeletEndOf(container, each);
    return end !== null && end.at === last.at && end.cause === cause;
  });
  return [
    {
      kind: "kubelet-killed",
      cause,
      confidence: "high",
      container: container.name,
      kills: ends.reduce((sum, { count }) => sum + count, 0),
      at: last.at,
      exitCode: life?.exitCode ?? null,
      probe: container.pod[cause],
      answer: answerOf(container.pod, cause),
    },
  ];
}

/** @source kubernetes:pkg/kubelet/prober/prober.go: "Liveness probe failed: …", "Startup probe failed: …" */
function answerOf({ events }: Pod, cause: ProbeKills["cause"]): Untrusted | null {
  const start = `${cause} probe `;
  const told = events?.findLast(
    ({ reason, message }) =>
      reason === "Unhealthy" && message.slice(0, start.length).toLowerCase() === start,
  );
  return told === undefined ? null : untrustedText(told.message.replace(/:?\s*$/u, ""));
}

function evictions({ name, events, requestBytes }: Pod): readonly Eviction[] {
  const told = events?.findLast(({ reason }) => reason === "Evicted");
  if (told === undefined) return [];
  const { at, message: why } = told;
  return [
    {
      kind: "kubelet-killed",
      cause: "evicted",
      confidence: "high",
      pod: name,
      at,
      why,
      requestBytes,
    },
  ];
}
