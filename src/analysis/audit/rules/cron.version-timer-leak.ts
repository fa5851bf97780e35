import { byVersion, counted, hasLockedTasks, lockedTasks } from "../evidence.ts";
import type { Rule } from "../rule.ts";

export const cronVersionTimerLeak: Rule = {
  id: "cron.version-timer-leak",
  code: "CR-36",
  severity: "error",
  claim: "This version of hyperf/crontab may leave a timer behind for each run with a lock",
  advice: "Upgrade hyperf/crontab to 3.0.44 or newer.",
  snippet: 'composer require "hyperf/crontab:~3.0.44"',
  source: "hyperf#6291 (fixed in 3.0.44); src/crontab/src/Mutex/RedisTaskMutex.php",
  needs: ["project"],
  applies: hasLockedTasks,
  check: (facts) => [
    byVersion(
      facts,
      ">=3.0.37 <3.0.44",
      `${counted(lockedTasks(facts).length, "task")} with a lock, mended in 3.0.44`,
    ),
  ],
};
