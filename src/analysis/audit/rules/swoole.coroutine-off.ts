import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, isOn, ofSetting, told } from "../swoole-settings.ts";

export const swooleCoroutineOff: Rule = {
  id: "swoole.coroutine-off",
  code: "SV-18",
  severity: "error",
  claim: "Callbacks run outside of coroutines, where pools and contexts of Hyperf do not work",
  advice: "Leave enable_coroutine on.",
  snippet: "'enable_coroutine' => true,",
  source: "swoole:include/swoole_server.h enable_coroutine = true; hyperf:src/context",
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known || facts.declarations.value.framework !== "hyperf") return [];
    return ofSetting(facts, "enable_coroutine", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = told("enable_coroutine", reading);
      return !isOn(reading.value) ? failed(text, where) : passed(text, where);
    });
  },
};
