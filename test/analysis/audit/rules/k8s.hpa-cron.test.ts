import { k8sHpaCron } from "../../../../src/analysis/audit/rules/k8s.hpa-cron.ts";
import type { DeclaredTask, Manifest } from "../../../../src/domain/declarations.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { declaredTask, raw, ruleTable, withDeclarations } from "../build.ts";

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
  { title: "without an autoscaler nobody asks", facts: withDeclarations({}), says: [] },
  { title: "without tasks nobody asks", facts: scaled([]), says: [] },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", manifests: [autoscaler] }),
    says: [],
  },
]);
