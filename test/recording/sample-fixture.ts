import type { Container } from "../../src/domain/container.ts";
import type { Pod } from "../../src/domain/pod.ts";
import type { Observation } from "../../src/domain/observation.ts";
import type { MemoryReading } from "../../src/domain/reading.ts";
import type { Project } from "../../src/domain/project.ts";
import type { Process, Sample } from "../../src/domain/sample.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs } from "../../src/domain/units.ts";
import { aPod } from "../fixtures/pods.ts";
import { UNKNOWN_PROCESS } from "../fixtures/unknown.ts";
import { emptySnapshot, fullSnapshot, taken } from "./snapshot-fixture.ts";

export const AT = epochMs(Date.UTC(2026, 10, 25, 22, 30));

export const memory: MemoryReading = {
  source: "cgroup-v2",
  limitBytes: bytes(2_147_483_648),
  currentBytes: bytes(1),
  peakBytes: null,
  anonBytes: bytes(2),
  fileBytes: bytes(3),
  shmemBytes: bytes(4),
  unreclaimableBytes: bytes(5),
  workingSetBytes: bytes(6),
  swapBytes: bytes(0),
  oomKills: 2,
  oomEvents: null,
  hostAvailableBytes: bytes(7),
};

/** Every field with a value of its own, so that two that were swapped are seen. */
export const worker: Process = {
  pid: 9507,
  nsPid: 7,
  ppid: 9505,
  startedAt: epochMs(AT - 5000),
  role: "user-process",
  roleFrom: "title",
  name: untrustedText("crontab-dispatcher"),
  slot: untrustedText("crontab-dispatcher.0"),
  parentSlot: null,
  generation: 1,
  orphan: false,
  rssBytes: bytes(11),
  rssAnonBytes: bytes(12),
  rssShmemBytes: bytes(13),
  swapBytes: bytes(0),
  ussBytes: bytes(14),
  ussAt: epochMs(AT - 1),
  pssBytes: bytes(15),
  heapBytes: bytes(16),
  heapRealBytes: bytes(17),
  gcRoots: 18,
  gcRuns: 19,
  cpuPercent: 0.5,
  threads: 3,
  openFiles: 20,
  sockets: { "3306": 12, "6379": 4 },
  socketsAt: epochMs(AT - 2),
  accepted: 21,
  listens: [9501, 9502],
};

export const unknownProcess: Process = { ...UNKNOWN_PROCESS, orphan: true };

export const fullSample: Sample = {
  at: AT,
  seq: 12,
  lateMs: 0,
  servers: [
    {
      id: "skeleton",
      rootPid: 9255,
      app: untrustedText("skeleton"),
      framework: "hyperf",
      mode: "process",
      memory: { ...memory, source: "host", oomKills: null },
      processes: [worker, unknownProcess],
    },
  ],
  others: { count: 2, rssBytes: bytes(1) },
  memory,
  cpu: { usagePercent: 12.5, limitCores: 2, throttledPercent: 0 },
  lastPid: 9999,
  thp: "madvise",
  cost: { cpuPercent: 0.3, rssBytes: bytes(1) },
  faults: [
    { kind: "vanished", pid: 9508 },
    { kind: "over-budget", pid: null },
  ],
};

export const emptySample: Sample = {
  at: AT,
  seq: 0,
  lateMs: null,
  servers: [],
  others: { count: null, rssBytes: null },
  memory: null,
  cpu: null,
  lastPid: null,
  thp: null,
  cost: { cpuPercent: null, rssBytes: null },
  faults: [],
};

export const hello = (ms = 0): Observation => ({
  type: "hello",
  hello: { swtop: "0.1.0", target: "docker://api-1", at: epochMs(AT + ms) },
});
export const session = (ms = 0): Observation => ({
  type: "session",
  session: { state: "live", at: epochMs(AT + ms), fault: null },
});
export const sample = (ms: number, seq = 0): Observation => ({
  type: "sample",
  sample: { ...emptySample, at: epochMs(AT + ms), seq },
});
export const log = (ms: number, text = "raw"): Observation => ({
  type: "log",
  lines: [
    {
      at: epochMs(AT + ms),
      clock: "reading",
      source: "stdout",
      text: untrustedText(text),
      cutBytes: 0,
      cut: null,
      writer: null,
    },
  ],
});

/** One of each kind, hostile text included. */
/** Every field with a value of its own, and a task of which nothing is known. */
export const fullProject: Project = {
  root: "/opt/www",
  framework: "hyperf",
  versions: { php: "8.2.36", swoole: "6.2.1", hyperf: "3.2.4", "hyperf/crontab": "3.2.3" },
  server: {
    type: "async",
    mode: "process",
    workerNum: 2,
    taskWorkerNum: 0,
    maxRequest: 100_000,
    taskEnableCoroutine: true,
  },
  crontab: {
    enable: true,
    dispatchers: 1,
    strategy: "worker",
    strategyClass: "Hyperf\\Crontab\\Strategy\\WorkerStrategy",
    timezone: "UTC",
    tasks: [
      {
        name: "leaky-import \u001b[31m",
        rule: "*/10 * * * * 7",
        valid: true,
        oddities: ["dow-7-never"],
        type: "callback",
        callback: "App\\Crontab\\Tasks::leak",
        singleton: false,
        onOneServer: true,
        mutexPool: "default",
        mutexExpires: 60,
        enable: true,
        timezone: "Asia/Shanghai",
        environments: ["prod"],
        runsIn: "worker",
        declared: { file: "config/autoload/crontab.php", line: 14, by: "config" },
        overriddenBy: { file: "app/A.php", line: 2 },
        next: [AT, epochMs(AT + 10_000)],
      },
      {
        name: null,
        rule: null,
        valid: null,
        oddities: [],
        type: null,
        callback: null,
        singleton: null,
        onOneServer: null,
        mutexPool: null,
        mutexExpires: null,
        enable: null,
        timezone: null,
        environments: null,
        runsIn: null,
        declared: { file: "app/A.php", line: 2, by: "attribute" },
        overriddenBy: null,
        next: [],
      },
    ],
  },
  unresolved: [{ file: "config/autoload/server.php", line: 9, text: "swoole_cpu_num() * 2" }],
  unreadable: ["config/autoload/redis.php"],
  parseErrors: [{ file: "app/B.php", line: 3, message: "unexpected" }],
};

export const fullPod: Pod = {
  namespace: untrustedText("shop \u001b[2J"),
  name: untrustedText("shop-leak-7b4c5b5db9-kbhhj"),
  uid: "a8e55d82",
  startedAt: epochMs(AT - 90_000),
  node: untrustedText("node-1"),
  hostNetwork: true,
  qosClass: untrustedText("Burstable"),
  graceSeconds: 40,
  hasPreStop: true,
  requestBytes: bytes(268_435_456),
  requestCores: 0.25,
  limitCores: 1.5,
  liveness: {
    kind: "httpGet",
    initialDelaySeconds: 5,
    periodSeconds: 11,
    timeoutSeconds: 2,
    failureThreshold: 4,
  },
  readiness: null,
  startup: {
    kind: "exec",
    initialDelaySeconds: 0,
    periodSeconds: 1,
    timeoutSeconds: 1,
    failureThreshold: 30,
  },
  workload: {
    kind: "Deployment",
    name: untrustedText("shop-leak"),
    replicas: 3,
    ready: 2,
    autoscaler: {
      name: untrustedText("shop-leak"),
      minReplicas: 2,
      maxReplicas: 9,
      resources: ["cpu"],
    },
    autoscalerKnown: true,
  },
  events: [
    {
      at: epochMs(AT - 100),
      reason: untrustedText("Killing"),
      message: untrustedText("Container app failed liveness probe, will be restarted"),
      count: 6,
      isWarning: false,
    },
    {
      at: null,
      reason: untrustedText("Unhealthy"),
      message: untrustedText(""),
      count: 1,
      isWarning: true,
    },
  ],
  containers: [
    {
      name: untrustedText("app"),
      state: untrustedText("Running"),
      isReady: true,
      memoryBytes: bytes(120_000_000),
      limitBytes: bytes(268_435_456),
      restarts: 2,
      startedAt: epochMs(AT - 60_000),
      lastEnd: { reason: untrustedText("OOMKilled"), at: epochMs(AT - 61_000) },
    },
  ],
  siblings: [
    {
      name: untrustedText("shop-leak-7b4c5b5db9-zzzzz"),
      state: untrustedText("Pending"),
      isReady: false,
      memoryBytes: null,
      limitBytes: null,
      restarts: null,
      startedAt: null,
      lastEnd: null,
    },
  ],
};

/** Every field with a value of its own, hostile names included. */
export const fullContainer: Container = {
  engine: "docker",
  id: "4f1a",
  name: untrustedText("api \u001b[31m1"),
  state: "running",
  image: untrustedText("shop/api:7 \u202e"),
  imageDigest: untrustedText("sha256:90ab"),
  imageAt: epochMs(AT - 86_400_000),
  limitBytes: bytes(1_610_612_736),
  restartCount: 2,
  logDriver: untrustedText("json-file"),
  lives: [
    { startedAt: epochMs(AT - 9000), endedAt: epochMs(AT - 8000), exitCode: 137, oomKilled: true },
    { startedAt: epochMs(AT - 7000), endedAt: epochMs(AT - 6000), exitCode: -1, oomKilled: false },
    { startedAt: null, endedAt: null, exitCode: null, oomKilled: null },
  ],
  pod: null,
};

/** The same as a cluster tells it. */
export const podContainer: Container = {
  ...fullContainer,
  engine: "kubernetes",
  lives: [
    {
      startedAt: epochMs(AT - 9000),
      endedAt: epochMs(AT - 8000),
      exitCode: 1,
      oomKilled: false,
      reason: untrustedText("OOMKilled"),
    },
    { startedAt: epochMs(AT), endedAt: null, exitCode: null, oomKilled: null, reason: null },
  ],
  pod: fullPod,
};

export const unknownContainer: Container = {
  engine: "podman",
  id: "",
  name: untrustedText(""),
  state: "created",
  image: null,
  imageDigest: null,
  imageAt: null,
  limitBytes: null,
  restartCount: null,
  logDriver: null,
  lives: [],
  pod: null,
};

export const everyKind: readonly Observation[] = [
  hello(),
  session(),
  {
    type: "session",
    session: {
      state: "retrying",
      at: AT,
      fault: { kind: "stream-ended", detail: untrustedText("exit \u001b[31m137\n") },
    },
  },
  { type: "session", session: { state: "over", at: AT, fault: { kind: "silent", detail: null } } },
  { type: "sample", sample: fullSample },
  { type: "sample", sample: emptySample },
  log(1, 'a "quoted" \u2028 \u0000 \u001b]52;c;AAAA\u0007 line\r'),
  {
    type: "other",
    at: AT,
    name: "event",
    json: '{"type":"event","at":"2026-11-25T22:30:00.000Z","v":1,"x":{"__proto__":1}}',
  },
  { type: "project", at: AT, project: fullProject, declarations: null, machine: null },
  {
    type: "other",
    at: null,
    name: "member",
    json: '{ "type" : "member", "big":1e400, "n":12345678901234567890 }',
  },
  taken(fullSnapshot),
  taken(emptySnapshot),
  {
    type: "log-sources",
    at: AT,
    zone: "Asia/Shanghai",
    sources: [
      {
        source: "file:/srv/app/runtime/logs/hyperf.log",
        why: "runtime-logs",
        pid: null,
        server: "shop",
        state: "followed",
        bytes: bytes(4711),
        detail: null,
      },
      {
        source: "journal",
        why: "unit",
        pid: 12,
        server: null,
        state: "ended",
        bytes: null,
        detail: untrustedText("exit \u001b[31m1"),
      },
    ],
  },
  {
    type: "log",
    lines: [
      {
        at: epochMs(AT + 2),
        clock: "backlog",
        source: "file:/srv/app/a.log",
        text: untrustedText("after a gap"),
        cutBytes: 3,
        cut: null,
        writer: 7,
        lostBytes: bytes(12),
      },
    ],
  },
  {
    type: "log",
    lines: [
      {
        at: epochMs(AT + 3),
        clock: "reading",
        source: "file:/srv/app/a.log",
        text: untrustedText("after a gap of unknown size"),
        cutBytes: 0,
        cut: null,
        writer: null,
        lostBytes: null,
      },
    ],
  },
  { type: "container", at: AT, container: fullContainer },
  { type: "container", at: epochMs(AT + 4), container: unknownContainer },
  { type: "container", at: epochMs(AT + 5), container: podContainer },
  { type: "container", at: epochMs(AT + 6), container: { ...unknownContainer, pod: aPod() } },
];
