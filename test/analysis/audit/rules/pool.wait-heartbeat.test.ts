import { poolWaitHeartbeat } from "../../../../src/analysis/audit/rules/pool.wait-heartbeat.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";

const redis = (pool: unknown): Facts =>
  withDeclarations({ config: { redis: { default: { pool } } } });

ruleTable(poolWaitHeartbeat, [
  {
    title: "0 makes a new connection for each use",
    facts: redis({ max_idle_time: 0 }),
    says: [["fail", "redis.default", "info"]],
    words: ["every use of a connection makes a new one", "'max_idle_time' => 60.0,"],
  },
  {
    title: "a day outlives the server's own timeout",
    facts: redis({ max_idle_time: 86_400 }),
    says: [["fail", "redis.default", "info"]],
    words: ["28800"],
  },
  {
    title: "a minute passes",
    facts: redis({ max_idle_time: 60 }),
    says: [["pass", "redis.default"]],
  },
  {
    title: "the default is a minute",
    facts: withDeclarations({}),
    says: [["pass", "redis.default"]],
  },
  {
    title: "each pool by its name",
    facts: withDeclarations({
      config: { redis: null, databases: { main: { pool: { max_idle_time: 0 } }, archive: {} } },
    }),
    says: [
      ["fail", "databases.main", "info"],
      ["pass", "databases.archive"],
    ],
  },
  {
    title: "no constant is unknown",
    facts: redis({ max_idle_time: raw("idle()") }),
    says: [["unknown", "redis.default"]],
    words: ["idle()"],
  },
  {
    title: "a word is no time",
    facts: redis({ max_idle_time: "long" }),
    says: [["unknown", "redis.default"]],
  },
  {
    title: "a file that is no constant is unknown",
    facts: withDeclarations({ config: { redis: raw("pools()") } }),
    says: [["unknown", "redis"]],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
