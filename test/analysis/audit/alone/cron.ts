// For each rule of crontab: facts in which it fails, and no other does.
import type { DeclaredTask } from "../../../../src/domain/declarations.ts";
import { known, type Facts } from "../../../../src/domain/facts.ts";
import type { CronTask } from "../../../../src/domain/project.ts";
import { epochMs } from "../../../../src/domain/units.ts";
import {
  declaredTask,
  declarationsOf,
  factsOf,
  NOW,
  projectOf,
  runningOf,
  taskOf,
  withDeclarations,
  withProject,
} from "../build.ts";
import { blocked, logs, runsOf } from "../logged.ts";
import { withServer } from "../swoole-server.ts";

type Project = Parameters<typeof projectOf>[0];
type Declarations = Parameters<typeof declarationsOf>[0];

const both = (project: Project, declarations: Declarations, facts: Partial<Facts> = {}): Facts =>
  factsOf({
    project: known(projectOf(project), "project files"),
    declarations: known(declarationsOf(declarations), "project files"),
    ...facts,
  });

/** The one task of the clean service with something changed. */
const task = (change: Partial<CronTask>): Facts =>
  withProject({ crontab: { tasks: [taskOf(change)] } });

const crontabAt = (version: string): Facts =>
  withProject({ versions: { "hyperf/crontab": version } });

const command = (version: string, callback: Readonly<Record<string, unknown>>): Facts =>
  both(
    {
      versions: { "hyperf/crontab": version },
      crontab: { tasks: [taskOf({ type: "command", callback: "mail:flush" })] },
    },
    { tasks: [declaredTask({ type: "command", callback })] },
  );

const DISPATCHER = "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess";
const dispatcher = (file: string, line: number) => ({
  by: "config" as const,
  place: { file, line },
  className: DISPATCHER,
  parent: null,
  name: null,
  nums: 1,
});

const onMethod: DeclaredTask = declaredTask(
  { name: "flush", enable: "isEnabled" },
  {
    by: "attribute",
    className: "App\\Crontab\\Metrics",
    method: "flush",
    place: { file: "app/Crontab/Metrics.php", line: 11 },
  },
);

const { bin } = declarationsOf();

export const alone: Readonly<Record<string, Facts>> = {
  "cron.no-singleton": task({ singleton: false, onOneServer: null }),
  "cron.no-one-server": task({ singleton: null, onOneServer: false }),
  "cron.single-lock-only": task({ onOneServer: false }),
  "cron.lock-without-redis": withDeclarations({
    packages: { "hyperf/crontab": { version: "3.1.71", isDev: false } },
  }),
  "cron.lock-pool-missing": task({ mutexPool: "locks" }),
  "cron.mutex-expires-3600": task({ mutexExpires: 3600 }),
  "cron.mutex-expires-too-short": task({ mutexExpires: 1 }),
  "cron.node-identity": withDeclarations({
    config: {
      dependencies: {
        "Hyperf\\Crontab\\Strategy\\StrategyInterface":
          "Hyperf\\Crontab\\Strategy\\TaskWorkerStrategy",
      },
    },
    manifests: [
      {
        file: "deploy/api.yaml",
        line: 1,
        kind: "Deployment",
        name: "api",
        replicas: 1,
        terminationGracePeriodSeconds: 60,
        hostNetwork: true,
        memoryLimitBytes: 4 * 1024 ** 3,
        scales: null,
      },
    ],
  }),
  "cron.redis-no-prefix": withDeclarations({
    config: { redis: { default: { host: "redis", port: 6379 } } },
  }),
  "cron.redis-unreachable": factsOf(
    logs(runsOf(), { blocked: [blocked("RedisException: Connection refused")] }),
  ),
  "cron.duration-vs-interval": factsOf(logs(runsOf({ outlasted: 3, longestMs: 4_000_000 }))),
  "cron.missing-ticks": factsOf(logs(runsOf({ missed: 2 }))),
  "cron.duplicate-name": withProject({
    crontab: {
      tasks: [
        taskOf({
          declared: { file: "config/autoload/crontab.php", line: 8, by: "config" },
          overriddenBy: { file: "config/autoload/crontab.php", line: 14 },
        }),
        taskOf(),
      ],
    },
  }),
  "cron.dispatcher-missing": both(
    { crontab: { dispatchers: 0 } },
    { config: { processes: [] }, processes: [] },
    {
      processes: known(
        runningOf({
          counts: { master: 1, manager: 1, worker: 4, "task-worker": 2 },
          userProcesses: {},
        }),
        "target",
      ),
    },
  ),
  "cron.dispatcher-twice": both(
    { crontab: { dispatchers: 2 } },
    {
      processes: [
        dispatcher("config/autoload/processes.php", 6),
        dispatcher("config/autoload/server.php", 30),
      ],
    },
    {
      processes: known(
        runningOf({
          counts: { master: 1, manager: 1, worker: 4, "task-worker": 2, "user-process": 2 },
          userProcesses: { "crontab-dispatcher": 2 },
        }),
        "target",
      ),
    },
  ),
  "cron.enable-off": both(
    { crontab: { enable: false } },
    { config: { crontab: { enable: false } } },
    {
      processes: known(
        runningOf({
          counts: { master: 1, manager: 1, worker: 4, "task-worker": 2 },
          userProcesses: {},
        }),
        "target",
      ),
    },
  ),
  "cron.enable-merged": withDeclarations({
    doubled: [
      {
        path: "crontab.enable",
        places: [
          { file: "config/config.php", line: 9 },
          { file: "config/autoload/crontab.php", line: 5 },
        ],
      },
    ],
  }),
  "cron.enable-string": withDeclarations({ config: { crontab: { enable: "off" } } }),
  "cron.worker-strategy-heavy": both(
    {
      crontab: {
        strategy: "worker",
        tasks: [
          taskOf({
            rule: "* * * * *",
            runsIn: "worker",
            next: [53_000, 113_000, 173_000].map((after) => epochMs(NOW + after)),
          }),
        ],
      },
    },
    {
      config: {
        dependencies: { "Hyperf\\Crontab\\Mutex\\ServerNodeInterface": "App\\Crontab\\PodName" },
      },
    },
  ),
  "cron.coroutine-strategy-immortal": withProject({
    crontab: { strategy: "coroutine", tasks: [taskOf({ runsIn: "user-process" })] },
  }),
  "cron.strategy-vs-coroutine-server": withProject({
    server: { type: "coroutine", mode: null },
    crontab: { strategy: "worker", tasks: [taskOf({ runsIn: null })] },
  }),
  "cron.taskworker-without-tasks": withServer({
    settings: { task_worker_num: 0 },
    project: { server: { taskWorkerNum: 0 } },
    facts: {
      processes: known(
        runningOf({ counts: { master: 1, manager: 1, worker: 4, "user-process": 1 } }),
        "target",
      ),
    },
  }),
  "cron.task-not-coroutine": withServer({
    settings: { task_enable_coroutine: false },
    project: { server: { taskEnableCoroutine: false } },
  }),
  "cron.pipe-callback-missing": withDeclarations({
    config: {
      server: {
        mode: 2,
        servers: [{ name: "http", type: 1, port: 9501 }],
        settings: {
          worker_num: 4,
          task_worker_num: 2,
          task_enable_coroutine: true,
          max_request: 20_000,
          max_coroutine: 5000,
          max_wait_time: 30,
          pid_file: "/tmp/hyperf.pid",
        },
        callbacks: { workerStart: ["Hyperf\\Framework\\Bootstrap\\WorkerStartCallback", "on"] },
      },
    },
  }),
  "cron.exit-callback-missing": withServer({ callbacks: { workerExit: ["App\\Exit", "onExit"] } }),
  "cron.closure-needs-coroutine": task({
    type: "closure",
    callback: null,
    declared: { file: "config/crontabs.php", line: 16, by: "schedule" },
  }),
  "cron.command-dispatcher-flag": command("3.1.71", { command: "mail:flush" }),
  "cron.rule-infinite": task({ rule: "*/0 * * * *", oddities: ["zero-step"], next: [] }),
  "cron.rule-never": task({ rule: "0 3 * * 7", oddities: ["dow-7-never"], next: [] }),
  "cron.rule-and": task({ rule: "0 0 13 * 5", oddities: ["dom-and-dow"] }),
  "cron.rule-start-step": task({ rule: "5/10 * * * *", oddities: ["start-step-ignored"] }),
  "cron.every-second": task({ rule: "* * * * * *" }),
  "cron.thundering-minute": withProject({
    crontab: {
      tasks: ["a", "b", "c", "d", "e"].map((name) => taskOf({ name, rule: "0 * * * *" })),
    },
  }),
  "cron.timezone": both(
    { crontab: { tasks: [taskOf({ rule: "0 3 * * *" })] } },
    { bin: bin === null ? null : { ...bin, timezone: null } },
  ),
  "cron.environment-mismatch": task({ environments: ["staging"] }),
  "cron.method-enable-string": withDeclarations({ tasks: [onMethod] }),
  "cron.version-skips": crontabAt("3.1.12"),
  "cron.version-timer-leak": crontabAt("3.0.40"),
  "cron.eval-type": task({ type: "eval", callback: null }),
  "cron.failure-unlogged": command("3.0.44", {
    command: "mail:flush",
    "--disable-event-dispatcher": true,
  }),
  "cron.version-second-late": crontabAt("3.0.12"),
};
