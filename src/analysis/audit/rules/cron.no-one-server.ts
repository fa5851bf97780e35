import type { Facts } from "../../../domain/facts.ts";
import type { Severity } from "../../../domain/verdict.ts";
import { hasTasks, neverTicks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { lockAdvice } from "../lock-advice.ts";
import type { Rule } from "../rule.ts";

export const cronNoOneServer: Rule = {
  id: "cron.no-one-server",
  code: "CR-02",
  severity: "info",
  claim: "Every replica runs the task: there is no lock between servers",
  advice:
    "Switch onOneServer on together with singleton. Both need hyperf/redis and a Redis that every replica reaches.",
  snippet: null,
  source: "hyperf:docs/zh-cn/crontab.md (onOneServer); src/crontab/src/Mutex/RedisServerMutex.php",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      if (task.onOneServer === true) return passed("onOneServer is on", where);
      if (task.onOneServer === null)
        return undecided(notTold(valueOf(facts.project), task, "onOneServer"), where);
      // with one lock of the two it is cron.single-lock-only that says so
      if (task.singleton === true || neverTicks(task)) return null;
      const { severity, evidence } = byReplicas(facts);
      return failed(evidence, {
        ...where,
        severity,
        ...lockAdvice(facts, task, ["singleton", "onOneServer"]),
      });
    }),
};

function byReplicas({ replicas }: Facts): {
  readonly severity: Severity;
  readonly evidence: string;
} {
  if (!replicas.known)
    return {
      severity: "info",
      evidence: `no lock between servers; how many replicas run is not told: ${replicas.why}`,
    };
  const { value, from } = replicas;
  return value > 1
    ? { severity: "error", evidence: `runs ${value} times per tick: ${value} replicas (${from})` }
    : {
        severity: "info",
        evidence: `a single replica runs (${from}): a second would run it again`,
      };
}
