import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, ofSetting, told } from "../swoole-settings.ts";

/** `SWOOLE_LOG_ERROR`; a warning is 4. */
const ERROR = 5;

export const swooleLogLevel: Rule = {
  id: "swoole.log-level",
  code: "SV-22",
  severity: "warning",
  claim: "Swoole does not log that a worker died: the line is a warning",
  advice: "Log from warnings on.",
  snippet: "'log_level' => SWOOLE_LOG_WARNING,",
  source: "swoole:include/swoole_log.h swLogLevel, src/server/manager.cc check_worker_exit_status",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(facts, "log_level", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = told("log_level", reading);
      return asInt(reading.value) >= ERROR
        ? failed(`${text}: warnings are not logged`, where)
        : passed(text, where);
    }),
};
