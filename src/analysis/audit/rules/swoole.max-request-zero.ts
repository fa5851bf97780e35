import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { measuredLeak } from "../swoole-running.ts";
import { asInt, declaredAt, ofSetting, told } from "../swoole-settings.ts";
import { advised } from "../vetoes.ts";

/** Enough for a busy service to recycle a worker within hours, and rare enough not to be felt. */
const ADVISED = 10_000;

export const swooleMaxRequestZero: Rule = {
  id: "swoole.max-request-zero",
  code: "SV-03",
  severity: "warning",
  claim: "Workers are never recycled, so whatever they leak stays until the next deploy",
  advice:
    "Set max_request; Swoole spreads the restarts over max_request_grace, by default half of it.",
  snippet: `'max_request' => ${ADVISED},`,
  source: "swoole:include/swoole_server.h max_request = 0; hyperf#5751 #3675 #3900 for WebSocket",
  needs: ["project"],
  check: (facts) =>
    ofSetting(facts, "max_request", (reading) => {
      const declared = declaredAt(reading);
      if (asInt(reading.value) > 0) return passed(told("max_request", reading), { declared });
      const leak = measuredLeak(facts);
      const evidence = [told("max_request", reading), leak].filter((part) => part !== null);
      const proposal = advised(facts, { kind: "max-request" });
      return failed(evidence.join("; "), {
        declared,
        severity: leak === null ? "warning" : "error",
        ...(proposal.withheld && {
          advice: `max_request is not advised: ${proposal.reason}. ${proposal.instead}`,
          snippet: proposal.snippet,
        }),
      });
    }),
};
