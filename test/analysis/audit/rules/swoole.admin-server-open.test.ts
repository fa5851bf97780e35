import { swooleAdminServerOpen } from "../../../../src/analysis/audit/rules/swoole.admin-server-open.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleAdminServerOpen, [
  {
    title: "it fails",
    facts: withSettings({ admin_server: "0.0.0.0:9580" }),
    says: [["fail", null, "error"]],
    words: ["0.0.0.0:9580"],
  },
  {
    title: "it passes",
    facts: withSettings({ admin_server: "127.0.0.1:9580" }),
    says: [["pass", null]],
  },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ admin_server: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { admin_server: "0.0.0.0:9580" },
    }),
    says: [],
  },

  {
    title: "who asks for a secret passes, also where the reader masked it",
    facts: withSettings({ admin_server: "monitor:***@0.0.0.0:9580" }),
    says: [["pass", null]],
  },
  {
    title: "an address that only begins like the loopback is open",
    facts: withSettings({ admin_server: "localhost.example.net:9580" }),
    says: [["fail", null, "error"]],
  },
]);
