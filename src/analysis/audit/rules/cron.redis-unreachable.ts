import type { Facts } from "../../../domain/facts.ts";
import type { LogEvent } from "../../../domain/log.ts";
import { counted, hasLockedTasks, lockedTasks, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { runsOfTask, spanText } from "../logged.ts";
import type { Finding, Rule } from "../rule.ts";

export const cronRedisUnreachable: Rule = {
  id: "cron.redis-unreachable",
  code: "CR-06",
  severity: "error",
  claim: "Redis does not answer: tasks with a lock do not run, and no line says that they failed",
  advice: "Mend Redis, and raise an alarm on RedisException around the full minute.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Strategy/Executor.php: the lock fails outside of catchToExecute; observed with Redis down",
  needs: ["project", "logs"],
  applies: hasLockedTasks,
  check: (facts) => [judged(facts)],
};

function judged(facts: Facts): Finding {
  const failures = valueOf(facts.logs).blocked.filter((event) => !isNotInstalled(event));
  const last = failures.at(-1);
  if (last === undefined) {
    const taken = lockedTasks(facts).filter(({ task }) => isTaken(facts, task));
    return taken.length > 0
      ? passed(`${counted(taken.length, "task")} took or met a lock, none failed${spanText(facts)}`)
      : undecided("lines of a task with a lock: none ran while the logs were read");
  }
  if (last.detail === null) return undecided("why a lock failed: the line does not say it");
  const times = failures.length === 1 ? "a lock failed" : `${failures.length} locks failed`;
  return failed(`${times}${spanText(facts)}: ${last.detail.slice(0, MOST_DETAIL)}`);
}

/** An exception may go on for pages. */
const MOST_DETAIL = 200;

const isTaken = (facts: Facts, task: Parameters<typeof runsOfTask>[1]): boolean => {
  const runs = runsOfTask(facts, task);
  return runs !== null && runs.ok + runs.failed + runs.skipped > 0;
};

/** The package is missing: cron.lock-without-redis says so. */
const isNotInstalled = ({ detail }: LogEvent): boolean =>
  detail !== null && /NotFoundException|RedisFactory/u.test(detail);
