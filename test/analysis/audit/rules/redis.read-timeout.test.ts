import { redisReadTimeout } from "../../../../src/analysis/audit/rules/redis.read-timeout.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";

const redis = (pool: unknown): Facts => withDeclarations({ config: { redis: { default: pool } } });

ruleTable(redisReadTimeout, [
  {
    title: "0 fails",
    facts: redis({ read_timeout: 0 }),
    says: [["fail", "redis.default", "info"]],
    words: ["read_timeout is 0", "'read_timeout' => 3.0,"],
  },
  {
    title: "three seconds pass",
    facts: redis({ read_timeout: 3 }),
    says: [["pass", "redis.default"]],
  },
  {
    title: "the option of a subscriber wins",
    facts: redis({ read_timeout: 0, options: { read_timeout: -1 } }),
    says: [["pass", "redis.default"]],
  },
  {
    title: "not set: the running PHP decides",
    facts: withDeclarations({}),
    says: [["unknown", "redis.default"]],
    words: ["default_socket_timeout"],
  },
  {
    title: "no constant is unknown",
    facts: redis({ read_timeout: raw("timeout()") }),
    says: [["unknown", "redis.default"]],
  },
  {
    title: "a word is no time",
    facts: redis({ read_timeout: "long" }),
    says: [["unknown", "redis.default"]],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
