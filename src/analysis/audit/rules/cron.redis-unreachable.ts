import { hasLockedTasks } from "../evidence.ts";
import type { Rule } from "../rule.ts";

export const cronRedisUnreachable: Rule = {
  id: "cron.redis-unreachable",
  code: "CR-06",
  severity: "error",
  claim: "Redis does not answer: tasks with a lock do not run, and no line says that they failed",
  advice: "Mend Redis, and raise an alarm on RedisException around the full minute.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Strategy/Executor.php: the lock fails outside of catchToExecute; observed with Redis down",
  needs: ["project", "redis", "logs"],
  applies: hasLockedTasks,
  // Neither is read yet: the judge answers that it is unknown.
  check: () => [],
};
