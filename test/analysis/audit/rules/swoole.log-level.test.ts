import { swooleLogLevel } from "../../../../src/analysis/audit/rules/swoole.log-level.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleLogLevel, [
  {
    title: "it fails",
    facts: withSettings({ log_level: 5 }),
    says: [["fail", null, "warning"]],
    words: ["log_level is 5"],
  },
  { title: "it passes", facts: withSettings({ log_level: 4 }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ log_level: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({ type: "Hyperf\\Server\\CoroutineServer", settings: { log_level: 5 } }),
    says: [],
  },
]);
