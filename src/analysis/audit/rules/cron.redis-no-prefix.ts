import type { Declarations } from "../../../domain/declarations.ts";
import { constantOf, type Setting } from "../../../domain/setting.ts";
import { readSetting } from "../bindings.ts";
import { hasLockedTasks, lockedTasks, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isInstalled, locksNeedRedis } from "../vetoes.ts";

/** `\Redis::OPT_PREFIX`. */
const OPT_PREFIX = 2;

export const cronRedisNoPrefix: Rule = {
  id: "cron.redis-no-prefix",
  code: "CR-10",
  severity: "warning",
  claim:
    "The keys of the locks do not name the application: another one in the same Redis database blocks tasks of the same name and rule",
  advice: "Give the pool a prefix of its own, or the application a database of its own.",
  snippet: `'options' => [
    \\Redis::OPT_PREFIX => env('APP_NAME') . ':',
],`,
  source:
    "hyperf:src/crontab/src/Mutex/RedisTaskMutex.php, RedisServerMutex.php: framework/crontab-sha1(name.rule)",
  needs: ["project", "declarations"],
  applies: hasLockedTasks,
  check: (facts) => {
    if (locksNeedRedis(facts) === false || isInstalled(facts, "hyperf/redis") === false) return [];
    const declarations = valueOf(facts.declarations);
    const pools = new Set(
      lockedTasks(facts).flatMap(({ task }) => (task.mutexPool === null ? [] : [task.mutexPool])),
    );
    return [...pools].toSorted().flatMap((pool) => ofPool(declarations, pool));
  },
};

/** A pool that is missing is said by cron.lock-pool-missing. */
function ofPool(declarations: Declarations, pool: string): readonly Finding[] {
  const setting = readSetting(declarations, ["redis", pool]);
  const where = { subject: pool, declared: placeOf(setting) };
  if (setting.state === "absent") return [];
  if (setting.state === "unresolved") return [undecided(notConstant(setting), where)];
  const prefixes = [OPT_PREFIX, "prefix"].map((name) =>
    readSetting(declarations, ["redis", pool, "options", name]),
  );
  const open = prefixes.find(({ state }) => state === "unresolved");
  if (prefixes.some(isGiven)) return [passed(`the pool ${pool} has a prefix`, where)];
  if (open?.state === "unresolved") return [undecided(notConstant(open), where)];
  const db = constantOf(readSetting(declarations, ["redis", pool, "db"])) ?? 0;
  return [failed(`the pool ${pool} has no prefix, and is database ${db}`, where)];
}

const isGiven = (setting: Setting): boolean => {
  const value = constantOf(setting);
  return value !== undefined && value !== null && value !== "";
};
