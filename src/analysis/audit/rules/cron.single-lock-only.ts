import type { CronTask } from "../../../domain/project.ts";
import { hasTasks, neverTicks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { lockAdvice } from "../lock-advice.ts";
import type { Rule } from "../rule.ts";

export const cronSingleLockOnly: Rule = {
  id: "cron.single-lock-only",
  code: "CR-03",
  severity: "warning",
  claim: "Only one of the two locks is on, and each leaves a gap that the other closes",
  advice:
    "Switch both on: singleton keeps a run from overlapping with the next, onOneServer keeps other replicas out.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Mutex/RedisServerMutex.php (all processes of a node are one holder); hyperf#4881",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      const { singleton, onOneServer } = task;
      if (singleton === null || onOneServer === null)
        return undecided(
          notTold(valueOf(facts.project), task, singleton === null ? "singleton" : "onOneServer"),
          where,
        );
      // without any it is cron.no-singleton and cron.no-one-server that say so
      if ((!singleton && !onOneServer) || neverTicks(task)) return null;
      if (singleton && onOneServer) return passed("both locks are on", where);
      const missing = singleton ? "onOneServer" : "singleton";
      return failed(gapOf(task), { ...where, ...lockAdvice(facts, task, [missing]) });
    }),
};

const gapOf = ({ singleton }: CronTask): string =>
  singleton === true
    ? "singleton alone: another replica may run it in the same minute, once the first has ended"
    : "onOneServer alone: the replica that holds it starts the next run beside one that has not ended";
