// For each rule on Swoole, memory, HTTP and versions: the clean service with the one fault that this rule names.
import { known, type Facts } from "../../../../src/domain/facts.ts";
import { bytes } from "../../../../src/domain/units.ts";
import {
  cgroupOf,
  declarationsOf,
  declared,
  factsOf,
  raw,
  runningOf,
  taskOf,
  withDeclarations,
  withProject,
} from "../build.ts";
import {
  binOf,
  iniOf,
  notRunning,
  serverConfig,
  withServer,
  withSettings,
} from "../swoole-server.ts";

const MIB = 1024 ** 2;

const inBin = (kind: "iniSets" | "defines", name: string, value: unknown): Facts => {
  const place = { file: "bin/hyperf.php", line: 7 };
  return withDeclarations({
    ini: iniOf({}),
    bin: binOf({ [kind]: [{ name, value: declared(value, place), place }] }),
  });
};

/** In BASE mode, as it also runs. */
const inBase = (change: Parameters<typeof withServer>[0]): Facts =>
  withServer({
    mode: "base",
    ...change,
    facts: { processes: known(runningOf({ mode: "base" }), "target"), ...change.facts },
  });

/** `swoole.pid-file-shared` is not here: no fact tells of shared volumes, so it never fails. */
export const alone: Readonly<Record<string, Facts>> = {
  "swoole.max-request-zero": withSettings({ max_request: 0 }),
  "swoole.max-request-huge": withSettings({ max_request: 100_000 }),
  "swoole.max-request-useless-for-cron": withProject({
    crontab: {
      strategy: "worker",
      strategyClass: "Hyperf\\Crontab\\Strategy\\WorkerStrategy",
      tasks: [taskOf({ runsIn: "worker" })],
    },
  }),
  "swoole.worker-num-node-cpus": withServer({
    settings: { worker_num: raw("swoole_cpu_num()") },
    facts: { cpu: known({ usagePercent: 12, limitCores: 2, throttledPercent: 0 }, "target") },
  }),
  "mem.sum-over-limit": factsOf({
    cgroup: known(cgroupOf({ limitBytes: bytes(2048 * MIB) }), "target"),
  }),
  "mem.limit-overridden": inBin("iniSets", "memory_limit", "300M"),
  "mem.limit-unlimited": inBin("iniSets", "memory_limit", "-1"),
  "mem.limit-too-small-for-boot": factsOf({
    processes: notRunning,
    declarations: known(
      declarationsOf({
        ini: iniOf({ memory_limit: "128M" }),
        config: { scan_cacheable: false, app_env: "dev" },
      }),
      "project files",
    ),
  }),
  "http.package-max-length": inBase({ settings: { package_max_length: 20 * MIB } }),
  "http.upload-mismatch": withDeclarations({
    ini: iniOf({ memory_limit: "256M", upload_max_filesize: "128M" }),
  }),
  "http.output-buffer": withSettings({ buffer_output_size: 2 * MIB }),
  "swoole.mode-process": withSettings({ package_max_length: 4 * MIB }),
  "swoole.base-onstart": inBase({ callbacks: { start: ["App\\Boot", "onStart"] } }),
  // 4.8.13 is the last of the old line without a leak of note; its leak in taskwait() needs task workers.
  "swoole.base-old-log": inBase({
    settings: { task_worker_num: 0 },
    declarations: {
      tasks: [],
      processes: [],
      config: { crontab: { enable: false }, processes: [] },
    },
    project: {
      versions: { swoole: "4.8.13" },
      server: { taskWorkerNum: 0 },
      crontab: { enable: false, dispatchers: 0, tasks: [], strategy: "coroutine" },
    },
    facts: {
      processes: known(
        runningOf({ mode: "base", counts: { manager: 1, worker: 4 }, userProcesses: {} }),
        "target",
      ),
    },
  }),
  "swoole.max-wait-time": withSettings({ max_wait_time: 3 }),
  "swoole.reload-async-off": withSettings({ reload_async: false }),
  "swoole.coroutine-off": withSettings({ enable_coroutine: false }),
  "swoole.hook-flags": withDeclarations({
    bin: binOf({
      defines: [
        {
          name: "SWOOLE_HOOK_FLAGS",
          value: declared(0, { file: "bin/hyperf.php", line: 11 }),
          place: { file: "bin/hyperf.php", line: 11 },
        },
      ],
    }),
  }),
  "swoole.daemonize": withSettings({ daemonize: true }),
  "swoole.log-file": withSettings({ log_file: "/var/log/swoole.log" }),
  "swoole.log-level": withSettings({ log_level: 5 }),
  "swoole.log-date-format": withSettings({ log_date_format: "%d.%m. %T" }),
  "swoole.max-coroutine": withSettings({ max_coroutine: 100_000 }),
  "swoole.admin-server-open": withSettings({ admin_server: "0.0.0.0:9580" }),
  "swoole.tcp-nodelay": withSettings({ open_tcp_nodelay: false }),
  "swoole.socket-buffer": withSettings({ socket_buffer_size: 128 * MIB }),
  "swoole.short-name": factsOf({
    processes: notRunning,
    declarations: known(
      declarationsOf({
        packages: {
          ...declarationsOf().packages,
          "hyperf/polyfill-coroutine": { version: "3.1.71", isDev: false },
        },
        ini: iniOf({ memory_limit: "256M", "swoole.use_shortname": "On" }),
      }),
      "project files",
    ),
  }),
  "swoole.task-coroutine-mismatch": withDeclarations({
    packages: {
      ...declarationsOf().packages,
      "hyperf/view": { version: "3.1.71", isDev: false },
      "hyperf/task": { version: "3.1.71", isDev: false },
    },
    config: { view: { mode: "task" }, server: serverConfig({}) },
  }),
  "websocket.max-request": withServer({ servers: [{ name: "ws", type: 2, port: 9502 }] }),
  "process.counts-differ": factsOf({
    processes: known(
      runningOf({
        counts: { master: 1, manager: 1, worker: 6, "task-worker": 2, "user-process": 1 },
      }),
      "target",
    ),
  }),
  "version.advisory": withProject({ versions: { swoole: "6.1.3" } }),
};
