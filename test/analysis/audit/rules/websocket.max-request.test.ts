import { websocketMaxRequest } from "../../../../src/analysis/audit/rules/websocket.max-request.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { notRunning, withServer, type ServerChange } from "../swoole-server.ts";

/** C28 of the collected cases: hyperf#5751. */
const socket = (change: ServerChange): Facts =>
  withServer({ servers: [{ name: "ws", type: 2, port: 9502 }], ...change });

ruleTable(websocketMaxRequest, [
  {
    title: "a WebSocket server in PROCESS mode that recycles its workers",
    facts: socket({ settings: { max_request: 10_000 } }),
    says: [["fail", null, "error"]],
    words: ["max_request is 10000", "SWOOLE_BASE", "'max_request' => 0,"],
  },
  {
    title: "it does not recycle",
    facts: socket({ settings: { max_request: 0 } }),
    says: [["pass", null]],
  },
  { title: "BASE mode", facts: socket({ mode: "base" }), says: [["pass", null]] },
  {
    title: "what is no constant",
    facts: socket({ settings: { max_request: raw("env('MAX')") } }),
    says: [["unknown", null]],
  },
  {
    title: "the mode is not known",
    facts: withServer({
      servers: [{ name: "ws", type: 2 }],
      project: { server: { mode: null } },
      facts: { processes: notRunning },
    }),
    says: [["unknown", null]],
  },
  { title: "HTTP alone", facts: factsOf(), says: [] },
]);
