import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, ofSetting, told } from "../swoole-settings.ts";

/** A listener for signals alone may hold a worker for 5 s (hyperf/signal `timeout`). */
const SHORT_S = 5;

export const swooleMaxWaitTime: Rule = {
  id: "swoole.max-wait-time",
  code: "SV-16",
  severity: "warning",
  claim: "A reload or stop kills what takes longer than a few seconds, and leaves its locks behind",
  advice:
    "Give workers the time of the longest task, and the pod a terminationGracePeriodSeconds above it.",
  snippet: "'max_wait_time' => 30,",
  source:
    "swoole:include/swoole_config.h SW_WORKER_MAX_WAIT_TIME 3; hyperf:src/signal/src/SignalManager.php timeout 5.0",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(facts, "max_wait_time", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = `${told("max_wait_time", reading)} (seconds)`;
      return asInt(reading.value) <= SHORT_S ? failed(text, where) : passed(text, where);
    }),
};
