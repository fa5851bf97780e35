import { k8sHpaCron } from "../../../../src/analysis/audit/rules/k8s.hpa-cron.ts";
import type { DeclaredTask, Manifest } from "../../../../src/domain/declarations.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { untrustedText } from "../../../../src/domain/text.ts";
import { aWorkload } from "../../../fixtures/pods.ts";
import { declaredTask, podFact, raw, ruleTable, withDeclarations } from "../build.ts";

const autoscaler: Manifest = {
  file: "deploy/hpa.yaml",
  line: 1,
  kind: "HorizontalPodAutoscaler",
  name: "api",
  replicas: null,
  terminationGracePeriodSeconds: null,
  hostNetwork: null,
  memoryLimitBytes: null,
  scales: "Deployment/api",
};

const scaled = (tasks: readonly DeclaredTask[], crontab: unknown = { enable: true }): Facts =>
  withDeclarations({ manifests: [autoscaler], tasks, config: { crontab } });

const locked = (onOneServer: unknown, manifests: readonly Manifest[]): Facts =>
  withDeclarations({
    manifests,
    tasks: [declaredTask({ onOneServer })],
    config: { crontab: { enable: true } },
  });
const live = (maxReplicas: number) => ({
  name: untrustedText("shop"),
  minReplicas: 2,
  maxReplicas,
  resources: ["cpu"],
});

ruleTable(k8sHpaCron, [
  {
    title: "tasks without the lock in what scales fail",
    facts: scaled([declaredTask({ onOneServer: undefined }), declaredTask({ name: "b" })]),
    says: [["fail", "Deployment/api", "error"]],
    words: ["1 of 2 tasks without onOneServer: hourly-digest", "->setOnOneServer(true)"],
  },
  {
    title: "all tasks with the lock pass",
    facts: scaled([declaredTask({})]),
    says: [["pass", "Deployment/api"]],
  },
  {
    title: "crontab that is off passes",
    facts: scaled([declaredTask({ onOneServer: false })], { enable: false }),
    says: [["pass", "Deployment/api"]],
    words: ["crontab is off"],
  },
  {
    title: "a task that is off does not count",
    facts: scaled([
      declaredTask({ onOneServer: false, enable: false }),
      declaredTask({ name: "b" }),
    ]),
    says: [["pass", "Deployment/api"]],
  },
  {
    title: "of one name the last counts",
    facts: scaled([declaredTask({ onOneServer: false }), declaredTask({})]),
    says: [["pass", "Deployment/api"]],
  },
  {
    title: "a lock that is no constant is unknown",
    facts: scaled([declaredTask({ onOneServer: raw("$one") })]),
    says: [["unknown", "Deployment/api"]],
    words: ["config/autoload/crontab.php:14 is no constant: $one"],
  },
  {
    title: "a switch that is no constant is unknown",
    facts: scaled([declaredTask({ onOneServer: false })], { enable: raw("on()") }),
    says: [["unknown", "Deployment/api"]],
  },
  {
    title: "an autoscaler of the cluster counts without any manifest",
    facts: { ...locked(false, []), pod: podFact({ workload: aWorkload({ autoscaler: live(9) }) }) },
    says: [["fail", "Deployment/shop-leak", "error"]],
    words: [
      "1 of 1 tasks without onOneServer: hourly-digest (cluster: HorizontalPodAutoscaler/shop, 2 to 9 replicas)",
    ],
  },
  {
    title: "what it scales passes with the lock, and says where it was read",
    facts: { ...locked(true, []), pod: podFact({ workload: aWorkload({ autoscaler: live(9) }) }) },
    says: [["pass", "Deployment/shop-leak"]],
    words: ["all 1 tasks have onOneServer (cluster: "],
  },
  {
    title: "one that never makes a second replica passes",
    facts: { ...locked(false, []), pod: podFact({ workload: aWorkload({ autoscaler: live(1) }) }) },
    says: [["pass", "Deployment/shop-leak"]],
  },
  {
    title: "where the cluster has none, a manifest's is not deployed",
    facts: { ...locked(false, [autoscaler]), pod: podFact() },
    says: [],
  },
  {
    title: "a pod without a workload is scaled by nobody",
    facts: { ...locked(false, [autoscaler]), pod: podFact({ workload: null }) },
    says: [],
  },
  {
    title: "where nobody may ask for autoscalers the manifest counts",
    facts: {
      ...locked(false, [autoscaler]),
      pod: podFact({ workload: aWorkload({ autoscalerKnown: false }) }),
    },
    says: [["fail", "Deployment/api", "error"]],
  },
  {
    title: "a lock that is no constant is unknown in the cluster, too",
    facts: {
      ...locked(raw("$one"), []),
      pod: podFact({ workload: aWorkload({ autoscaler: live(9) }) }),
    },
    says: [["unknown", "Deployment/shop-leak"]],
  },
  { title: "without an autoscaler nobody asks", facts: withDeclarations({}), says: [] },
  { title: "without tasks nobody asks", facts: scaled([]), says: [] },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", manifests: [autoscaler] }),
    says: [],
  },
]);
