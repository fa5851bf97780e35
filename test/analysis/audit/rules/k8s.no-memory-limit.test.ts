import { k8sNoMemoryLimit } from "../../../../src/analysis/audit/rules/k8s.no-memory-limit.ts";
import type { Manifest } from "../../../../src/domain/declarations.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import type { MemoryReading } from "../../../../src/domain/reading.ts";
import { bytes, MIB } from "../../../../src/domain/units.ts";
import { untrustedText } from "../../../../src/domain/text.ts";
import { cgroupOf, declarationsOf, factsOf, podFact, ruleTable } from "../build.ts";

const limited = (change: Partial<MemoryReading>): Facts =>
  factsOf({ cgroup: known(cgroupOf(change), "cgroup") });

const manifest = (name: string, memoryLimitBytes: number | null): Manifest => ({
  file: "deploy/api.yaml",
  line: 1,
  kind: "Deployment",
  name,
  replicas: 2,
  terminationGracePeriodSeconds: null,
  hostNetwork: null,
  memoryLimitBytes,
  scales: null,
});

ruleTable(k8sNoMemoryLimit, [
  {
    title: "a container without a limit fails",
    facts: limited({ limitBytes: bytes(33_554_432_123), isUnlimited: true }),
    says: [["fail", null, "error"]],
    words: ["memory.max is max", "memory: 1Gi"],
  },
  { title: "a limit passes", facts: factsOf(), says: [["pass", null]], words: ["4096 MiB"] },
  {
    // Kubernetes' 500M, cut to pages by the kernel.
    title: "a limit in millions passes",
    facts: limited({ limitBytes: bytes(499_998_720) }),
    says: [["pass", null]],
  },
  {
    title: "an odd number may be the machine's memory",
    facts: limited({ limitBytes: bytes(16_381_317_120) }),
    says: [["unknown", null]],
    words: ["memory.max"],
  },
  {
    title: "no number at all is unknown",
    facts: limited({ limitBytes: null }),
    says: [["unknown", null]],
  },
  {
    title: "without PID 1 it may be no container",
    facts: { ...limited({ isUnlimited: true, limitBytes: null }), init: unknown("not readable") },
    says: [["unknown", null]],
    words: ["PID 1"],
  },
  {
    title: "a machine needs none",
    facts: {
      ...limited({ isUnlimited: true, limitBytes: null }),
      init: known(["/sbin/init", "splash"], "/proc/1/cmdline"),
    },
    says: [],
  },
  { title: "the host's memory is no container's", facts: limited({ source: "host" }), says: [] },
  {
    title: "of files alone a manifest with a limit passes, one without is unknown",
    facts: factsOf({
      cgroup: unknown("nothing running"),
      declarations: known(
        declarationsOf({ manifests: [manifest("api", bytes(512 * MIB)), manifest("cron", null)] }),
        "project files",
      ),
    }),
    says: [
      ["pass", "Deployment/api"],
      ["unknown", "Deployment/cron"],
    ],
    words: ["512 MiB"],
  },
  {
    title:
      "a live pod says by its spec that it has none, though its cgroup may have one of its pod's node",
    facts: factsOf({ pod: podFact({}, { name: untrustedText("app") }) }),
    says: [["fail", "Deployment/shop-leak", "error"]],
    words: ["container app has no resources.limits.memory (cluster: Deployment/shop-leak)"],
  },
  {
    title: "where nothing may be run in a live pod its limit passes all the same",
    facts: factsOf({
      cgroup: unknown("nothing running"),
      pod: podFact({}, { limitBytes: bytes(512 * MIB) }),
    }),
    says: [["pass", "Deployment/shop-leak"]],
    words: ["the limit is 512 MiB (cluster: Deployment/shop-leak)"],
  },
  {
    title: "of files without a manifest nothing is told",
    facts: factsOf({ cgroup: unknown("nothing running") }),
    says: [["unknown", null]],
    words: ["nothing running"],
  },
]);
