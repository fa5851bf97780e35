import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

/** How a kubelet asks a container whether it is well. @source core/v1 Probe */
export type Probe = {
  /** `httpGet`, `exec`, `tcpSocket`, `grpc`. */
  readonly kind: string;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
};

/** What a cluster recorded of a pod. @source core/v1 Event: kept for an hour unless the cluster says otherwise */
export type PodEvent = {
  /** When it was seen last. */
  readonly at: EpochMs | null;
  /** `Unhealthy`, `Killing`, `Evicted`, `BackOff`. */
  readonly reason: Untrusted;
  readonly message: Untrusted;
  readonly count: number;
  readonly isWarning: boolean;
};

/** @source autoscaling/v2 HorizontalPodAutoscaler */
export type Autoscaler = {
  readonly name: Untrusted;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Resources it looks at: `cpu`, `memory`. */
  readonly resources: readonly string[];
};

/** What keeps pods of one kind running. */
export type Workload = {
  /** `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `ReplicaSet`. */
  readonly kind: string;
  readonly name: Untrusted;
  /** Wanted ones; null: not told. */
  readonly replicas: number | null;
  readonly ready: number | null;
  /** Null: it has none, or nobody may ask (`autoscalerKnown` tells which). */
  readonly autoscaler: Autoscaler | null;
  readonly autoscalerKnown: boolean;
};

/** A container, or a pod by the container that is meant in it, as its cluster sees it: nothing is executed there. */
export type SeenFromOutside = {
  readonly name: Untrusted;
  /** As kubectl says it: `Running`, `CrashLoopBackOff`, `Completed`. */
  readonly state: Untrusted;
  readonly isReady: boolean;
  /** By the metrics API; null: nobody measures, or nobody may ask. */
  readonly memoryBytes: Bytes | null;
  /** Null: it has none. */
  readonly limitBytes: Bytes | null;
  readonly restarts: number | null;
  /** Of the current life. */
  readonly startedAt: EpochMs | null;
  /** How the life before ended; null: there was none. */
  readonly lastEnd: { readonly reason: Untrusted | null; readonly at: EpochMs | null } | null;
};

/** What a cluster tells of the pod around a container. What it does not tell is null. */
export type Pod = {
  readonly namespace: Untrusted;
  readonly name: Untrusted;
  /** Another pod of the same name has another one. */
  readonly uid: string;
  /** When its node took it on. @source core/v1 PodStatus.startTime */
  readonly startedAt: EpochMs | null;
  readonly node: Untrusted | null;
  readonly hostNetwork: boolean;
  /** `Guaranteed`, `Burstable`, `BestEffort`. */
  readonly qosClass: Untrusted | null;
  /** From SIGTERM to SIGKILL. */
  readonly graceSeconds: number | null;
  readonly hasPreStop: boolean;
  readonly requestBytes: Bytes | null;
  readonly requestCores: number | null;
  readonly limitCores: number | null;
  readonly liveness: Probe | null;
  readonly readiness: Probe | null;
  readonly startup: Probe | null;
  readonly workload: Workload | null;
  /** Oldest first; null: nobody may ask. */
  readonly events: readonly PodEvent[] | null;
  /** Those of the pod, in its order. */
  readonly containers: readonly SeenFromOutside[];
  /** The other pods of the same workload, or with the same labels, the fullest first; null: it was not asked, or nobody may. */
  readonly siblings: readonly SeenFromOutside[] | null;
};
