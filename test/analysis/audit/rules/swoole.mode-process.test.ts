import { swooleModeProcess } from "../../../../src/analysis/audit/rules/swoole.mode-process.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { notRunning, withServer, withSettings } from "../swoole-server.ts";

ruleTable(swooleModeProcess, [
  {
    title: "bodies beyond Swoole's default are held twice",
    facts: withSettings({ package_max_length: 4 * 1024 ** 2 }),
    says: [["fail", null, "info"]],
    words: ["mode is PROCESS, and bodies of up to 4 MiB"],
  },
  { title: "small bodies", facts: factsOf(), says: [["pass", null]] },
  {
    title: "BASE mode",
    facts: withServer({ mode: "base", settings: { package_max_length: 4 * 1024 ** 2 } }),
    says: [["pass", null]],
  },
  {
    title: "neither declared nor seen running",
    facts: withServer({ project: { server: { mode: null } }, facts: { processes: notRunning } }),
    says: [["unknown", null]],
    words: ["the mode of the server"],
  },
  {
    title: "what is no constant",
    facts: withSettings({ package_max_length: raw("env('MAX')") }),
    says: [["unknown", null]],
  },
]);
