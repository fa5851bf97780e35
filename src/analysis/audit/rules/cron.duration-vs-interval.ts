import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import { counted, everyText, hasTasks, intervalOf, perTask } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { endedRuns, runsOfTask, secondsText, spanText } from "../logged.ts";
import type { Finding, Rule } from "../rule.ts";

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
  check: (facts) => perTask(facts, (task, where) => judged(facts, task, where)),
};

function judged(
  facts: Facts,
  task: CronTask,
  where: Pick<Finding, "subject" | "declared">,
): Finding {
  const runs = runsOfTask(facts, task);
  if (runs === null || endedRuns(runs) === 0)
    return undecided("lines of its runs: none ended while the logs were read", where);
  const outlasted = runs.ticks?.outlasted ?? null;
  if (outlasted === null || runs.ticks === null)
    return undecided("how long its runs take: only their ends are logged", where);
  const { longestMs } = runs.ticks;
  const most = longestMs === null ? "" : `, at most ${secondsText(longestMs)} from tick to end`;
  const ended = counted(endedRuns(runs), "run");
  const interval = intervalOf(facts, task);
  const every = interval === null ? "" : `, and it ticks ${everyText(interval)}`;
  return outlasted === 0
    ? passed(`${ended}${spanText(facts)}, none after the next tick${most}`, where)
    : failed(
        `${outlasted} of ${ended}${spanText(facts)} ended after the next tick${most}${every}`,
        { ...where, ...(task.singleton === true ? LOCKED : {}) },
      );
}

/** What its lock is there for. */
const LOCKED = {
  severity: "info",
  advice: "Its lock skips the ticks meanwhile. Work in smaller pieces, or tick less often.",
} as const;
