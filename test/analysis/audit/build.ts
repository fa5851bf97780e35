// Facts for the tests of rules: a clean Hyperf service that runs as declared, and what a test changes of it.
import { expect, test } from "vitest";
import { judge } from "../../../src/analysis/audit/judge.ts";
import type { Rule } from "../../../src/analysis/audit/rule.ts";
import type {
  ArrayDeclared,
  Declarations,
  Declared,
  DeclaredTask,
} from "../../../src/domain/declarations.ts";
import { known, unknown, type Facts, type Running } from "../../../src/domain/facts.ts";
import type { CronTask, Place, Project } from "../../../src/domain/project.ts";
import type { Container } from "../../../src/domain/container.ts";
import type { Pod } from "../../../src/domain/pod.ts";
import type { MemoryReading } from "../../../src/domain/reading.ts";
import type { Severity } from "../../../src/domain/verdict.ts";
import { bytes, epochMs } from "../../../src/domain/units.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { aPod, aWorkload } from "../../fixtures/pods.ts";

export const NOW = epochMs(Date.UTC(2026, 10, 26, 12, 0, 7));

/** A PHP value as the project reader would hand it on: plain JS in, `Declared` out. `raw` makes what is no constant. */
export function declared(
  value: unknown,
  place: Place = { file: "config/config.php", line: 1 },
): Declared {
  const written = { place, text: JSON.stringify(value), envs: [] };
  if (isRaw(value)) return { ...written, text: value.raw, kind: "unresolved" };
  if (Array.isArray(value))
    return {
      ...written,
      kind: "array",
      entries: value.map((each, key) => ({ key, value: declared(each, place) })),
    };
  if (typeof value === "object" && value !== null)
    return {
      ...written,
      kind: "array",
      entries: Object.entries(value).map(([key, each]) => ({ key, value: declared(each, place) })),
    };
  if (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value === null
  )
    return { ...written, kind: "scalar", value };
  throw new TypeError(`no PHP value: ${typeof value}`);
}

/** Code that is no constant. */
export const raw = (text: string): { readonly raw: string } => ({ raw: text });
const isRaw = (value: unknown): value is { readonly raw: string } =>
  typeof value === "object" && value !== null && "raw" in value && typeof value.raw === "string";

const HYPERF = "3.1.71";

/** The configuration of the clean service by the name of its file; a test hands in what differs, file by file. */
const CLEAN_CONFIG = {
  app_name: "shop-api",
  app_env: "prod",
  scan_cacheable: true,
  crontab: { enable: true },
  dependencies: {
    "Hyperf\\Crontab\\Strategy\\StrategyInterface": "Hyperf\\Crontab\\Strategy\\TaskWorkerStrategy",
    "Hyperf\\Crontab\\Mutex\\ServerNodeInterface": "App\\Crontab\\PodName",
  },
  processes: ["Hyperf\\Crontab\\Process\\CrontabDispatcherProcess"],
  redis: { default: { host: "redis", port: 6379, options: { 2: "shop-api:" } } },
  server: {
    mode: 2,
    servers: [
      {
        name: "http",
        type: 1,
        port: 9501,
        callbacks: { request: ["Hyperf\\HttpServer\\Server", "onRequest"] },
      },
    ],
    settings: {
      enable_coroutine: true,
      worker_num: 4,
      task_worker_num: 2,
      task_enable_coroutine: true,
      max_request: 20_000,
      max_coroutine: 5000,
      max_wait_time: 30,
      reload_async: true,
      open_tcp_nodelay: true,
      pid_file: "/tmp/hyperf.pid",
    },
    callbacks: {
      workerStart: ["Hyperf\\Framework\\Bootstrap\\WorkerStartCallback", "onWorkerStart"],
      pipeMessage: ["Hyperf\\Framework\\Bootstrap\\PipeMessageCallback", "onPipeMessage"],
      workerExit: ["Hyperf\\Framework\\Bootstrap\\WorkerExitCallback", "onWorkerExit"],
      task: ["Hyperf\\Framework\\Bootstrap\\TaskCallback", "onTask"],
      finish: ["Hyperf\\Framework\\Bootstrap\\FinishCallback", "onFinish"],
    },
  },
  logger: {
    default: {
      handler: {
        class: "Monolog\\Handler\\StreamHandler",
        constructor: { stream: "php://stdout", level: 200 },
      },
      processors: [{ class: "Monolog\\Processor\\ProcessIdProcessor" }],
    },
  },
};

const placeOf = (file: string): Place => ({
  file: ["app_name", "app_env", "scan_cacheable"].includes(file)
    ? "config/config.php"
    : `config/autoload/${file}.php`,
  line: 3,
});

/** The clean project's declarations; `config` replaces whole files of the clean configuration (null takes one away). */
export function declarationsOf(
  change: Partial<Omit<Declarations, "config">> & {
    readonly config?: Readonly<Record<string, unknown>>;
  } = {},
): Declarations {
  const { config, ...rest } = change;
  const all: Readonly<Record<string, unknown>> = { ...CLEAN_CONFIG, ...config };
  const files = Object.entries(all).filter(([, value]) => value !== null);
  const tree: ArrayDeclared = {
    kind: "array",
    place: { file: "config/config.php", line: 1 },
    text: "[…]",
    envs: [],
    entries: files.map(([key, value]) => ({ key, value: declared(value, placeOf(key)) })),
  };
  return {
    root: "/srv/app",
    framework: "hyperf",
    packages: Object.fromEntries(
      ["crontab", "framework", "process", "redis", "logger", "server", "http-server"].map(
        (name) => [`hyperf/${name}`, { version: HYPERF, isDev: false }],
      ),
    ),
    packageName: "shop/api",
    doubled: [],
    tasks: [declaredTask({})],
    processes: [
      {
        by: "config",
        place: { file: "config/autoload/processes.php", line: 6 },
        className: "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess",
        parent: null,
        name: null,
        nums: 1,
      },
    ],
    bin: {
      file: "bin/hyperf.php",
      iniSets: [],
      defines: [
        {
          name: "SWOOLE_HOOK_FLAGS",
          value: declared(2_147_479_551, { file: "bin/hyperf.php", line: 11 }),
          place: { file: "bin/hyperf.php", line: 11 },
        },
      ],
      timezone: declared("UTC", { file: "bin/hyperf.php", line: 7 }),
    },
    ini: [{ name: "memory_limit", value: "256M", place: { file: "php.ini", line: 4 } }],
    entrypoints: [
      { file: "Dockerfile", line: 9, text: '["php", "bin/hyperf.php", "start"]', form: "exec" },
    ],
    manifests: [],
    env: [],
    code: [],
    ignores: [],
    unresolved: [],
    unreadable: [],
    unread: (rest.unreadable ?? []).map((file) => ({ file, why: "closed" })),
    parseErrors: [],
    ...rest,
    config: tree,
  };
}

/** A task as written, both locks on; `properties` in plain JS. */
export function declaredTask(
  properties: Readonly<Record<string, unknown>>,
  change: Partial<Omit<DeclaredTask, "properties">> = {},
): DeclaredTask {
  const place = change.place ?? { file: "config/autoload/crontab.php", line: 14 };
  const all: Readonly<Record<string, unknown>> = {
    name: "hourly-digest",
    rule: "17 5 * * * *",
    callback: ["App\\Crontab\\Tasks", "report"],
    singleton: true,
    onOneServer: true,
    mutexExpires: 120,
    ...properties,
  };
  return {
    by: "config",
    place,
    text: "(new Crontab())->…",
    className: null,
    method: null,
    ...change,
    properties: Object.fromEntries(
      Object.entries(all)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, declared(value, place)]),
    ),
  };
}

export const taskOf = (change: Partial<CronTask> = {}): CronTask => ({
  name: "hourly-digest",
  rule: "17 5 * * * *",
  valid: true,
  oddities: [],
  type: "callback",
  callback: "App\\Crontab\\Tasks::report",
  singleton: true,
  onOneServer: true,
  mutexPool: "default",
  mutexExpires: 120,
  enable: true,
  timezone: null,
  environments: [],
  runsIn: "task-worker",
  declared: { file: "config/autoload/crontab.php", line: 14, by: "config" },
  overriddenBy: null,
  next: [epochMs(NOW + 310_000), epochMs(NOW + 3_910_000), epochMs(NOW + 7_510_000)],
  ...change,
});

type ProjectChange = Partial<Omit<Project, "server" | "crontab" | "versions">> & {
  readonly server?: Partial<Project["server"]>;
  readonly crontab?: Partial<Project["crontab"]>;
  readonly versions?: Partial<Project["versions"]>;
};

export function projectOf({ server, crontab, versions, ...rest }: ProjectChange = {}): Project {
  return {
    root: "/srv/app",
    framework: "hyperf",
    versions: {
      php: "8.2.36",
      swoole: "6.2.1",
      hyperf: HYPERF,
      "hyperf/crontab": HYPERF,
      ...versions,
    },
    server: {
      type: "async",
      mode: "process",
      workerNum: 4,
      taskWorkerNum: 2,
      maxRequest: 20_000,
      taskEnableCoroutine: true,
      ...server,
    },
    crontab: {
      enable: true,
      dispatchers: 1,
      strategy: "task-worker",
      strategyClass: "Hyperf\\Crontab\\Strategy\\TaskWorkerStrategy",
      timezone: "UTC",
      tasks: [taskOf()],
      ...crontab,
    },
    unresolved: [],
    unreadable: [],
    parseErrors: [],
    ...rest,
  };
}

export const cgroupOf = (change: Partial<MemoryReading> = {}): MemoryReading => ({
  source: "cgroup-v2",
  limitBytes: bytes(4 * 1024 ** 3),
  currentBytes: bytes(600 * 1024 ** 2),
  peakBytes: bytes(700 * 1024 ** 2),
  anonBytes: bytes(400 * 1024 ** 2),
  fileBytes: bytes(150 * 1024 ** 2),
  shmemBytes: bytes(0),
  unreclaimableBytes: bytes(450 * 1024 ** 2),
  workingSetBytes: bytes(500 * 1024 ** 2),
  swapBytes: bytes(0),
  oomKills: 0,
  oomEvents: 0,
  hostAvailableBytes: bytes(8 * 1024 ** 3),
  ...change,
});

/** One Hyperf server as the clean project declares it, flat for half an hour. */
export const runningOf = (change: Partial<Running["servers"][number]> = {}): Running => ({
  windowMs: 1_800_000,
  servers: [
    {
      id: "shop-api",
      framework: "hyperf",
      mode: "process",
      counts: { master: 1, manager: 1, worker: 4, "task-worker": 2, "user-process": 1 },
      userProcesses: { "crontab-dispatcher": 1 },
      slots: [],
      ...change,
    },
  ],
});

/** All facts of the clean service, known; a test hands in those that differ. */
export const factsOf = (change: Partial<Facts> = {}): Facts => ({
  now: NOW,
  project: known(projectOf(), "project files"),
  declarations: known(declarationsOf(), "project files"),
  processes: known(runningOf(), "target"),
  cgroup: known(cgroupOf(), "target"),
  cpu: known({ usagePercent: 12, limitCores: 4, throttledPercent: 0 }, "target"),
  replicas: known(1, "--replicas"),
  pod: unknown("no pod was looked at"),
  extensions: known(["swoole", "redis", "pdo_mysql"], "maps of a process"),
  oomGroup: known(false, "target"),
  init: known(["php", "bin/hyperf.php", "start"], "target"),
  logs: unknown("logs are not read yet"),
  redis: unknown("Redis is never read"),
  ...change,
});

/** The container that is looked at in its pod, as its cluster tells them. */
export const podFact = (pod: Partial<Pod> = {}, container: Partial<Container> = {}): Facts["pod"] =>
  known(
    {
      ...aContainer({ engine: "kubernetes", ...container }),
      pod: aPod({ workload: aWorkload(), ...pod }),
    },
    "cluster: Deployment/shop-leak",
  );

/** Short hands for a test: the facts with another project, or other declarations, or both. */
export const withProject = (change: ProjectChange): Facts =>
  factsOf({ project: known(projectOf(change), "project files") });
export const withDeclarations = (change: Parameters<typeof declarationsOf>[0]): Facts =>
  factsOf({ declarations: known(declarationsOf(change), "project files") });

export type RuleCase = {
  readonly title: string;
  readonly facts: Facts;
  /** What must be said, in its order: kind, subject, severity. Empty: the rule does not apply. */
  readonly says: readonly (readonly ["pass" | "fail" | "unknown", string | null, Severity?])[];
  /** Parts of the first verdict's evidence, advice, snippet or missing. */
  readonly words?: readonly string[];
};

/** The table of one rule: fail, pass and unknown each at least once, but for kinds that it can never say (`never`). */
export function ruleTable(
  rule: Rule,
  cases: readonly RuleCase[],
  never: readonly ("pass" | "unknown" | "fail")[] = [],
): void {
  test.each(cases)("$title", ({ facts, says, words = [] }) => {
    const verdicts = judge(rule, facts);
    expect(
      verdicts.map(({ kind, subject, severity }, index) =>
        says[index]?.[2] === undefined ? [kind, subject] : [kind, subject, severity],
      ),
    ).toEqual(says);
    const [first] = verdicts;
    const text = [first?.evidence, first?.advice, first?.snippet, first?.missing].join("\n");
    for (const part of words) expect(text).toContain(part);
  });
  test("has a case of each kind", () => {
    const kinds = new Set(cases.flatMap(({ says }) => says.map(([kind]) => kind)));
    expect([...kinds, ...never].toSorted()).toEqual(["fail", "pass", "unknown"]);
  });
}
