import { swooleMaxWaitTime } from "../../../../src/analysis/audit/rules/swoole.max-wait-time.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleMaxWaitTime, [
  {
    title: "it fails",
    facts: withSettings({ max_wait_time: 5 }),
    says: [["fail", null, "warning"]],
    words: ["max_wait_time is 5"],
  },
  { title: "it passes", facts: withSettings({ max_wait_time: 6 }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ max_wait_time: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({ type: "Hyperf\\Server\\CoroutineServer", settings: { max_wait_time: 5 } }),
    says: [],
  },

  {
    title: "Swoole's default is 3 seconds",
    facts: withSettings({ max_wait_time: null }),
    says: [["fail", null, "warning"]],
    words: ["max_wait_time is 3, Swoole's default"],
  },
]);
