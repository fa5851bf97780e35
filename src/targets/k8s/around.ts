// What a pod tells around one of its containers.
import type { Pod, PodEvent, Probe, SeenFromOutside, Workload } from "../../domain/pod.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { fieldOf, flagOf, numberOf, textOf, timeOf } from "../json.ts";
import { resourcesOf } from "./resources.ts";

/** What is asked beside the pod; null: it has none, or nobody may ask. */
export type Around = {
  readonly workload: Workload | null;
  readonly events: readonly PodEvent[] | null;
  readonly siblings: readonly SeenFromOutside[] | null;
  /** Of the pod; none where nobody asked. */
  readonly containers: readonly SeenFromOutside[];
};

export const NOTHING_AROUND: Around = {
  workload: null,
  events: null,
  siblings: null,
  containers: [],
};

/** Of a container; `status` null: it has none yet. */
type Told = { readonly spec: unknown; readonly status: unknown };

export function podAround(pod: unknown, { spec, status }: Told, around: Around): Pod {
  const text = (...path: readonly string[]): Untrusted | null => {
    const found = textOf(pod, ...path);
    return found === null ? null : untrustedText(found);
  };
  const { requestBytes, requestCores, limitCores } = resourcesOf({ pod, spec, status });
  return {
    namespace: text("metadata", "namespace") ?? untrustedText(""),
    name: text("metadata", "name") ?? untrustedText(""),
    uid: textOf(pod, "metadata", "uid") ?? "",
    startedAt: timeOf(pod, "status", "startTime"),
    node: text("spec", "nodeName"),
    hostNetwork: flagOf(pod, "spec", "hostNetwork") === true,
    qosClass: text("status", "qosClass"),
    graceSeconds: numberOf(pod, "spec", "terminationGracePeriodSeconds"),
    hasPreStop: fieldOf(spec, "lifecycle", "preStop") !== null,
    requestBytes,
    requestCores,
    limitCores,
    liveness: probeOf(fieldOf(spec, "livenessProbe")),
    readiness: probeOf(fieldOf(spec, "readinessProbe")),
    startup: probeOf(fieldOf(spec, "startupProbe")),
    workload: around.workload,
    events: around.events,
    containers: around.containers,
    siblings: around.siblings,
  };
}

const PROBE_KINDS = ["httpGet", "exec", "tcpSocket", "grpc"];

/** What is left out is its default. @source core/v1 Probe */
function probeOf(probe: unknown): Probe | null {
  const kind = PROBE_KINDS.find((each) => fieldOf(probe, each) !== null);
  if (kind === undefined) return null;
  return {
    kind,
    initialDelaySeconds: numberOf(probe, "initialDelaySeconds") ?? 0,
    periodSeconds: numberOf(probe, "periodSeconds") ?? 10,
    timeoutSeconds: numberOf(probe, "timeoutSeconds") ?? 1,
    failureThreshold: numberOf(probe, "failureThreshold") ?? 3,
  };
}
