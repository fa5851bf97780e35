import { swooleLogFile } from "../../../../src/analysis/audit/rules/swoole.log-file.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleLogFile, [
  {
    title: "it fails",
    facts: withSettings({ log_file: "/opt/www/runtime/swoole.log" }),
    says: [["fail", null, "warning"]],
    words: ["/opt/www/runtime/swoole.log"],
  },
  { title: "it passes", facts: withSettings({ log_file: "/dev/stdout" }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ log_file: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({
      type: "Hyperf\\Server\\CoroutineServer",
      settings: { log_file: "/opt/www/runtime/swoole.log" },
    }),
    says: [],
  },

  {
    title: "a file that is rotated passes",
    facts: withSettings({ log_file: "/var/log/swoole.log", log_rotation: 2 }),
    says: [["pass", null]],
  },
  {
    title: "a rotation that is no constant may be none",
    facts: withSettings({ log_file: "/var/log/swoole.log", log_rotation: raw("env('ROTATE')") }),
    says: [["unknown", null]],
    words: ["env('ROTATE')"],
  },
  {
    title: "what goes to /dev/null is lost",
    facts: withSettings({ log_file: "/dev/null", log_rotation: 2 }),
    says: [["fail", null, "warning"]],
    words: ["the lines are lost"],
  },
  {
    title: "0 rotates nothing",
    facts: withSettings({ log_file: "/var/log/swoole.log", log_rotation: 0 }),
    says: [["fail", null, "warning"]],
  },
]);
