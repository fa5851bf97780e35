import { cronFailureUnlogged } from "../../../../src/analysis/audit/rules/cron.failure-unlogged.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

const commands = (version: string | null) =>
  withProject({
    versions: { "hyperf/crontab": version },
    crontab: { tasks: [taskOf({ type: "command", callback: "mail:flush" })] },
  });

ruleTable(cronFailureUnlogged, [
  {
    title: "fails with commands before 3.0.45",
    facts: commands("3.0.44"),
    says: [["fail", null, "warning"]],
    words: ["1 command: hourly-digest", "~3.0.45"],
  },
  { title: "passes from 3.0.45 on", facts: commands("3.0.45"), says: [["pass", null]] },
  { title: "is unknown without a version", facts: commands(null), says: [["unknown", null]] },
  { title: "leaves out a project without commands", facts: factsOf(), says: [] },
]);
