import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import {
  counted,
  crontabVersion,
  hasTasks,
  notTold,
  perTask,
  ruleOf,
  valueOf,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { fieldsOf } from "../rule-text.ts";
import type { Rule } from "../rule.ts";
import { written } from "../snippets.ts";
import { isWithin } from "../version.ts";

/** Every five seconds; what ticks oftener is a loop that someone wrote as crontab. */
const MOST_PER_MINUTE = 12;

export const cronEverySecond: Rule = {
  id: "cron.every-second",
  code: "CR-30",
  severity: "warning",
  claim:
    "The task ticks every few seconds: at each full minute as many copies of it are made, and as many coroutines wait",
  advice: "Use a coarser rule, or a process of its own that works and sleeps in a loop.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/CrontabManager.php, Scheduler.php: one copy per tick; src/coordinator/src/Timer.php: one coroutine each",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      const parsed = ruleOf(facts, task);
      if (task.rule === null || parsed === null)
        return undecided(notTold(valueOf(facts.project), task, "rule"), where);
      const { length: ticks } = parsed.dispatched;
      if (ticks <= MOST_PER_MINUTE) return passed(`${counted(ticks, "tick")} in a minute`, where);
      const coarser = [`*/10`, ...fieldsOf(task.rule).slice(1)].join(" ");
      return failed(`${ticks} ticks in a minute${leakText(facts, task)}`, {
        ...where,
        snippet: written(task, { rule: coarser }),
      });
    }),
};

/** #6291; the range itself is judged by cron.version-timer-leak. */
function leakText(facts: Facts, { singleton, onOneServer }: CronTask): string {
  const version = crontabVersion(facts);
  const leaks = version !== null && isWithin(version, ">=3.0.37 <3.0.44");
  return leaks && (singleton === true || onOneServer === true)
    ? `; each may leave a timer behind in hyperf/crontab ${version}`
    : "";
}
