import { swooleBaseOldLog } from "../../../../src/analysis/audit/rules/swoole.base-old-log.ts";
import { ruleTable, withProject } from "../build.ts";
import { withServer } from "../swoole-server.ts";

ruleTable(swooleBaseOldLog, [
  {
    title: "BASE mode with 5.0.2",
    facts: withServer({ mode: "base", project: { versions: { swoole: "5.0.2" } } }),
    says: [["fail", null, "info"]],
    words: ["Swoole 5.0.2 in BASE mode", "5.0.3"],
  },
  {
    title: "BASE mode with 5.0.3",
    facts: withServer({ mode: "base", project: { versions: { swoole: "5.0.3" } } }),
    says: [["pass", null]],
  },
  {
    title: "PROCESS mode",
    facts: withProject({ versions: { swoole: "5.0.2" } }),
    says: [["pass", null]],
  },
  {
    title: "the version is not known",
    facts: withServer({ mode: "base", project: { versions: { swoole: null } } }),
    says: [["unknown", null]],
    words: ["php --ri swoole"],
  },
]);
