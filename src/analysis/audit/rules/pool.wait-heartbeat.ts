import { isHyperfProject } from "../evidence.ts";
import { constantOf, type Setting } from "../../../domain/setting.ts";
import { failed, isHyperf, notConstant, passed, placeOf, undecided } from "../findings.ts";
import { poolsOf, unreadPools, type Pool } from "../pools.ts";
import type { Finding, Rule } from "../rule.ts";

/** MySQL's wait_timeout: the server itself closes what is idle for longer. */
const LONGEST_S = 28_800;
/** PoolOption::$maxIdleTime. */
const DEFAULT_S = 60;

export const poolWaitHeartbeat: Rule = {
  id: "pool.wait-heartbeat",
  code: "DB-03",
  severity: "info",
  claim:
    "max_idle_time of a pool is so small that each use connects anew, or so large that dead connections stay",
  advice: "Use Hyperf's default of 60 seconds, or what is a little below the server's own timeout.",
  snippet: "'max_idle_time' => 60.0,",
  source: "hyperf:src/pool/src/Connection.php (check()), hyperf:src/pool/src/PoolOption.php",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) =>
    declarations.known && isHyperf(declarations.value)
      ? [...unreadPools(declarations.value), ...poolsOf(declarations.value).map(judged)]
      : [],
};

function judged({ subject, option, declared }: Pool): Finding {
  const setting: Setting = option("max_idle_time");
  const where = { subject, declared: placeOf(setting) ?? placeOf(declared) };
  if (setting.state === "unresolved") return undecided(notConstant(setting), where);
  const seconds =
    setting.state === "absent" ? DEFAULT_S : Number(constantOf(setting) ?? Number.NaN);
  if (Number.isNaN(seconds)) return undecided(`max_idle_time of ${subject} in seconds`, where);
  if (seconds <= 0)
    return failed(`max_idle_time is ${seconds}: every use of a connection makes a new one`, where);
  return seconds > LONGEST_S
    ? failed(`max_idle_time is ${seconds} s: MySQL closes idle ones after ${LONGEST_S} s`, where)
    : passed(`idle connections are renewed after ${seconds} s`, where);
}
