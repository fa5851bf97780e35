import { swooleCoroutineOff } from "../../../../src/analysis/audit/rules/swoole.coroutine-off.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, otherFramework, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleCoroutineOff, [
  {
    title: "it fails",
    facts: withSettings({ enable_coroutine: false }),
    says: [["fail", null, "error"]],
    words: ["enable_coroutine is false"],
  },
  { title: "it passes", facts: withSettings({ enable_coroutine: true }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ enable_coroutine: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { enable_coroutine: false },
    }),
    says: [],
  },

  {
    title: "Octane works without coroutines",
    facts: otherFramework("octane", {
      octane: { swoole: { options: { enable_coroutine: false } } },
    }),
    says: [],
  },
]);
