import { byVersion, hasTasks } from "../evidence.ts";
import type { Rule } from "../rule.ts";

export const cronVersionSkips: Rule = {
  id: "cron.version-skips",
  code: "CR-35",
  severity: "error",
  claim: "This version of hyperf/crontab skips whole minutes now and then",
  advice: "Upgrade hyperf/crontab to 3.1.16 or newer.",
  snippet: 'composer require "hyperf/crontab:^3.1.16"',
  source: "hyperf#6633 (fixed in 3.1.16); #6559, #6628, #6682",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) => [byVersion(facts, ">=3.1.11 <3.1.16", "mended in 3.1.16")],
};
