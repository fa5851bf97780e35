import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, isOn, ofSetting, told } from "../swoole-settings.ts";

export const swooleReloadAsyncOff: Rule = {
  id: "swoole.reload-async-off",
  code: "SV-17",
  severity: "warning",
  claim: "A reload ends workers at once, in the middle of their requests",
  advice: "Leave reload_async on: then a worker finishes what it has, within max_wait_time.",
  snippet: "'reload_async' => true,",
  source: "swoole:include/swoole_server.h reload_async = true, src/server/worker.cc",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(facts, "reload_async", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = told("reload_async", reading);
      return !isOn(reading.value) ? failed(text, where) : passed(text, where);
    }),
};
