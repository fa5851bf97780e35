import { hasTasks } from "../evidence.ts";
import type { Rule } from "../rule.ts";

export const cronDurationVsInterval: Rule = {
  id: "cron.duration-vs-interval",
  code: "CR-38",
  severity: "error",
  claim: "Runs take longer than the interval of the task",
  advice: "Switch singleton on, work in smaller pieces, or tick less often.",
  snippet: null,
  source: "hyperf:src/crontab/src/Strategy/Executor.php: a tick asks for no end of the last run",
  needs: ["project", "logs"],
  applies: hasTasks,
  // How long runs take stands in logs alone, and these are not read yet: the judge answers that it is unknown.
  check: () => [],
};
