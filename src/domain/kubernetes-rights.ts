// What swtop asks of a Kubernetes cluster, as data: the doctor reviews it, `doctor --rbac` writes a Role of it.

/** What a right is for; `words/doctor-rights.ts` has a sentence for each. */
export const RIGHT_USES = [
  "pods",
  "exec",
  "logs",
  "metrics",
  "events",
  "workload",
  "autoscaler",
  "debug",
] as const;
export type RightUse = (typeof RIGHT_USES)[number];

export type NeededRight = {
  readonly verb: "get" | "list" | "watch" | "create" | "patch";
  /** API group; "" is the core. */
  readonly group: string;
  readonly resource: string;
  /** A field of its own in a review: `pods/exec` there would be a pod called exec. */
  readonly subresource: string | null;
  readonly for: RightUse;
  /** `asked`: only for what a user asks for with an option of its own (`--debug-image`). */
  readonly necessity: "needed" | "useful" | "asked";
};

/** A right, and whether whoever asks has it; null: it could not be told. */
export type Right = NeededRight & { readonly allowed: boolean | null };

type Verb = NeededRight["verb"];

const ofPods = (verb: Verb, subresource: string | null, use: RightUse): NeededRight => ({
  verb,
  group: "",
  resource: "pods",
  subresource,
  for: use,
  necessity: use === "debug" ? "asked" : "needed",
});
const useful = (verb: Verb, group: string, resource: string, use: RightUse): NeededRight => ({
  verb,
  group,
  resource,
  subresource: null,
  for: use,
  necessity: "useful",
});

/**
 * All that swtop asks of a namespace.
 * @source captures of a 1.34.9: the WebSocket of an exec is a GET, and its verb `get`. KEP-4006, gate AuthorizePodWebsocketUpgradeCreatePermission: from 1.35 on `create` has to be allowed besides
 */
export const NEEDED_RIGHTS: readonly NeededRight[] = [
  ofPods("get", null, "pods"),
  ofPods("list", null, "pods"),
  ofPods("watch", null, "pods"),
  ofPods("get", "exec", "exec"),
  ofPods("create", "exec", "exec"),
  ofPods("get", "log", "logs"),
  useful("get", "metrics.k8s.io", "pods", "metrics"),
  useful("list", "metrics.k8s.io", "pods", "metrics"),
  useful("list", "", "events", "events"),
  useful("get", "apps", "deployments", "workload"),
  useful("get", "apps", "statefulsets", "workload"),
  useful("get", "apps", "daemonsets", "workload"),
  useful("get", "apps", "replicasets", "workload"),
  useful("get", "batch", "jobs", "workload"),
  useful("list", "autoscaling", "horizontalpodautoscalers", "autoscaler"),
  ofPods("patch", "ephemeralcontainers", "debug"),
];

/** `pods/exec`, `deployments.apps`: as kubectl names it. */
export const resourceName = ({ group, resource, subresource }: NeededRight): string =>
  `${resource}${group === "" ? "" : `.${group}`}${subresource === null ? "" : `/${subresource}`}`;
