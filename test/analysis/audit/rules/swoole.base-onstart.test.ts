import { swooleBaseOnstart } from "../../../../src/analysis/audit/rules/swoole.base-onstart.ts";
import { ruleTable } from "../build.ts";
import { notRunning, withServer } from "../swoole-server.ts";

const start = { start: ["App\\Boot", "onStart"] };

ruleTable(swooleBaseOnstart, [
  {
    title: "a start callback in BASE mode",
    facts: withServer({ mode: "base", callbacks: start }),
    says: [["fail", null, "warning"]],
    words: ["worker 0", "ON_MANAGER_START"],
  },
  {
    title: "at the port, too",
    facts: withServer({ mode: "base", servers: [{ name: "http", type: 1, callbacks: start }] }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "in PROCESS mode the master runs it",
    facts: withServer({ callbacks: start }),
    says: [["pass", null]],
  },
  { title: "no such callback", facts: withServer({ mode: "base" }), says: [["pass", null]] },
  {
    title: "the mode is not known",
    facts: withServer({
      callbacks: start,
      project: { server: { mode: null } },
      facts: { processes: notRunning },
    }),
    says: [["unknown", null]],
  },
]);
