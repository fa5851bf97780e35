import { cronRedisUnreachable } from "../../../../src/analysis/audit/rules/cron.redis-unreachable.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

// What Redis does is never read, and logs are not read yet: it can neither pass nor fail.
ruleTable(
  cronRedisUnreachable,
  [
    {
      title: "is unknown, and says what would settle it",
      facts: factsOf(),
      says: [["unknown", null]],
      words: ["Redis is never read", "logs are not read yet"],
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
  ],
  ["pass", "fail"],
);
