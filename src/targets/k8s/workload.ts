// What keeps pods of one kind running, and which pods those are.
import type { Autoscaler, Workload } from "../../domain/pod.ts";
import { untrustedText } from "../../domain/text.ts";
import { fieldOf, numberOf, textOf, textsOf } from "../json.ts";
import { itemsOf } from "./items.ts";

/**
 * @param object Deployment, StatefulSet, DaemonSet, ReplicaSet or Job; entries of a list do not tell their kind
 * @param autoscalers HorizontalPodAutoscalerList of its namespace; null, or a refusal: not known
 */
export function workloadOf(object: unknown, autoscalers: unknown): Workload {
  const kind = textOf(object, "kind") ?? "";
  const name = textOf(object, "metadata", "name") ?? "";
  return {
    kind,
    name: untrustedText(name),
    replicas: replicasOf(object, kind),
    ready: readyOf(object, kind),
    autoscaler: autoscalerOf(autoscalers, kind, name),
    autoscalerKnown: Array.isArray(fieldOf(autoscalers, "items")),
  };
}

function replicasOf(object: unknown, kind: string): number | null {
  if (kind === "DaemonSet") return numberOf(object, "status", "desiredNumberScheduled");
  if (kind === "Job") return numberOf(object, "spec", "parallelism");
  return numberOf(object, "spec", "replicas");
}

/** A figure that is 0 is left out by the cluster. */
function readyOf(object: unknown, kind: string): number | null {
  if (fieldOf(object, "status") === null) return null;
  if (kind === "DaemonSet") return numberOf(object, "status", "numberReady") ?? 0;
  if (kind === "Job") return numberOf(object, "status", "ready") ?? 0;
  return numberOf(object, "status", "readyReplicas") ?? 0;
}

function autoscalerOf(list: unknown, kind: string, name: string): Autoscaler | null {
  const found = itemsOf(list, "items").find(
    (each) =>
      textOf(each, "spec", "scaleTargetRef", "kind") === kind &&
      textOf(each, "spec", "scaleTargetRef", "name") === name,
  );
  const maxReplicas = numberOf(found, "spec", "maxReplicas");
  if (found === undefined || maxReplicas === null) return null;
  return {
    name: untrustedText(textOf(found, "metadata", "name") ?? ""),
    // left out: 1. @source autoscaling/v2
    minReplicas: numberOf(found, "spec", "minReplicas") ?? 1,
    maxReplicas,
    resources: itemsOf(found, "spec", "metrics").flatMap((metric) => {
      const resource =
        textOf(metric, "resource", "name") ?? textOf(metric, "containerResource", "name");
      return resource === null ? [] : [resource];
    }),
  };
}

/** What may stand in a selector; anything else would be read as its grammar. @source apimachinery, pkg/labels */
const KEY = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/u;
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?$/u;

/**
 * Which pods are members, as `labelSelector` of a question; not yet encoded for a URL.
 * @returns null where that is not told, or not understood: half a selector would select others, too
 */
export function selectorOf(object: unknown): string | null {
  const labels = fieldOf(object, "spec", "selector", "matchLabels");
  const equal = Object.entries(labels ?? {}).map(([key, value]: [string, unknown]) =>
    typeof value === "string" && KEY.test(key) && VALUE.test(value) ? `${key}=${value}` : null,
  );
  const parts = [
    ...equal,
    ...itemsOf(object, "spec", "selector", "matchExpressions").map(requirementOf),
  ];
  return parts.length === 0 || parts.includes(null) ? null : parts.join(",");
}

function requirementOf(expression: unknown): string | null {
  const key = textOf(expression, "key");
  const values = textsOf(expression, "values");
  if (key === null || !KEY.test(key) || !values.every((value) => VALUE.test(value))) return null;
  switch (textOf(expression, "operator")) {
    case "In":
      return values.length === 0 ? null : `${key} in (${values.join(",")})`;
    case "NotIn":
      return values.length === 0 ? null : `${key} notin (${values.join(",")})`;
    case "Exists":
      return key;
    case "DoesNotExist":
      return `!${key}`;
    case null:
    default:
      return null;
  }
}
