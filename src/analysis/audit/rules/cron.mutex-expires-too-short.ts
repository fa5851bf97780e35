import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import { SECOND_MS } from "../../../domain/units.ts";
import {
  crontabVersion,
  hasLockedTasks,
  intervalOf,
  isLocked,
  NO_VERSION,
  notTold,
  perTask,
  valueOf,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { runsOfTask, secondsText, spanText } from "../logged.ts";
import type { Finding, Rule } from "../rule.ts";
import { written } from "../snippets.ts";
import { isWithin } from "../version.ts";

/** The renewal comes each second: a lock of one second may be gone before. */
const RENEWAL = 1;
const RENEWED = ">=3.0.37";
const SHORTEST = 60;
const LONGEST = 600;

export const cronMutexExpiresTooShort: Rule = {
  id: "cron.mutex-expires-too-short",
  code: "CR-08",
  severity: "error",
  claim: "The lock ends before the run does, and the next run starts beside it",
  advice:
    "Set mutexExpires above the longest run; from hyperf/crontab 3.0.37 on the lock is renewed each second and a minute is enough.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Mutex/RedisTaskMutex.php (renewal since 3.0.37, #6162, #6163); hyperf#6445; the race of a lock of 1 s is derived, not run",
  needs: ["project"],
  applies: hasLockedTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      if (!isLocked(task)) return null;
      const { mutexExpires } = task;
      const version = crontabVersion(facts);
      if (mutexExpires === null)
        return undecided(
          version === null ? NO_VERSION : notTold(valueOf(facts.project), task, "mutexExpires"),
          where,
        );
      if (mutexExpires <= RENEWAL) {
        const interval = intervalOf(facts, task) ?? SHORTEST;
        return failed(`mutexExpires is ${mutexExpires} s, and a lock is renewed once a second`, {
          ...where,
          snippet: written(task, { mutexExpires: Math.min(Math.max(interval, SHORTEST), LONGEST) }),
        });
      }
      if (version === null) return undecided(NO_VERSION, where);
      return isWithin(version, RENEWED)
        ? passed(`${mutexExpires} s, renewed while the task runs`, where)
        : measured(facts, { task, version, mutexExpires }, where);
    }),
};

type Lock = {
  readonly task: CronTask;
  readonly version: string;
  readonly mutexExpires: number;
};

/** From a tick to its end no run took longer than that: as much as a log tells. */
function measured(
  facts: Facts,
  { task, version, mutexExpires }: Lock,
  where: Pick<Finding, "subject" | "declared">,
): Finding {
  const ticks = runsOfTask(facts, task)?.ticks ?? null;
  const longest = ticks?.longestMs ?? null;
  const notRenewed = `hyperf/crontab ${version} does not renew the lock of ${mutexExpires} s`;
  if (longest === null) return undecided(`how long the task runs: ${notRenewed}`, where);
  const text = `at most ${secondsText(longest)} from tick to end${spanText(facts)}`;
  if (longest < mutexExpires * SECOND_MS) return passed(`${notRenewed}; ${text}`, where);
  return (ticks?.outlasted ?? 0) > 0
    ? failed(`${notRenewed}, and runs took longer: ${text}`, where)
    : undecided(`whether a run took longer or began late: ${notRenewed}; ${text}`, where);
}
