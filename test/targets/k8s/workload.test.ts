import { describe, expect, test } from "vitest";
import { selectorOf, workloadOf } from "../../../src/targets/k8s/workload.ts";
import { answerOf, workload } from "./captured.ts";

const selected = (selector: unknown) => selectorOf({ spec: { selector } });

describe("what keeps pods running", () => {
  test.each([
    ["Deployment", "shop-api", 3, 3],
    // a figure that is 0 is left out
    ["Deployment", "shop-leak", 1, 0],
    ["ReplicaSet", "shop-api-796855cf6c", 3, 3],
    ["StatefulSet", "shop-session", 2, 2],
    ["DaemonSet", "shop-agent", 1, 1],
    ["Job", "shop-import", 1, 0],
  ])("%s %s: wanted %d, ready %d", (kind, name, replicas, ready) => {
    expect(workloadOf(workload(kind, name), null)).toEqual({
      kind,
      name,
      replicas,
      ready,
      autoscaler: null,
      autoscalerKnown: false,
    });
  });

  test("its autoscaler is told where it may be asked for", () => {
    const autoscalers = answerOf("HorizontalPodAutoscalerList");
    expect(workloadOf(workload("Deployment", "shop-api"), autoscalers)).toMatchObject({
      autoscaler: { name: "shop-api", minReplicas: 3, maxReplicas: 6, resources: ["memory"] },
      autoscalerKnown: true,
    });
    // of another kind under the same name, and of none
    expect(
      workloadOf({ ...workload("Deployment", "shop-api"), kind: "StatefulSet" }, autoscalers),
    ).toMatchObject({ autoscaler: null, autoscalerKnown: true });
    expect(workloadOf(workload("Deployment", "shop-api"), answerOf("Status"))).toMatchObject({
      autoscaler: null,
      autoscalerKnown: false,
    });
  });

  test("an object that could not be read has no figures", () => {
    expect(workloadOf({ kind: "Deployment", metadata: { name: "shop" } }, null)).toMatchObject({
      replicas: null,
      ready: null,
    });
  });
});

describe("which pods are members", () => {
  test("labels and requirements become one selector", () => {
    expect(selectorOf(workload("ReplicaSet", "shop-api-796855cf6c"))).toBe(
      "app=shop-api,pod-template-hash=796855cf6c",
    );
    expect(selectorOf(workload("Job", "shop-migrate"))).toBe(
      "batch.kubernetes.io/controller-uid=fd94aba7-7732-467c-bf7d-b2bf190ada14",
    );
    const matchExpressions = [
      { key: "tier", operator: "In", values: ["web", "api"] },
      { key: "track", operator: "NotIn", values: ["canary"] },
      { key: "example.com/team", operator: "Exists" },
      { key: "old", operator: "DoesNotExist" },
    ];
    expect(selected({ matchLabels: { app: "shop", empty: "" }, matchExpressions })).toBe(
      "app=shop,empty=,tier in (web,api),track notin (canary),example.com/team,!old",
    );
  });

  test.each([
    ["nothing is told", undefined],
    // it would be all pods
    ["it is empty", {}],
    [
      "an operator is not known",
      { matchExpressions: [{ key: "a", operator: "Gt", values: ["1"] }] },
    ],
    ["a requirement has no values", { matchExpressions: [{ key: "a", operator: "In" }] }],
    ["a label is none", { matchLabels: { app: "a,b=c" } }],
    ["a label is no text", { matchLabels: { app: 1, tier: "web" } }],
    ["a key is none", { matchExpressions: [{ key: "a)(", operator: "Exists" }] }],
  ])("no selector rather than half of one: %s", (_, selector) => {
    expect(selected(selector)).toBeNull();
  });
});
