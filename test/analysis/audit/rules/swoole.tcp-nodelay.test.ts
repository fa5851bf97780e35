import { swooleTcpNodelay } from "../../../../src/analysis/audit/rules/swoole.tcp-nodelay.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleTcpNodelay, [
  {
    title: "it fails",
    facts: withSettings({ open_tcp_nodelay: false }),
    says: [["fail", null, "info"]],
    words: [],
  },
  { title: "it passes", facts: withSettings({ open_tcp_nodelay: true }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ open_tcp_nodelay: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { open_tcp_nodelay: false },
    }),
    says: [],
  },
]);
