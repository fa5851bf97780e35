import { byVersion, hasTasks } from "../evidence.ts";
import type { Rule } from "../rule.ts";

export const cronVersionSecondLate: Rule = {
  id: "cron.version-second-late",
  code: "CR-40",
  severity: "info",
  claim: "This version of hyperf/crontab runs tasks one second late; none is missed",
  advice: "Upgrade hyperf/crontab to 3.0.13 or newer.",
  snippet: 'composer require "hyperf/crontab:~3.0.13"',
  source:
    "hyperf:src/crontab/src/Strategy/Executor.php: after(max(diff, 0)) since 3.0.13, a whole second before; hyperf/crontab#10",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) => [byVersion(facts, ">=3.0.0 <3.0.13", "mended in 3.0.13")],
};
