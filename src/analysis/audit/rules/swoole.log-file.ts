import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, ofSetting, swooleReading, unresolved } from "../swoole-settings.ts";

export const swooleLogFile: Rule = {
  id: "swoole.log-file",
  code: "SV-21",
  severity: "warning",
  claim:
    "Swoole's lines go into a file: the container's log does not tell that a worker died, and the file grows",
  advice: "Leave log_file unset, so that the lines go to stdout; or rotate it.",
  snippet: "'log_rotation' => SWOOLE_LOG_ROTATION_DAILY,",
  source: "swoole:src/core/log.cc, include/swoole_log.h swLogRotationType",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(
      facts,
      "log_file",
      (reading) => {
        const where = { declared: declaredAt(reading) };
        const file = String(reading.value);
        if (file === "" || STREAM.test(file)) return passed(`log_file is ${file}`, where);
        if (file === "/dev/null") return failed(`log_file is ${file}: the lines are lost`, where);
        const rotation = swooleReading(facts, "log_rotation");
        if (rotation.state === "unresolved") return unresolved(rotation);
        // 0 is SWOOLE_LOG_ROTATION_SINGLE: one file for ever.
        return rotation.state === "constant" && asInt(rotation.value) > 0
          ? passed(`log_file is ${file}, rotated`, where)
          : failed(`log_file is ${file}, and it is not rotated`, where);
      },
      "log_file is not declared: stdout",
    ),
};

const STREAM = /^\/dev\/(?:stdout|stderr|fd\/\d+)$|^\/proc\/(?:self|\d+)\/fd\/\d+$|^php:\/\//u;
