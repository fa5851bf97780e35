// The clean service with another server.php, or another php.ini: for the tests of rules on Swoole's settings.
import type { Declarations } from "../../../src/domain/declarations.ts";
import { known, unknown, type Facts } from "../../../src/domain/facts.ts";
import type { Project } from "../../../src/domain/project.ts";
import { declarationsOf, factsOf, projectOf } from "./build.ts";

export const SERVER_FILE = "config/autoload/server.php:3";

const SETTINGS = {
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
};
const HTTP = { name: "http", type: 1, port: 9501 };
const CALLBACKS = {
  workerStart: ["Hyperf\\Framework\\Bootstrap\\WorkerStartCallback", "onWorkerStart"],
  pipeMessage: ["Hyperf\\Framework\\Bootstrap\\PipeMessageCallback", "onPipeMessage"],
  workerExit: ["Hyperf\\Framework\\Bootstrap\\WorkerExitCallback", "onWorkerExit"],
  task: ["Hyperf\\Framework\\Bootstrap\\TaskCallback", "onTask"],
  finish: ["Hyperf\\Framework\\Bootstrap\\FinishCallback", "onFinish"],
};

export type ServerChange = {
  /** Into the clean settings; null takes one away, as Swoole sees it. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Instead of the one HTTP server. */
  readonly servers?: readonly unknown[];
  /** Added to the clean callbacks. */
  readonly callbacks?: Readonly<Record<string, unknown>>;
  readonly type?: string;
  readonly mode?: "process" | "base";
};

export const serverConfig = ({
  settings,
  servers,
  callbacks,
  type,
  mode = "process",
}: ServerChange): object => ({
  ...(type !== undefined && { type }),
  mode: mode === "base" ? 1 : 2,
  servers: servers ?? [HTTP],
  settings: { ...SETTINGS, ...settings },
  callbacks: { ...CALLBACKS, ...callbacks },
});

type Change = ServerChange & {
  readonly declarations?: Parameters<typeof declarationsOf>[0];
  readonly project?: Parameters<typeof projectOf>[0];
  readonly facts?: Partial<Facts>;
};

/** The clean service with another server.php; its document says the same. */
export function withServer({ declarations, project, facts, ...server }: Change): Facts {
  const { max_request: maxRequest, worker_num: workerNum } = { ...SETTINGS, ...server.settings };
  const documented: Partial<Project["server"]> = {
    mode: server.mode ?? "process",
    type: server.type?.endsWith("CoroutineServer") === true ? "coroutine" : "async",
    maxRequest: typeof maxRequest === "number" ? maxRequest : null,
    workerNum: typeof workerNum === "number" ? workerNum : null,
  };
  return factsOf({
    declarations: known(
      declarationsOf({
        ...declarations,
        config: { ...declarations?.config, server: serverConfig(server) },
      }),
      "project files",
    ),
    project: known(
      projectOf({ ...project, server: { ...documented, ...project?.server } }),
      "project files",
    ),
    ...facts,
  });
}

export const withSettings = (settings: Readonly<Record<string, unknown>>): Facts =>
  withServer({ settings });

/** Another php.ini, each entry one line of it. */
export const iniOf = (
  entries: Readonly<Record<string, string>>,
): NonNullable<Declarations["ini"]> =>
  Object.entries(entries).map(([name, value], index) => ({
    name,
    value,
    place: { file: "php.ini", line: index + 1 },
  }));

/** `bin/hyperf.php` that sets memory_limit. */
export const binOf = (
  change: Partial<NonNullable<Declarations["bin"]>>,
): NonNullable<Declarations["bin"]> => {
  const clean = declarationsOf().bin;
  if (clean === null) throw new TypeError("the clean project has a bin/hyperf.php");
  return { ...clean, ...change };
};

export const notRunning = unknown("no target: audit a running one");

/** A project of another framework: `config` by the names of its files. */
export const otherFramework = (
  framework: string | null,
  config: Readonly<Record<string, unknown>>,
  facts: Partial<Facts> = {},
): Facts =>
  factsOf({
    project: known(
      projectOf({
        framework,
        server: {
          type: null,
          mode: null,
          workerNum: null,
          taskWorkerNum: null,
          maxRequest: null,
          taskEnableCoroutine: null,
        },
        crontab: {
          enable: null,
          dispatchers: null,
          strategy: null,
          strategyClass: null,
          tasks: [],
        },
      }),
      "project files",
    ),
    declarations: known(
      declarationsOf({
        framework,
        bin: null,
        processes: [],
        tasks: [],
        packages: {},
        config: {
          crontab: null,
          dependencies: null,
          processes: null,
          redis: null,
          server: null,
          logger: null,
          scan_cacheable: null,
          ...config,
        },
      }),
      "project files",
    ),
    ...facts,
  });
