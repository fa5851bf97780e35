import { cronRuleStartStep } from "../../../../src/analysis/audit/rules/cron.rule-start-step.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronRuleStartStep, [
  {
    title: "fails, with the rule as it is meant",
    facts: withProject({
      crontab: {
        tasks: [taskOf({ rule: "5/10 * * * *", oddities: ["start-step-ignored"], next: [] })],
      },
    }),
    says: [["fail", "hourly-digest", "warning"]],
    words: ["read as */10 * * * *", "->setRule('5-59/10 * * * *')"],
  },
  {
    title: "knows the fields of a rule with seconds",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "0 0 6/2 * * *", oddities: ["start-step-ignored"] })] },
    }),
    says: [["fail", "hourly-digest"]],
    words: ["->setRule('0 0 6-23/2 * * *')"],
  },
  { title: "passes with an ordinary rule", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess the rule",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: null, valid: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["rule of the task"],
  },
]);
