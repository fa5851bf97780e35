import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import { entriesOf, type Setting } from "../../../domain/setting.ts";
import { readSetting } from "../bindings.ts";
import { hasLockedTasks, isLocked, listed, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { written } from "../snippets.ts";
import { isInstalled, locksNeedRedis } from "../vetoes.ts";

export const cronLockPoolMissing: Rule = {
  id: "cron.lock-pool-missing",
  code: "CR-05",
  severity: "error",
  claim: "The Redis pool of the lock does not exist: the task never runs",
  advice: "Name a pool that redis.php has, or add this one there.",
  snippet: null,
  source: "hyperf:src/redis/src/RedisFactory.php: an unknown pool is an exception",
  needs: ["project", "declarations"],
  applies: hasLockedTasks,
  check: (facts) => {
    // without the package it is cron.lock-without-redis that says so
    if (locksNeedRedis(facts) === false || isInstalled(facts, "hyperf/redis") === false) return [];
    const redis = readSetting(valueOf(facts.declarations), "redis");
    return perTask(facts, (task, where) =>
      isLocked(task) ? ofTask(facts, redis, { task, where }) : null,
    );
  },
};

type Judged = {
  readonly task: CronTask;
  readonly where: Pick<Finding, "subject" | "declared">;
};

function ofTask(facts: Facts, redis: Setting, { task, where }: Judged): Finding {
  const { mutexPool: pool } = task;
  if (pool === null) return undecided(notTold(valueOf(facts.project), task, "mutexPool"), where);
  if (redis.state === "unresolved") return undecided(notConstant(redis), where);
  const names = entriesOf(redis).map(({ key }) => String(key));
  if (names.includes(pool)) return passed(`redis.php has the pool ${pool}`, where);
  if (names.length === 0)
    return failed(`the lock is in the pool ${pool}, and redis.php has none`, {
      ...where,
      snippet: "php bin/hyperf.php vendor:publish hyperf/redis",
    });
  const other = names.includes("default") ? "default" : (names[0] ?? "default");
  return failed(`the lock is in the pool ${pool}; redis.php has ${listed(names)}`, {
    ...where,
    snippet: written(task, { mutexPool: other }),
  });
}
