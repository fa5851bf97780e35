import { httpOutputBuffer } from "../../../../src/analysis/audit/rules/http.output-buffer.ts";
import { factsOf, raw, ruleTable, withProject } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(httpOutputBuffer, [
  {
    title: "it fails",
    facts: withSettings({ output_buffer_size: 2 * 1024 ** 2 }),
    says: [["fail", null, "info"]],
    words: ["output_buffer_size is 2 MiB"],
  },
  {
    title: "it passes",
    facts: withSettings({ output_buffer_size: 32 * 1024 ** 2 }),
    says: [["pass", null]],
  },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ output_buffer_size: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { output_buffer_size: 2 * 1024 ** 2 },
    }),
    says: [],
  },

  {
    title: "the skeleton's name of it counts, too",
    facts: withSettings({ buffer_output_size: 2 * 1024 ** 2 }),
    says: [["fail", null, "info"]],
    words: ["buffer_output_size is 2 MiB"],
  },
  {
    title: "before 4.6.7 Swoole's default was 2 MiB",
    facts: withProject({ versions: { swoole: "4.6.6" } }),
    says: [["fail", null, "info"]],
  },
  {
    title: "without the setting the version decides",
    facts: withProject({ versions: { swoole: null } }),
    says: [["unknown", null]],
    words: ["the version of Swoole"],
  },
]);
