import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, isOn, ofSetting, told } from "../swoole-settings.ts";

export const swooleTcpNodelay: Rule = {
  id: "swoole.tcp-nodelay",
  code: "SV-27",
  severity: "info",
  claim: "Small responses wait for the acknowledgement of earlier ones",
  advice: "Leave open_tcp_nodelay on.",
  snippet: "'open_tcp_nodelay' => true,",
  source: "swoole:ext-src/swoole_server_port.cc (on without the setting)",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(facts, "open_tcp_nodelay", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = told("open_tcp_nodelay", reading);
      return !isOn(reading.value) ? failed(text, where) : passed(text, where);
    }),
};
