import { cronRuleNever } from "../../../../src/analysis/audit/rules/cron.rule-never.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronRuleNever, [
  {
    title: "fails, with the rule as it is meant",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "0 3 * * 7", oddities: ["dow-7-never"], next: [] })] },
    }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["7 is no day of the week", "->setRule('0 3 * * 0')"],
  },
  {
    title: "fails with a rule that Hyperf rejects, and knows what a macro means",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "@daily", valid: false, next: [] })] },
    }),
    says: [["fail", "hourly-digest"]],
    words: ["Hyperf rejects it", "->setRule('0 0 * * *')"],
  },
  {
    title: "fails with names of days, in an annotation",
    facts: withProject({
      crontab: {
        tasks: [
          taskOf({
            rule: "*/5 3 ? * MON-FRI",
            valid: false,
            declared: { file: "app/A.php", line: 3, by: "annotation" },
          }),
        ],
      },
    }),
    says: [["fail", "hourly-digest"]],
    words: [String.raw`rule="*\/5 3 * * 1-5"`],
  },
  {
    title: "fails with a value outside, and does not make one up",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "0 25 * * *", oddities: ["value-out-of-range"] })] },
    }),
    says: [["fail", "hourly-digest"]],
    words: ["a value lies outside of its field"],
  },
  {
    title: "fails with a day that no month has",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: "0 0 30 2 *" })] } }),
    says: [["fail", "hourly-digest"]],
    words: ["no month of those has such a day"],
  },
  {
    title: "passes with a day of leap years",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: "0 0 29 2 *", next: [] })] } }),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "leaves a step of zero to the rule about it",
    facts: withProject({
      crontab: { tasks: [taskOf({ rule: "*/0 * * * *", oddities: ["zero-step"] })] },
    }),
    says: [],
  },
  { title: "passes with an ordinary rule", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess the rule",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: null, valid: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["rule of the task"],
  },
]);
