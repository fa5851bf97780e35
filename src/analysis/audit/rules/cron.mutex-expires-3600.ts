import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import {
  crontabVersion,
  declaredTask,
  hasLockedTasks,
  intervalOf,
  isLocked,
  NO_VERSION,
  notTold,
  perTask,
  everyText,
  valueOf,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { written } from "../snippets.ts";
import { isWithin } from "../version.ts";

/** The default of all versions before 3.1.7, in seconds. */
const LONG = 3600;
/** Since 3.0.37 the holder renews its lock each second: it need not be longer than the run. */
const RENEWED = ">=3.0.37";
const SHORTEST = 60;
const LONGEST = 600;

export const cronMutexExpires3600: Rule = {
  id: "cron.mutex-expires-3600",
  code: "CR-07",
  severity: "error",
  claim:
    "The lock outlives its holder by an hour or more: after a kill or an OOM the task is skipped as long",
  advice:
    "Set mutexExpires a bit above the interval; from hyperf/crontab 3.0.37 on the lock is renewed while the task runs, before it must be longer than the longest run. From 3.1.7 on the default is 60.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Crontab.php (3600 before 3.1.7, #6479); hyperf#1385, #1457, #7005, #7385",
  needs: ["project"],
  applies: hasLockedTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      if (!isLocked(task)) return null;
      const { mutexExpires } = task;
      if (mutexExpires === null)
        return undecided(
          crontabVersion(facts) === null
            ? NO_VERSION
            : notTold(valueOf(facts.project), task, "mutexExpires"),
          where,
        );
      if (mutexExpires < LONG)
        return passed(`the lock ends ${mutexExpires} s after its holder`, where);
      if (isWanted(facts, task))
        return passed(
          `${mutexExpires} s are written, and this version does not renew the lock while the task runs`,
          where,
        );
      const interval = intervalOf(facts, task) ?? SHORTEST;
      return failed(
        `mutexExpires is ${mutexExpires} s${isDefault(facts, task) ? `, the default of hyperf/crontab ${crontabVersion(facts) ?? ""}` : ""}: as long the task is skipped after a kill, ${interval < LONG ? `though it ticks ${everyText(interval)}` : "whatever its rule"}`,
        {
          ...where,
          snippet: written(task, {
            mutexExpires: Math.min(Math.max(interval, SHORTEST), LONGEST),
          }),
        },
      );
    }),
};

/** As far as is told: without the files, a value that is the default of its version. */
function isDefault(facts: Facts, task: CronTask): boolean {
  const version = crontabVersion(facts);
  if (task.mutexExpires !== LONG || version === null || isWithin(version, ">=3.1.7")) return false;
  const own = declaredTask(facts, task);
  return own === null || own.properties.mutexExpires === undefined;
}

/** Someone wrote it for a version whose lock ends while the task still runs. */
function isWanted(facts: Facts, task: CronTask): boolean {
  const version = crontabVersion(facts);
  return version !== null && !isWithin(version, RENEWED) && !isDefault(facts, task);
}
