// Where the API has what: paths of a 1.34 API server, all of them stable since 1.23 (autoscaling/v2).

const inNamespace = (api: string, namespace: string, resource: string): string =>
  `${api}/namespaces/${encodeURIComponent(namespace)}/${resource}`;

const CORE = "/api/v1";
const APPS = "/apis/apps/v1";

export const podsPath = (namespace: string): string => inNamespace(CORE, namespace, "pods");

export const podPath = (namespace: string, pod: string): string =>
  `${podsPath(namespace)}/${encodeURIComponent(pod)}`;

export const eventsPath = (namespace: string): string => inNamespace(CORE, namespace, "events");

export const namespacesPath = `${CORE}/namespaces`;

export const usagesPath = (namespace: string): string =>
  inNamespace("/apis/metrics.k8s.io/v1beta1", namespace, "pods");

export const autoscalersPath = (namespace: string): string =>
  inNamespace("/apis/autoscaling/v2", namespace, "horizontalpodautoscalers");

/** What keeps pods running, by the name of its kind in an owner reference. `words`: what kubectl takes for it. */
const WORKLOADS = [
  { kind: "Deployment", resource: "deployments", words: ["deploy", "deployment"], api: APPS },
  { kind: "StatefulSet", resource: "statefulsets", words: ["sts", "statefulset"], api: APPS },
  { kind: "DaemonSet", resource: "daemonsets", words: ["ds", "daemonset"], api: APPS },
  { kind: "ReplicaSet", resource: "replicasets", words: ["rs", "replicaset"], api: APPS },
  { kind: "Job", resource: "jobs", words: ["job"], api: "/apis/batch/v1" },
] as const;

export type WorkloadKind = (typeof WORKLOADS)[number];

/** `deploy`, `deployments`, `deployments.apps`, `Deployment`; null: no kind that has pods. */
export function workloadKind(word: string): WorkloadKind | null {
  const [plain = ""] = word.toLowerCase().split(".");
  return (
    WORKLOADS.find(
      ({ words, resource }) => resource === plain || words.some((each) => each === plain),
    ) ?? null
  );
}

export const workloadPath = (
  { api, resource }: WorkloadKind,
  namespace: string,
  name: string,
): string => `${inNamespace(api, namespace, resource)}/${encodeURIComponent(name)}`;

export const workloadsPath = ({ api, resource }: WorkloadKind, namespace: string): string =>
  inNamespace(api, namespace, resource);

export const withQuery = (path: string, query: Readonly<Record<string, string>>): string => {
  const words = new URLSearchParams(query).toString();
  return words === "" ? path : `${path}?${words}`;
};
