import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import {
  asInt,
  declaredAt,
  hasWebSocket,
  serverMode,
  swooleReading,
  unresolved,
} from "../swoole-settings.ts";

export const websocketMaxRequest: Rule = {
  id: "websocket.max-request",
  code: "WS-01",
  severity: "error",
  claim:
    "When a worker is recycled, connected WebSocket clients get no more messages and do not notice",
  advice:
    "Set max_request to 0; or run in SWOOLE_BASE, where clients of a recycled worker are disconnected and connect again.",
  snippet: "'max_request' => 0,",
  source:
    "hyperf#5751 #3675 #3900: in PROCESS mode connections live in the master, their handshake in the worker that is gone",
  needs: ["project", "declarations"],
  check: (facts) => {
    if (!facts.declarations.known || facts.declarations.value.framework !== "hyperf") return [];
    if (hasWebSocket(facts.declarations.value) !== true) return [];
    const reading = swooleReading(facts, "max_request");
    if (reading.state === "unsaid") return [];
    const mode = serverMode(facts);
    if (mode === "base")
      return [passed("BASE mode: clients of a recycled worker are disconnected")];
    if (reading.state === "unresolved") return [unresolved(reading)];
    const where = { declared: declaredAt(reading) };
    const limit = asInt(reading.value);
    if (limit <= 0) return [passed("max_request is 0", where)];
    return mode === null
      ? [undecided("the mode of the server: PROCESS or BASE", where)]
      : [failed(`a WebSocket server in PROCESS mode, and max_request is ${limit}`, where)];
  },
};
