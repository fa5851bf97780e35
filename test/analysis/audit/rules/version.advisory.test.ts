import { versionAdvisory } from "../../../../src/analysis/audit/rules/version.advisory.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { factsOf, ruleTable, withDeclarations } from "../build.ts";
import { withServer, type ServerChange } from "../swoole-server.ts";

const installed = (name: string, version: string): Facts =>
  withDeclarations({ packages: { [name]: { version, isDev: false } } });
const swoole = (version: string | null, change: ServerChange = {}): Facts =>
  withServer({ ...change, project: { versions: { swoole: version } } });

ruleTable(versionAdvisory, [
  {
    title: "the pipe message leak",
    facts: swoole("5.0.2"),
    says: [
      ["fail", "SW-PIPEMSG", "error"],
      ["fail", "SW-SENDYIELD", "warning"],
      ["pass", "hyperf"],
    ],
    words: [
      "ext-swoole 5.0.2 is in >=5.0.1 <5.0.3",
      "pipe message",
      "swoole-src#5012",
      "Upgrade Swoole to 5.0.3",
    ],
  },
  {
    title: "the curl leak",
    facts: swoole("6.1.3"),
    says: [
      ["fail", "SW-CURL613", "error"],
      ["pass", "hyperf"],
    ],
  },
  {
    title: "what only a coroutine server leaks",
    facts: swoole("5.1.0", { type: "Hyperf\\Server\\CoroutineServer" }),
    says: [
      ["fail", "SW-COHTTP510", "error"],
      ["pass", "hyperf"],
    ],
  },
  {
    title: "others do not",
    facts: swoole("5.1.0"),
    says: [
      ["pass", "ext-swoole"],
      ["pass", "hyperf"],
    ],
  },
  {
    title: "what was only read in the source is said quietly",
    facts: swoole("4.6.5", { settings: { task_worker_num: 0 } }),
    says: [
      ["fail", "SW-STREAMSELECT", "info"],
      ["fail", "SW-CURLMULTI465", "info"],
      ["pass", "hyperf"],
    ],
  },
  {
    title: "Hyperf's Redis",
    facts: installed("hyperf/redis", "3.1.68"),
    says: [
      ["pass", "ext-swoole"],
      ["fail", "HF-REDIS-DEFER", "error"],
    ],
  },
  {
    title: "the clean service",
    facts: factsOf(),
    says: [
      ["pass", "ext-swoole"],
      ["pass", "hyperf"],
    ],
  },
  {
    title: "without a version one verdict says what depends on it",
    facts: swoole(null),
    says: [
      ["unknown", "ext-swoole"],
      ["pass", "hyperf"],
    ],
    words: ["swoole.leaky-version-pipe", "pipe message leak", "php --ri swoole"],
  },
  {
    title: "a branch is no release",
    facts: installed("hyperf/redis", "dev-master"),
    says: [
      ["pass", "ext-swoole"],
      ["unknown", "hyperf/redis"],
    ],
  },
  {
    title: "without a lock file Hyperf's packages are unknown",
    facts: withDeclarations({ packages: null }),
    says: [
      ["pass", "ext-swoole"],
      ["unknown", "hyperf"],
    ],
  },
]);
