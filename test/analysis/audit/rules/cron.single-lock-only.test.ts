import { cronSingleLockOnly } from "../../../../src/analysis/audit/rules/cron.single-lock-only.ts";
import { ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronSingleLockOnly, [
  {
    title: "fails with singleton alone, and adds the other",
    facts: withProject({
      crontab: {
        tasks: [
          taskOf({
            onOneServer: false,
            declared: { file: "app/Crontab/Metrics.php", line: 11, by: "attribute" },
          }),
        ],
      },
    }),
    says: [["fail", "hourly-digest", "warning"]],
    words: ["singleton alone", "onOneServer: true"],
  },
  {
    title: "fails with onOneServer alone",
    facts: withProject({ crontab: { tasks: [taskOf({ singleton: false })] } }),
    says: [["fail", "hourly-digest"]],
    words: ["onOneServer alone", "->setSingleton(true)"],
  },
  {
    title: "passes with both, and says nothing of a task with none",
    facts: withProject({
      crontab: {
        tasks: [taskOf(), taskOf({ name: "b", singleton: false, onOneServer: false })],
      },
    }),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "does not guess",
    facts: withProject({ crontab: { tasks: [taskOf({ singleton: null })] } }),
    says: [["unknown", "hourly-digest"]],
  },
]);
