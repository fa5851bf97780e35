import { swooleReloadAsyncOff } from "../../../../src/analysis/audit/rules/swoole.reload-async-off.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleReloadAsyncOff, [
  {
    title: "it fails",
    facts: withSettings({ reload_async: false }),
    says: [["fail", null, "warning"]],
    words: ["reload_async is false"],
  },
  { title: "it passes", facts: withSettings({ reload_async: 1 }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ reload_async: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { reload_async: false },
    }),
    says: [],
  },
]);
