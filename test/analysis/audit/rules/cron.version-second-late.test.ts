import { cronVersionSecondLate } from "../../../../src/analysis/audit/rules/cron.version-second-late.ts";
import { factsOf, ruleTable, withProject } from "../build.ts";

const of = (version: string | null) => withProject({ versions: { "hyperf/crontab": version } });

ruleTable(cronVersionSecondLate, [
  {
    title: "fails in the last version of the range",
    facts: of("3.0.12"),
    says: [["fail", null, "info"]],
    words: ["hyperf/crontab is 3.0.12"],
  },
  { title: "passes before it", facts: of("2.2.33"), says: [["pass", null]] },
  { title: "passes from the first mended version on", facts: of("3.0.13"), says: [["pass", null]] },
  { title: "passes with the newest", facts: factsOf(), says: [["pass", null]] },
  { title: "is unknown without a version", facts: of(null), says: [["unknown", null]] },
  { title: "is unknown of a branch", facts: of("dev-master"), says: [["unknown", null]] },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ versions: { "hyperf/crontab": "3.0.12" }, crontab: { tasks: [] } }),
    says: [],
  },
]);
