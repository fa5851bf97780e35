import { cronRuleInfinite } from "../../../../src/analysis/audit/rules/cron.rule-infinite.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronRuleInfinite, [
  {
    title: "fails, with the rule as it is meant",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "*/0 * * * *", oddities: ["zero-step"], next: [] })] },
    }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["the rule is */0 * * * *", "->setRule('*/1 * * * *')"],
  },
  { title: "passes with an ordinary rule", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess the rule",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: null, valid: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["rule of the task"],
  },
]);
