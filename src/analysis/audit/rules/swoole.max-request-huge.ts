import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, ofSetting, told } from "../swoole-settings.ts";

/** The skeleton's own value: at one request a second to a worker it is more than a day. */
const HUGE = 100_000;

export const swooleMaxRequestHuge: Rule = {
  id: "swoole.max-request-huge",
  code: "SV-04",
  severity: "info",
  claim: "max_request is so high that a worker with little traffic lives for days",
  advice: "Choose it from the requests a worker serves in the time that its growth may take.",
  snippet: "'max_request' => 10000,",
  source: "hyperf-skeleton:config/autoload/server.php (100000)",
  needs: ["project"],
  check: (facts) =>
    ofSetting(facts, "max_request", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = told("max_request", reading);
      return asInt(reading.value) >= HUGE
        ? failed(
            `${text}: at one request a second to each worker, ${Math.floor(asInt(reading.value) / 3600)} hours`,
            where,
          )
        : passed(text, where);
    }),
};
