import { memSumOverLimit } from "../../../../src/analysis/audit/rules/mem.sum-over-limit.ts";
import type { Manifest } from "../../../../src/domain/declarations.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { bytes } from "../../../../src/domain/units.ts";
import {
  cgroupOf,
  declarationsOf,
  declared,
  factsOf,
  raw,
  ruleTable,
  withDeclarations,
} from "../build.ts";
import { binOf, iniOf, notRunning, withServer } from "../swoole-server.ts";

const limited = (gib: number, change: Partial<Facts> = {}): Facts =>
  factsOf({
    cgroup: known(cgroupOf({ limitBytes: bytes(gib * 1024 ** 3) }), "target"),
    ...change,
  });
const withBin = (
  limit: string,
  change: Parameters<typeof declarationsOf>[0] = {},
): Pick<Facts, "declarations"> => ({
  declarations: known(
    declarationsOf({
      bin: binOf({
        iniSets: [
          {
            name: "memory_limit",
            value: declared(limit, { file: "bin/hyperf.php", line: 7 }),
            place: { file: "bin/hyperf.php", line: 7 },
          },
        ],
      }),
      ...change,
    }),
    "project files",
  ),
});

const manifest: Manifest = {
  file: "k8s/deploy.yaml",
  line: 12,
  kind: "Deployment",
  name: "shop",
  replicas: 1,
  terminationGracePeriodSeconds: null,
  hostNetwork: null,
  memoryLimitBytes: 1024 ** 3,
  scales: null,
};

ruleTable(memSumOverLimit, [
  {
    title: "nine processes of 1G in 4 GiB, and the value that fits",
    facts: limited(4, withBin("1G")),
    says: [["fail", null, "error"]],
    // floor(4096 MiB x 0.8 / 9)
    words: [
      "1G for each of 9 processes (running, seen over 30 min) is 9.0 GiB",
      "4.0 GiB",
      "ini_set('memory_limit', '364M');",
    ],
  },
  {
    title: "what boot needs is never undercut",
    facts: limited(2, withBin("1G", { config: { scan_cacheable: false } })),
    says: [["fail", null, "error"]],
    words: [
      "A lower memory_limit is not advised: 182M is less than the annotation scan at boot needs",
      "Run fewer processes",
    ],
  },
  {
    title: "with a scan cache there is still a least that a worker needs",
    facts: limited(0.5, withBin("1G")),
    says: [["fail", null, "error"]],
    words: ["Run fewer than 9 processes"],
  },
  {
    title: "they fit",
    facts: factsOf(),
    says: [["pass", null]],
    words: ["memory_limit 256M for each of 9"],
  },
  {
    title: "without running processes the declared ones count, with master and manager",
    facts: limited(2, { processes: notRunning }),
    says: [["fail", null, "error"]],
    words: ["each of 9 processes (declared, with master and manager)", "memory_limit = 182M"],
  },
  {
    title: "a number of workers that nobody told leaves it open",
    facts: withServer({
      settings: { worker_num: raw("swoole_cpu_num()") },
      facts: { processes: notRunning },
    }),
    says: [["unknown", null]],
    words: ["worker_num"],
  },
  {
    title: "a manifest names the container's limit, too",
    facts: factsOf({
      cgroup: notRunning,
      declarations: known(declarationsOf({ manifests: [manifest] }), "project files"),
    }),
    says: [["fail", null, "error"]],
    words: ["k8s/deploy.yaml:12 has 1.0 GiB"],
  },
  {
    title: "without a limit of the container it is another finding",
    facts: factsOf({ cgroup: known(cgroupOf({ limitBytes: null }), "target") }),
    says: [],
  },
  {
    title: "without any memory_limit it is another finding",
    facts: limited(2, withBin("-1")),
    says: [],
  },
  {
    title: "the files alone do not tell the limit",
    facts: factsOf({ cgroup: unknown("audit a target") }),
    says: [["unknown", null]],
    words: ["audit a target"],
  },
  {
    title: "a php.ini that says nothing leaves it open",
    facts: withDeclarations({ ini: iniOf({}) }),
    says: [["unknown", null]],
    words: ["memory_limit"],
  },
]);
