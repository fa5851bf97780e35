import { swooleWorkerNumNodeCpus } from "../../../../src/analysis/audit/rules/swoole.worker-num-node-cpus.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { podFact, factsOf, raw, ruleTable, runningOf } from "../build.ts";
import { notRunning, withServer } from "../swoole-server.ts";

const onAllCpus = (workers: number, text = "swoole_cpu_num()"): Facts =>
  withServer({
    settings: { worker_num: raw(text) },
    facts: {
      cpu: known({ usagePercent: 12, limitCores: 2, throttledPercent: 0 }, "target"),
      processes: known(runningOf({ counts: { master: 1, manager: 1, worker: workers } }), "target"),
    },
  });

ruleTable(swooleWorkerNumNodeCpus, [
  {
    title: "64 workers in a container of 2 CPUs",
    facts: onAllCpus(64),
    says: [["fail", null, "error"]],
    words: [
      "swoole_cpu_num(); 64 workers run, seen over 30 min, and the limit is 2 CPUs",
      "env('WORKER_NUM', 2)",
    ],
  },
  {
    title: "two for each of 2 CPUs are no more than there are",
    facts: onAllCpus(4, "swoole_cpu_num() * 2"),
    says: [["pass", null]],
  },
  {
    title: "without the setting Swoole takes one for each CPU",
    facts: withServer({
      settings: { worker_num: null },
      facts: { cpu: known({ usagePercent: 1, limitCores: 1.5, throttledPercent: 0 }, "target") },
    }),
    says: [["fail", null, "error"]],
    words: ["worker_num is not declared"],
  },
  { title: "a number of its own passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "the files alone do not tell how many CPUs a node has",
    facts: withServer({
      settings: { worker_num: raw("swoole_cpu_num()") },
      facts: { cpu: unknown("audit a running target"), processes: notRunning },
    }),
    says: [["unknown", null]],
    words: ["audit a running target"],
  },
  {
    title: "without a CPU limit nothing is too much",
    facts: withServer({
      settings: { worker_num: raw("swoole_cpu_num()") },
      facts: {
        cpu: known({ usagePercent: 1, limitCores: null, throttledPercent: null }, "target"),
      },
    }),
    says: [["unknown", null]],
  },
  {
    title: "where the cgroup does not tell the limit the spec of a live pod does",
    facts: {
      ...onAllCpus(64),
      cpu: known({ usagePercent: 1, limitCores: null, throttledPercent: null }, "target"),
      pod: podFact({ limitCores: 1.5 }),
    },
    says: [["fail", null, "error"]],
    words: ["the limit is 1.5 CPUs", "env('WORKER_NUM', 2)"],
  },
  {
    title: "another expression is unknown as it stands",
    facts: withServer({ settings: { worker_num: raw("env('WORKERS')") } }),
    says: [["unknown", null]],
    words: ["env('WORKERS')"],
  },
]);
