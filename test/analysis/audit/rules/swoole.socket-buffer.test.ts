import { swooleSocketBuffer } from "../../../../src/analysis/audit/rules/swoole.socket-buffer.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleSocketBuffer, [
  {
    title: "it fails",
    facts: withSettings({ socket_buffer_size: 128 * 1024 ** 2 }),
    says: [["fail", null, "info"]],
    words: ["128 MiB for each connection"],
  },
  {
    title: "it passes",
    facts: withSettings({ socket_buffer_size: 2 * 1024 ** 2 }),
    says: [["pass", null]],
  },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ socket_buffer_size: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { socket_buffer_size: 128 * 1024 ** 2 },
    }),
    says: [],
  },
]);
