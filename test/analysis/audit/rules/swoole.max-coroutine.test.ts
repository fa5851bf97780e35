import { swooleMaxCoroutine } from "../../../../src/analysis/audit/rules/swoole.max-coroutine.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleMaxCoroutine, [
  {
    title: "it fails",
    facts: withSettings({ max_coroutine: 100_000 }),
    says: [["fail", null, "info"]],
    words: ["max_coroutine is 100000"],
  },
  { title: "it passes", facts: withSettings({ max_coroutine: 3000 }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ max_coroutine: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { max_coroutine: 100_000 },
    }),
    says: [],
  },

  {
    title: "without the setting it is Swoole's default",
    facts: withSettings({ max_coroutine: null }),
    says: [["fail", null, "info"]],
    words: ["Swoole's default"],
  },
  {
    title: "its other name counts, too",
    facts: withSettings({ max_coroutine: null, max_coro_num: 2000 }),
    says: [["pass", null]],
  },
]);
