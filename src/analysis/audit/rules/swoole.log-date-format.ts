import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, ofSetting } from "../swoole-settings.ts";

const DEFAULT = ["%F %T", "%Y-%m-%d %H:%M:%S"];

export const swooleLogDateFormat: Rule = {
  id: "swoole.log-date-format",
  code: "SV-23",
  severity: "info",
  claim: "Swoole's lines have a date of their own: whoever parses them must be told",
  advice: "Leave log_date_format unset, unless something needs it.",
  snippet: null,
  source: "swoole:include/swoole_log.h SW_LOG_DEFAULT_DATE_FORMAT",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(
      facts,
      "log_date_format",
      (reading) => {
        const where = { declared: declaredAt(reading) };
        const text = `log_date_format is ${String(reading.value)}`;
        return DEFAULT.includes(String(reading.value)) ? passed(text, where) : failed(text, where);
      },
      "log_date_format is not declared",
    ),
};
