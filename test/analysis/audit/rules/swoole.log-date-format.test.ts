import { swooleLogDateFormat } from "../../../../src/analysis/audit/rules/swoole.log-date-format.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleLogDateFormat, [
  {
    title: "it fails",
    facts: withSettings({ log_date_format: "%d.%m." }),
    says: [["fail", null, "info"]],
    words: ["%d.%m."],
  },
  { title: "it passes", facts: withSettings({ log_date_format: "%F %T" }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ log_date_format: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { log_date_format: "%d.%m." },
    }),
    says: [],
  },
]);
