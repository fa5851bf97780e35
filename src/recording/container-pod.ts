import type { Autoscaler, Pod, PodEvent, Probe, SeenFromOutside, Workload } from "../domain/pod.ts";
import { untrustedText } from "../domain/text.ts";
import {
  boolean,
  fields,
  listOrNull,
  natural,
  number,
  size,
  text,
  texts,
  time,
  words,
  type Fields,
} from "./fields.ts";
import { timeText } from "./time.ts";

/** More than a cluster is asked for: a foreign writer's list is no bound. */
const MOST_EVENTS = 1000;
const MOST_SEEN = 1000;

export const podJson = (pod: Pod) => ({
  namespace: pod.namespace,
  name: pod.name,
  uid: pod.uid,
  startedAt: timeText(pod.startedAt),
  node: pod.node,
  hostNetwork: pod.hostNetwork,
  qosClass: pod.qosClass,
  graceSeconds: pod.graceSeconds,
  hasPreStop: pod.hasPreStop,
  requestBytes: pod.requestBytes,
  requestCores: pod.requestCores,
  limitCores: pod.limitCores,
  liveness: pod.liveness === null ? null : probeJson(pod.liveness),
  readiness: pod.readiness === null ? null : probeJson(pod.readiness),
  startup: pod.startup === null ? null : probeJson(pod.startup),
  workload: pod.workload === null ? null : workloadJson(pod.workload),
  events: pod.events?.map(eventJson) ?? null,
  containers: pod.containers.map(seenJson),
  siblings: pod.siblings?.map(seenJson) ?? null,
});

const probeJson = (probe: Probe) => ({
  kind: probe.kind,
  initialDelaySeconds: probe.initialDelaySeconds,
  periodSeconds: probe.periodSeconds,
  timeoutSeconds: probe.timeoutSeconds,
  failureThreshold: probe.failureThreshold,
});

const workloadJson = ({ autoscaler, ...workload }: Workload) => ({
  kind: workload.kind,
  name: workload.name,
  replicas: workload.replicas,
  ready: workload.ready,
  autoscaler:
    autoscaler === null
      ? null
      : {
          name: autoscaler.name,
          minReplicas: autoscaler.minReplicas,
          maxReplicas: autoscaler.maxReplicas,
          resources: autoscaler.resources,
        },
  autoscalerKnown: workload.autoscalerKnown,
});

const eventJson = ({ at, reason, message, count, isWarning }: PodEvent) => ({
  at: timeText(at),
  reason,
  message,
  count,
  isWarning,
});

const seenJson = ({ startedAt, lastEnd, ...seen }: SeenFromOutside) => ({
  name: seen.name,
  state: seen.state,
  isReady: seen.isReady,
  memoryBytes: seen.memoryBytes,
  limitBytes: seen.limitBytes,
  restarts: seen.restarts,
  startedAt: timeText(startedAt),
  lastEnd: lastEnd === null ? null : { reason: lastEnd.reason, at: timeText(lastEnd.at) },
});

/** Null: without a namespace, a name and a uid it is none. */
export function decodePod(from: Fields | null): Pod | null {
  if (from === null) return null;
  const [namespace, name, uid] = [words(from, "namespace"), words(from, "name"), text(from, "uid")];
  if (namespace === null || name === null || uid === null) return null;
  return {
    namespace,
    name,
    uid,
    startedAt: time(from, "startedAt"),
    node: words(from, "node"),
    hostNetwork: boolean(from, "hostNetwork") === true,
    qosClass: words(from, "qosClass"),
    graceSeconds: natural(from, "graceSeconds"),
    hasPreStop: boolean(from, "hasPreStop") === true,
    requestBytes: size(from, "requestBytes"),
    requestCores: number(from, "requestCores"),
    limitCores: number(from, "limitCores"),
    liveness: decodeProbe(fields(from, "liveness")),
    readiness: decodeProbe(fields(from, "readiness")),
    startup: decodeProbe(fields(from, "startup")),
    workload: decodeWorkload(fields(from, "workload")),
    events: listOrNull(from, "events")?.slice(-MOST_EVENTS).flatMap(decodeEvent) ?? null,
    containers: listOrNull(from, "containers")?.slice(0, MOST_SEEN).flatMap(decodeSeen) ?? [],
    siblings: listOrNull(from, "siblings")?.slice(0, MOST_SEEN).flatMap(decodeSeen) ?? null,
  };
}

/** What a probe does not say is Kubernetes' default. @source core/v1 Probe */
function decodeProbe(from: Fields | null): Probe | null {
  const kind = from === null ? null : text(from, "kind");
  if (from === null || kind === null) return null;
  return {
    kind,
    initialDelaySeconds: natural(from, "initialDelaySeconds") ?? 0,
    periodSeconds: natural(from, "periodSeconds") ?? 10,
    timeoutSeconds: natural(from, "timeoutSeconds") ?? 1,
    failureThreshold: natural(from, "failureThreshold") ?? 3,
  };
}

function decodeWorkload(from: Fields | null): Workload | null {
  if (from === null) return null;
  const [kind, name] = [text(from, "kind"), words(from, "name")];
  if (kind === null || name === null) return null;
  const autoscaler = decodeAutoscaler(fields(from, "autoscaler"));
  return {
    kind,
    name,
    replicas: natural(from, "replicas"),
    ready: natural(from, "ready"),
    autoscaler,
    autoscalerKnown: boolean(from, "autoscalerKnown") ?? autoscaler !== null,
  };
}

function decodeAutoscaler(from: Fields | null): Autoscaler | null {
  if (from === null) return null;
  const [name, most] = [words(from, "name"), natural(from, "maxReplicas")];
  if (name === null || most === null) return null;
  return {
    name,
    // Kubernetes' default. @source autoscaling/v2 HorizontalPodAutoscalerSpec
    minReplicas: natural(from, "minReplicas") ?? 1,
    maxReplicas: most,
    resources: texts(from, "resources") ?? [],
  };
}

function decodeEvent(from: Fields): readonly PodEvent[] {
  const reason = words(from, "reason");
  if (reason === null) return [];
  return [
    {
      at: time(from, "at"),
      reason,
      message: words(from, "message") ?? untrustedText(""),
      count: natural(from, "count") ?? 1,
      isWarning: boolean(from, "isWarning") ?? false,
    },
  ];
}

function decodeSeen(from: Fields): readonly SeenFromOutside[] {
  const name = words(from, "name");
  if (name === null) return [];
  const end = fields(from, "lastEnd");
  return [
    {
      name,
      state: words(from, "state") ?? untrustedText(""),
      isReady: boolean(from, "isReady") ?? false,
      memoryBytes: size(from, "memoryBytes"),
      limitBytes: size(from, "limitBytes"),
      restarts: natural(from, "restarts"),
      startedAt: time(from, "startedAt"),
      lastEnd: end === null ? null : { reason: words(end, "reason"), at: time(end, "at") },
    },
  ];
}
