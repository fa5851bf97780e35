import { swooleDaemonize } from "../../../../src/analysis/audit/rules/swoole.daemonize.ts";
import { known } from "../../../../src/domain/facts.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, notRunning, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleDaemonize, [
  {
    title: "it fails",
    facts: withSettings({ daemonize: "1" }),
    says: [["fail", null, "error"]],
    words: ["PHP is the first process"],
  },
  { title: "it passes", facts: withSettings({ daemonize: "0" }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ daemonize: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({ type: "Hyperf\\Server\\CoroutineServer", settings: { daemonize: "1" } }),
    says: [],
  },

  {
    title: "outside of a container it is a warning",
    facts: withServer({
      settings: { daemonize: true },
      declarations: { entrypoints: [] },
      facts: { init: known(["/sbin/init"], "target") },
    }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "a Dockerfile in the project says that it is one",
    facts: withServer({ settings: { daemonize: true }, facts: { init: notRunning } }),
    says: [["fail", null, "error"]],
    words: ["Dockerfile puts it into a container"],
  },
]);
