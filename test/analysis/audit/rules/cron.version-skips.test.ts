import { cronVersionSkips } from "../../../../src/analysis/audit/rules/cron.version-skips.ts";
import { factsOf, ruleTable, withProject } from "../build.ts";

const of = (version: string | null) => withProject({ versions: { "hyperf/crontab": version } });

ruleTable(cronVersionSkips, [
  {
    title: "fails in the last version of the range",
    facts: of("3.1.15"),
    says: [["fail", null, "error"]],
    words: ["hyperf/crontab is 3.1.15"],
  },
  { title: "passes before it", facts: of("3.1.10"), says: [["pass", null]] },
  { title: "passes from the first mended version on", facts: of("3.1.16"), says: [["pass", null]] },
  { title: "passes with the newest", facts: factsOf(), says: [["pass", null]] },
  { title: "is unknown without a version", facts: of(null), says: [["unknown", null]] },
  { title: "is unknown of a branch", facts: of("dev-master"), says: [["unknown", null]] },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ versions: { "hyperf/crontab": "3.1.15" }, crontab: { tasks: [] } }),
    says: [],
  },
]);
