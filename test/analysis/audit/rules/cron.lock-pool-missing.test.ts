import { cronLockPoolMissing } from "../../../../src/analysis/audit/rules/cron.lock-pool-missing.ts";
import { factsOf, raw, ruleTable, taskOf, withDeclarations, withProject } from "../build.ts";

ruleTable(cronLockPoolMissing, [
  {
    title: "fails where redis.php has no such pool",
    facts: withProject({ crontab: { tasks: [taskOf({ mutexPool: "locks" })] } }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["the pool locks; redis.php has default", "->setMutexPool('default')"],
  },
  {
    title: "fails where there is no redis.php at all",
    facts: withDeclarations({ config: { redis: null } }),
    says: [["fail", "hourly-digest"]],
    words: ["vendor:publish hyperf/redis"],
  },
  { title: "passes with the pool", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess what redis.php holds",
    facts: withDeclarations({ config: { redis: raw("pools()") } }),
    says: [["unknown", "hourly-digest"]],
    words: ["pools()"],
  },
  {
    title: "does not guess what stands in a redis.php that cannot be read",
    facts: withDeclarations({
      config: { redis: null },
      unreadable: ["config/autoload/redis.php"],
    }),
    says: [["unknown", "hourly-digest"]],
  },
  {
    title: "does not guess the pool",
    facts: withProject({ crontab: { tasks: [taskOf({ mutexPool: null })] } }),
    says: [["unknown", "hourly-digest"]],
  },
  {
    title: "leaves a package that is not installed to the rule about it",
    facts: withDeclarations({ packages: {} }),
    says: [],
  },
]);
