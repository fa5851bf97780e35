import { cronRedisUnreachable } from "../../../../src/analysis/audit/rules/cron.redis-unreachable.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";
import { blocked, logs, runsOf } from "../logged.ts";

const REFUSED =
  "RedisException: Connection refused in /srv/app/vendor/redis/RedisConnection.php:318";

ruleTable(cronRedisUnreachable, [
  {
    title: "is unknown without logs, and says what would settle it",
    facts: factsOf(),
    says: [["unknown", null]],
    words: ["logs are not read yet"],
  },
  {
    title: "fails with locks that failed, in the words of the log",
    facts: factsOf(logs(runsOf(), { blocked: [blocked(REFUSED), blocked(REFUSED)] })),
    says: [["fail", null, "error"]],
    words: ["2 locks failed in 1440 min of logs: RedisException: Connection refused"],
  },
  {
    title: "cuts an exception that goes on for pages",
    facts: factsOf(logs(runsOf(), { blocked: [blocked(`RedisException: ${"x".repeat(5000)}`)] })),
    says: [["fail", null, "error"]],
    words: ["a lock failed"],
  },
  {
    title: "passes where a lock was taken, or met, and none failed",
    facts: factsOf(logs(runsOf({}, { ok: 0, skipped: 3 }))),
    says: [["pass", null]],
    words: ["1 task took or met a lock, none failed"],
  },
  {
    title: "leaves a package that is missing to its own rule",
    facts: factsOf(
      logs(runsOf(), { blocked: [blocked("NotFoundException: 'Hyperf\\Redis\\RedisFactory'")] }),
    ),
    says: [["pass", null]],
  },
  {
    title: "is unknown where no task with a lock has a line, or why it failed is not said",
    facts: factsOf(logs(null)),
    says: [["unknown", null]],
    words: ["none ran while the logs were read"],
  },
  {
    title: "does not guess what failed",
    facts: factsOf(logs(runsOf(), { blocked: [blocked(null)] })),
    says: [["unknown", null]],
    words: ["why a lock failed"],
  },
  {
    title: "leaves out a project without a lock",
    facts: withProject({
      crontab: { tasks: [taskOf({ singleton: false, onOneServer: false })] },
    }),
    says: [],
  },
  {
    title: "leaves out a project without Hyperf",
    facts: withProject({ framework: null }),
    says: [],
  },
]);
