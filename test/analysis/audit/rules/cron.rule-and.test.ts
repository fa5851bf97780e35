import { cronRuleAnd } from "../../../../src/analysis/audit/rules/cron.rule-and.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronRuleAnd, [
  {
    title: "fails, with the rule as it is meant",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "0 0 13 * 5", oddities: ["dom-and-dow"], next: [] })] },
    }),
    says: [["fail", "hourly-digest", "warning"]],
    words: [
      "fires only on days where both fit",
      "->setRule('0 0 13 * *')",
      "->setName('hourly-digest-weekday')->setRule('0 0 * * 5')",
    ],
  },
  { title: "passes with an ordinary rule", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess the rule",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: null, valid: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["rule of the task"],
  },
]);
