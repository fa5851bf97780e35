import { processNumsPools } from "../../../../src/analysis/audit/rules/process.nums-pools.ts";
import { known, unknown, type Facts, type RunningSlot } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, raw, ruleTable, runningOf, withDeclarations } from "../build.ts";

const of = (
  databases: unknown,
  change: Partial<Facts> = {},
  config: Readonly<Record<string, unknown>> = {},
): Facts =>
  factsOf({
    declarations: known(
      declarationsOf({ config: { databases, redis: null, ...config } }),
      "project files",
    ),
    ...change,
  });

const databases = (sizes: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [
      name,
      { driver: "mysql", pool: size === undefined ? {} : { max_connections: size } },
    ]),
  );

const server = (settings: unknown, type = "Hyperf\\Server\\Server"): Record<string, unknown> => ({
  server: { type, servers: [], settings },
});

const open = (index: number, count: number | null): RunningSlot => ({
  slot: `Worker.${index}`,
  role: "worker",
  name: null,
  pid: 100 + index,
  ageMs: 1000,
  starts: 0,
  bytes: null,
  growthBytes: null,
  bytesPerMinute: null,
  sockets: count === null ? null : { "3306": count, "6379": 900 },
  orphan: false,
});

ruleTable(processNumsPools, [
  {
    // hyperf#6005: 500 x 3 x 9, where MySQL allowed 600.
    title: "three pools of 500 in nine processes fail as an error, with what to write",
    facts: of(
      databases({ main: 500, billing: 500, archive: 500 }),
      { processes: unknown("nothing running") },
      server({ worker_num: 8, task_worker_num: 0 }),
    ),
    says: [["fail", "databases.main, databases.billing, databases.archive", "error"]],
    words: ["500 connections x 3 pools x 9 processes", "= 13500", "151", "'max_connections' => 4,"],
  },
  {
    title: "what is really open stands beside it: the most in one process, and all",
    facts: of(databases({ default: 30 }), {
      processes: known(runningOf({ slots: [open(0, 70), open(1, 80), open(2, null)] }), "target"),
    }),
    says: [["fail", "databases.default", "warning"]],
    words: [
      "open now: at most 80 to port 3306 in one process (Worker.1), 150 in the 2 that were read",
    ],
  },
  {
    title: "a pool at another port is held against that port",
    facts: of(
      { default: { port: 13306, pool: { max_connections: 30 } } },
      { processes: known(runningOf({ slots: [open(0, 70)] }), "target") },
    ),
    says: [["fail", "databases.default", "warning"]],
    words: [
      "open now: at most 0 to port 13306 in one process (Worker.0), 0 in the 1 that were read",
    ],
  },
  {
    title: "up to twice the assumed limit it is a warning",
    facts: of(databases({ default: 30 })),
    says: [["fail", "databases.default", "warning"]],
    words: ["30 connections x 1 pool x 7 processes", "= 210", "'max_connections' => 17,"],
  },
  {
    title: "pools without a size have ten",
    facts: of(databases({ default: undefined })),
    says: [["pass", "databases.default"]],
    words: ["10 connections x 1 pool x 7 processes (that run now) = 70"],
  },
  {
    title: "without running processes the declared ones count",
    facts: of(databases({ default: 10 }), { processes: unknown("nothing running") }),
    says: [["pass", "databases.default"]],
    words: ["4 workers, 2 task workers, 1 user processes declared"],
  },
  {
    title: "each replica has its own pools",
    facts: of(databases({ default: 10 }), { replicas: known(5, "--replicas") }),
    says: [["fail", "databases.default", "error"]],
    words: ["x 35 processes", "in 5 replicas", "= 350", "'max_connections' => 3,"],
  },
  {
    title: "too many processes for even one connection each",
    facts: of(databases({ default: 10 }), { replicas: known(30, "--replicas") }),
    says: [["fail", "databases.default", "error"]],
    words: ["Even one connection per pool"],
  },
  {
    title: "databases on two hosts have a limit each",
    facts: of({
      a: { host: "db-a", pool: { max_connections: 15 } },
      b: { host: "db-b", pool: { max_connections: 15 } },
    }),
    says: [
      ["pass", "databases.a"],
      ["pass", "databases.b"],
    ],
  },
  {
    title: "PostgreSQL allows 100, SQLite has no server",
    facts: of({
      pg: { driver: "pgsql", pool: { max_connections: 20 } },
      lite: { driver: "sqlite" },
    }),
    says: [["fail", "databases.pg", "warning"]],
    words: ["140, against PostgreSQL's default max_connections of 100"],
  },
  {
    title: "a coroutine server is one process",
    facts: of(
      databases({ default: 100 }),
      { processes: unknown("nothing running") },
      server({}, "Hyperf\\Server\\CoroutineServer"),
    ),
    says: [["pass", "databases.default"]],
    words: ["x 1 processes (a coroutine server)"],
  },
  {
    title: "a size that is no constant is unknown, by file and line",
    facts: of(databases({ default: raw("$pool->size()") })),
    says: [["unknown", "databases.default"]],
    words: ["config/autoload/databases.php:3 is no constant: $pool->size()"],
  },
  {
    title: "a number of workers that follows the CPUs is unknown",
    facts: of(
      databases({ default: 500 }),
      { processes: unknown("nothing running") },
      server({ worker_num: raw("swoole_cpu_num() * 2") }),
    ),
    says: [["unknown", "databases.default"]],
    words: ["worker_num"],
  },
  {
    title: "a driver that is no constant is unknown",
    facts: of({ default: { driver: raw("$driver") } }),
    says: [["unknown", "databases.default"]],
  },
  {
    title: "a file that is no constant is unknown",
    facts: of(raw("require 'pools.php'")),
    says: [["unknown", "databases"]],
  },
  {
    title: "Redis allows ten thousand",
    facts: of(null, {}, { redis: { default: { pool: { max_connections: 10 } } } }),
    says: [["pass", "redis.default"]],
    words: ["70, against Redis's default maxclients of 10000"],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
