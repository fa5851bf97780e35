import { cronEvalType } from "../../../../src/analysis/audit/rules/cron.eval-type.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronEvalType, [
  {
    title: "fails with code in a text",
    facts: withProject({ crontab: { tasks: [taskOf({ type: "eval", callback: null })] } }),
    says: [["fail", "hourly-digest", "info"]],
    words: ["its type is eval", "->setType('callback')"],
  },
  { title: "passes with another type", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess",
    facts: withProject({ crontab: { tasks: [taskOf({ type: null })] } }),
    says: [["unknown", "hourly-digest"]],
  },
]);
