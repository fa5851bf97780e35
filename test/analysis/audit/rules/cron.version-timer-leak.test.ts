import { cronVersionTimerLeak } from "../../../../src/analysis/audit/rules/cron.version-timer-leak.ts";
import { factsOf, ruleTable, withProject } from "../build.ts";

const of = (version: string | null) => withProject({ versions: { "hyperf/crontab": version } });

ruleTable(cronVersionTimerLeak, [
  {
    title: "fails in the last version of the range",
    facts: of("3.0.43"),
    says: [["fail", null, "error"]],
    words: ["1 task with a lock"],
  },
  { title: "passes before it", facts: of("3.0.36"), says: [["pass", null]] },
  { title: "passes from the first mended version on", facts: of("3.0.44"), says: [["pass", null]] },
  { title: "passes with the newest", facts: factsOf(), says: [["pass", null]] },
  { title: "is unknown without a version", facts: of(null), says: [["unknown", null]] },
  { title: "is unknown of a branch", facts: of("dev-master"), says: [["unknown", null]] },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ versions: { "hyperf/crontab": "3.0.43" }, crontab: { tasks: [] } }),
    says: [],
  },
]);
