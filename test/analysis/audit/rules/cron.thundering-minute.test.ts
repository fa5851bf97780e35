import { cronThunderingMinute } from "../../../../src/analysis/audit/rules/cron.thundering-minute.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

const together = (rules: readonly (string | null)[], timezone: string | null = null) =>
  withProject({
    crontab: {
      tasks: rules.map((rule, index) => taskOf({ name: `task-${index}`, rule, timezone })),
    },
  });

ruleTable(cronThunderingMinute, [
  {
    title: "fails with five tasks in one second",
    facts: together(["0 * * * *", "* * * * *", "*/5 * * * *", "0 0 * * *", "0 0 0 * * *"]),
    says: [["fail", null, "info"]],
    words: [
      "5 tasks start at 00:00:00: task-0, task-1, task-2, task-3, task-4",
      "->setRule('17 * * * * *') // task-1",
    ],
  },
  {
    title: "passes where their seconds are spread",
    facts: together(["0 * * * *", "7 * * * * *", "14 0 * * * *", "21 0 * * * *", "28 0 * * * *"]),
    says: [["pass", null]],
    words: ["no more than 1 task in one second"],
  },
  {
    title: "passes where only some days bring them together",
    facts: together(["0 0 * * *", "0 0 * * *", "0 0 * * *", "0 0 * * *", "0 0 1 * *"]),
    says: [["pass", null]],
  },
  {
    title: "does not guess whose rules are not told",
    facts: together(["0 * * * *", "0 * * * *", "0 * * * *", null, null]),
    says: [["unknown", null]],
    words: ["the rules of 2 tasks"],
  },
  { title: "passes with one task", facts: factsOf(), says: [["pass", null]] },
]);
