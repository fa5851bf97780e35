import { cronRedisNoPrefix } from "../../../../src/analysis/audit/rules/cron.redis-no-prefix.ts";
import { factsOf, raw, ruleTable, taskOf, withDeclarations, withProject } from "../build.ts";

ruleTable(cronRedisNoPrefix, [
  {
    title: "fails without a prefix",
    facts: withDeclarations({ config: { redis: { default: { host: "redis", db: 4 } } } }),
    says: [["fail", "default", "warning"]],
    words: ["no prefix, and is database 4", "OPT_PREFIX"],
  },
  {
    title: "fails with an empty prefix",
    facts: withDeclarations({ config: { redis: { default: { options: { prefix: "" } } } } }),
    says: [["fail", "default"]],
  },
  { title: "passes with the option's number", facts: factsOf(), says: [["pass", "default"]] },
  {
    title: "passes with the option's name",
    facts: withDeclarations({ config: { redis: { default: { options: { prefix: "shop:" } } } } }),
    says: [["pass", "default"]],
  },
  {
    title: "does not guess what is no constant",
    facts: withDeclarations({ config: { redis: { default: { options: raw("options()") } } } }),
    says: [["unknown", "default"]],
    words: ["options()"],
  },
  {
    title: "leaves a pool that is missing to the rule about it",
    facts: withProject({ crontab: { tasks: [taskOf({ mutexPool: "locks" })] } }),
    says: [],
  },
]);
