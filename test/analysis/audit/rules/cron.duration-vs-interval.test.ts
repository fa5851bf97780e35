import { cronDurationVsInterval } from "../../../../src/analysis/audit/rules/cron.duration-vs-interval.ts";
import { factsOf, ruleTable, withProject } from "../build.ts";

// How long runs take stands in logs alone, which are not read yet: it can neither pass nor fail.
ruleTable(
  cronDurationVsInterval,
  [
    {
      title: "is unknown, and says what would settle it",
      facts: factsOf(),
      says: [["unknown", null]],
      words: ["logs are not read yet"],
    },
    {
      title: "leaves out a project without tasks",
      facts: withProject({ crontab: { tasks: [] } }),
      says: [],
    },
  ],
  ["pass", "fail"],
);
