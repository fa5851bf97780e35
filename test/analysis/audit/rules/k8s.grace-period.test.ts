import { k8sGracePeriod } from "../../../../src/analysis/audit/rules/k8s.grace-period.ts";
import type { Manifest } from "../../../../src/domain/declarations.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { podFact, raw, ruleTable, withDeclarations } from "../build.ts";

const manifest = (terminationGracePeriodSeconds: number | null): Manifest => ({
  file: "deploy/api.yaml",
  line: 1,
  kind: "Deployment",
  name: "api",
  replicas: 1,
  terminationGracePeriodSeconds,
  hostNetwork: null,
  memoryLimitBytes: null,
  scales: null,
});

const of = (seconds: number | null, settings: unknown = { max_wait_time: 30 }): Facts =>
  withDeclarations({
    manifests: [manifest(seconds)],
    config: { server: { servers: [], settings } },
  });

ruleTable(k8sGracePeriod, [
  {
    // hyperf#7385: killed after 10 s, and the locks of all tasks stayed.
    title: "ten seconds for workers that may wait thirty",
    facts: of(10),
    says: [["fail", "Deployment/api", "warning"]],
    words: [
      "terminationGracePeriodSeconds is 10",
      "max_wait_time is 30",
      "terminationGracePeriodSeconds: 40",
    ],
  },
  {
    title: "Kubernetes' default of thirty is no more than thirty",
    facts: of(null),
    says: [["fail", "Deployment/api", "warning"]],
    words: ["30 (Kubernetes' default)"],
  },
  { title: "a minute passes", facts: of(60), says: [["pass", "Deployment/api"]] },
  {
    title: "Swoole's default of three seconds fits into ten",
    facts: of(10, {}),
    says: [["pass", "Deployment/api"]],
    words: ["Swoole's default"],
  },
  {
    title: "no constant is unknown",
    facts: of(10, { max_wait_time: raw("wait()") }),
    says: [["unknown", "Deployment/api"]],
    words: ["wait()"],
  },
  {
    title: "a word is no time",
    facts: of(10, { max_wait_time: "long" }),
    says: [["unknown", "Deployment/api"]],
  },
  {
    title: "where the framework keeps it is not known",
    facts: withDeclarations({ framework: "imi", manifests: [manifest(10)] }),
    says: [["unknown", "Deployment/api"]],
  },
  {
    title: "of a live pod its own grace counts, whatever a manifest says",
    facts: { ...of(60), pod: podFact({ graceSeconds: 30 }) },
    says: [["fail", "Deployment/shop-leak", "warning"]],
    words: [
      "terminationGracePeriodSeconds is 30 (cluster: Deployment/shop-leak), max_wait_time is 30",
      "terminationGracePeriodSeconds: 40",
    ],
  },
  {
    title: "a live pod with a minute passes, and its preStop hook is told",
    facts: { ...of(10), pod: podFact({ graceSeconds: 60, hasPreStop: true }) },
    says: [["pass", "Deployment/shop-leak"]],
    words: ["its preStop hook takes its part of that"],
  },
  {
    title: "a grace that the cluster does not tell is unknown",
    facts: { ...of(60), pod: podFact({ workload: null }) },
    says: [["unknown", "Pod/shop-leak-7b4c5b5db9-kbhhj"]],
    words: ["terminationGracePeriodSeconds of the pod"],
  },
  { title: "without a manifest nobody asks", facts: withDeclarations({}), says: [] },
]);
