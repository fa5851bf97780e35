// For each rule of processes, injection, logs, pools, metrics, signals, containers and tools: facts in which it fails, and no other does.
import type { CodeFinding, Declarations, Manifest } from "../../../../src/domain/declarations.ts";
import { known, type Facts } from "../../../../src/domain/facts.ts";
import { bytes, MIB } from "../../../../src/domain/units.ts";
import {
  cgroupOf,
  declared,
  declaredTask,
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  runningOf,
  withDeclarations,
  withProject,
} from "../build.ts";

const found = (kind: CodeFinding["kind"], className: string, text: string): Facts =>
  withDeclarations({
    code: [{ kind, file: `app/${className}.php`, line: 20, text, className: `App\\${className}` }],
  });

/** Added to what the clean project has installed. */
const installed = (name: string, version: string): Facts => {
  const { packages } = declarationsOf();
  return withDeclarations({ packages: { ...packages, [name]: { version, isDev: false } } });
};

const redis = (change: Readonly<Record<string, unknown>>): Facts =>
  withDeclarations({
    config: {
      redis: { default: { host: "redis", port: 6379, options: { 2: "shop-api:" }, ...change } },
    },
  });

const PID = [{ class: "Monolog\\Processor\\ProcessIdProcessor" }];
const log = (handler: unknown, processors: unknown = PID): Facts =>
  withDeclarations({ config: { logger: { default: { handler, processors } } } });
const stream = (path: string, level: number): unknown => ({
  class: "Monolog\\Handler\\StreamHandler",
  constructor: { stream: path, level },
});

const manifest = (change: Partial<Manifest>): Manifest => ({
  file: "deploy/api.yaml",
  line: 1,
  kind: "Deployment",
  name: "api",
  replicas: 1,
  terminationGracePeriodSeconds: 60,
  hostNetwork: null,
  memoryLimitBytes: 4096 * MIB,
  scales: null,
  ...change,
});

const START = { file: "bin/hyperf.php", line: 3 };
const displaying: Partial<Pick<Declarations, "bin">> = (() => {
  const { bin } = declarationsOf();
  const set = { name: "display_errors", value: declared("on", START), place: START };
  return { bin: bin && { ...bin, iniSets: [set] } };
})();

const growing: Facts = factsOf({
  processes: known(
    runningOf({
      slots: [
        {
          slot: "poller.0",
          role: "user-process",
          name: "poller",
          pid: 81,
          ageMs: 7_200_000,
          starts: 0,
          bytes: 90 * MIB,
          growthBytes: 32 * MIB,
          bytesPerMinute: MIB,
          sockets: null,
          orphan: false,
        },
      ],
    }),
    "processes",
  ),
});

export const alone: Readonly<Record<string, Facts>> = {
  "process.busy-loop": found("busy-loop", "Poller", "while (true)"),
  "process.immortal-leak": growing,
  "process.nums-pools": withDeclarations({
    config: { databases: { default: { driver: "mysql", pool: { max_connections: 30 } } } },
  }),
  "di.scan-cacheable": withDeclarations({ config: { scan_cacheable: false } }),
  "di.unknown-strategy": factsOf({
    project: known(
      projectOf({ crontab: { strategy: "custom", strategyClass: "App\\Crontab\\Queue" } }),
      "project files",
    ),
    declarations: known(
      declarationsOf({
        config: {
          dependencies: {
            "Hyperf\\Crontab\\Strategy\\StrategyInterface": "App\\Crontab\\Queue",
            "Hyperf\\Crontab\\Mutex\\ServerNodeInterface": "App\\Crontab\\PodName",
          },
        },
      }),
      "project files",
    ),
  }),
  "log.no-pid": log(stream("php://stdout", 200), []),
  "log.stdout-no-timestamp": withDeclarations({
    config: { "Hyperf\\Contract\\StdoutLoggerInterface": { log_level: ["error", "warning"] } },
  }),
  "log.debug-in-prod": log(stream("php://stdout", 100)),
  "log.single-file-unbounded": log(stream("/opt/www/runtime/logs/hyperf.log", 200)),
  "log.name-per-request": found("logger-name", "Log", "$factory->get($requestId)"),
  "log.display-errors": withDeclarations(displaying),
  "log.buffered-handler": log({
    class: "Monolog\\Handler\\BufferHandler",
    constructor: { handler: raw("$handler"), level: 200 },
  }),
  "db.full-result": found("full-result", "Tasks", "Db::select($sql)"),
  "db.query-log": found("query-log", "Listener", "$connection->enableQueryLog()"),
  "pool.wait-heartbeat": redis({ pool: { max_idle_time: 0 } }),
  "redis.phpredis-600": installed("ext-redis", "6.0.0"),
  "redis.read-timeout": redis({ read_timeout: 0 }),
  "metric.path-cardinality": found("metric-path", "Count", "$request->getUri()->getPath()"),
  "signal.combined-mask": found("combined-mask", "Stop", "[self::WORKER | self::PROCESS, SIGTERM]"),
  "k8s.no-memory-limit": factsOf({
    cgroup: known(cgroupOf({ limitBytes: bytes(33_554_432_123), isUnlimited: true }), "cgroup"),
  }),
  "k8s.oom-group": factsOf({ oomGroup: known(true, "cgroup") }),
  "docker.shell-entrypoint": factsOf({
    init: known(["/bin/sh", "-c", "php bin/hyperf.php start"], "/proc/1/cmdline"),
  }),
  "k8s.grace-period": withDeclarations({
    manifests: [manifest({ terminationGracePeriodSeconds: 10 })],
  }),
  // What a single rule of crontab says of such a task stands on the project, where it has the lock.
  "k8s.hpa-cron": withDeclarations({
    manifests: [manifest({ kind: "HorizontalPodAutoscaler", scales: "Deployment/api" })],
    tasks: [declaredTask({ onOneServer: false })],
  }),
  "php.opcache-jit": factsOf({
    extensions: known(["swoole", "redis", "Zend OPcache"], "maps of a process"),
    declarations: known(
      declarationsOf({
        ini: [
          { name: "memory_limit", value: "256M", place: { file: "php.ini", line: 4 } },
          { name: "opcache.enable_cli", value: "1", place: { file: "php.ini", line: 5 } },
          { name: "opcache.jit_buffer_size", value: "64M", place: { file: "php.ini", line: 6 } },
        ],
      }),
      "project files",
    ),
  }),
  "php.instrumentation": factsOf({
    extensions: known(["swoole", "redis", "xdebug"], "maps of a process"),
  }),
  "project.unread-file": withProject({
    parseErrors: [{ file: "app/Broken.php", line: 3, message: "unexpected end" }],
  }),
  "dev.tool-in-prod": installed("friendsofhyperf/telescope", "3.1.30"),
};
