import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import { growthText } from "../carriers.ts";
import {
  hasTasks,
  intervalOf,
  neverTicks,
  notTold,
  perTask,
  everyText,
  valueOf,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { lockAdvice } from "../lock-advice.ts";
import { overlapText } from "../logged.ts";
import type { Rule } from "../rule.ts";

export const cronNoSingleton: Rule = {
  id: "cron.no-singleton",
  code: "CR-01",
  severity: "error",
  claim:
    "The task may overlap with itself: a tick starts it although its last run has not ended, and the memory of all runs adds up",
  advice:
    "Switch singleton and onOneServer on. Both need hyperf/redis and a Redis that every replica reaches.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Strategy/Executor.php decorateRunnable; Crontab.php: off by default",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      if (task.singleton === true) return passed("singleton is on", where);
      if (task.singleton === null)
        return undecided(notTold(valueOf(facts.project), task, "singleton"), where);
      // with one lock of the two it is cron.single-lock-only that says so
      return task.onOneServer === true || neverTicks(task)
        ? null
        : failed(evidence(facts, task), {
            ...where,
            ...lockAdvice(facts, task, ["singleton", "onOneServer"]),
          });
    }),
};

function evidence(facts: Facts, task: CronTask): string {
  const interval = intervalOf(facts, task);
  const declared =
    interval === null
      ? "no lock"
      : `ticks ${everyText(interval)} without a lock: a longer run overlaps with the next`;
  const overlaps = overlapText(facts, task);
  const seen = growthText(facts, task.runsIn);
  return [
    declared,
    ...(overlaps === null ? [] : [overlaps]),
    ...(seen === null ? [] : [`seen where it runs: ${seen}`]),
  ].join("; ");
}
