import { swooleMaxRequestHuge } from "../../../../src/analysis/audit/rules/swoole.max-request-huge.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleMaxRequestHuge, [
  {
    title: "it fails",
    facts: withSettings({ max_request: 100_000 }),
    says: [["fail", null, "info"]],
    words: ["100000", "27 hours"],
  },
  { title: "it passes", facts: withSettings({ max_request: 10_000 }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ max_request: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { max_request: 100_000 },
    }),
    says: [],
  },
]);
