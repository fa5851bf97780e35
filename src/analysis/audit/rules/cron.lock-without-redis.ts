import { hasLockedTasks, counted, listed, lockedTasks, taskPlace } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isInstalled, locksNeedRedis } from "../vetoes.ts";

export const cronLockWithoutRedis: Rule = {
  id: "cron.lock-without-redis",
  code: "CR-04",
  severity: "error",
  claim:
    "Locks are on, but hyperf/redis is not installed: these tasks never run, and only a warning says so",
  advice:
    "Install hyperf/redis and publish redis.php, or bind a TaskMutex and a ServerMutex of your own.",
  snippet: "composer require hyperf/redis && php bin/hyperf.php vendor:publish hyperf/redis",
  source:
    "hyperf:src/crontab/src/Mutex/RedisTaskMutex.php; observed: no entry or class found for RedisFactory",
  needs: ["project", "declarations"],
  applies: hasLockedTasks,
  check: (facts): readonly Finding[] => {
    const needed = locksNeedRedis(facts);
    if (needed === false) return [passed("the project binds locks of its own")];
    const installed = isInstalled(facts, "hyperf/redis");
    if (installed === null)
      return [undecided("which packages are installed: composer.lock was not read")];
    if (installed) return [passed("hyperf/redis is in composer.lock")];
    if (needed === null) return [undecided("what is bound as TaskMutex and ServerMutex")];
    const locked = lockedTasks(facts);
    const [first] = locked;
    return [
      failed(
        `${counted(locked.length, "task")} with a lock: ${listed(locked.map(({ name }) => name))}; hyperf/redis is not among the packages of composer.lock`,
        { declared: first === undefined ? null : taskPlace(facts, first.task) },
      ),
    ];
  },
};
