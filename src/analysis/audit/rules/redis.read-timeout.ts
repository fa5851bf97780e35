import { isHyperfProject } from "../evidence.ts";
import { constantOf } from "../../../domain/setting.ts";
import { failed, isHyperf, notConstant, passed, placeOf, undecided } from "../findings.ts";
import { poolsOf, unreadPools, type Pool } from "../pools.ts";
import type { Finding, Rule } from "../rule.ts";

export const redisReadTimeout: Rule = {
  id: "redis.read-timeout",
  code: "RD-03",
  severity: "info",
  claim:
    "read_timeout is 0: a read waits for PHP's default_socket_timeout, and a subscriber connects anew each time",
  advice:
    "Set a timeout in seconds; for a pool that only subscribes use -1 in its options, and a pool of its own.",
  snippet: "'read_timeout' => 3.0,",
  source: "hyperf:src/redis/src/RedisConnection.php; hyperf:docs/zh-cn/redis.md",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) =>
    declarations.known && isHyperf(declarations.value)
      ? [
          ...unreadPools(declarations.value, ["redis"]),
          ...poolsOf(declarations.value, ["redis"]).map(judged),
        ]
      : [],
};

function judged({ subject, of, declared }: Pool): Finding {
  const option = of("options.read_timeout");
  const setting = option.state === "absent" ? of("read_timeout") : option;
  const where = { subject, declared: placeOf(setting) ?? placeOf(declared) };
  if (setting.state === "unresolved") return undecided(notConstant(setting), where);
  // Hyperf's default is 0 as well; but what nobody wrote, default_socket_timeout of the running PHP decides.
  if (setting.state === "absent")
    return undecided("read_timeout is not set: default_socket_timeout of the running PHP", where);
  const seconds = Number(constantOf(setting) ?? Number.NaN);
  if (Number.isNaN(seconds)) return undecided(`read_timeout of ${subject} in seconds`, where);
  return seconds === 0
    ? failed("read_timeout is 0", where)
    : passed(`read_timeout is ${seconds} s`, where);
}
