import { cronDuplicateName } from "../../../../src/analysis/audit/rules/cron.duplicate-name.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronDuplicateName, [
  {
    title: "fails once per name, at the task that is dropped",
    facts: withProject({
      crontab: {
        tasks: [
          taskOf({ overriddenBy: { file: "app/Crontab/Digest.php", line: 9 } }),
          taskOf({
            declared: { file: "config/autoload/crontab.php", line: 30, by: "config" },
            overriddenBy: { file: "app/Crontab/Digest.php", line: 9 },
          }),
          taskOf({ declared: { file: "app/Crontab/Digest.php", line: 9, by: "attribute" } }),
        ],
      },
    }),
    says: [["fail", "hourly-digest", "error"]],
    words: [
      "dropped: config/autoload/crontab.php:14, config/autoload/crontab.php:30; what runs stands in app/Crontab/Digest.php:9",
      "->setName('hourly-digest-2')",
    ],
  },
  { title: "passes where each has its own", facts: factsOf(), says: [["pass", null]] },
  {
    title: "does not guess a name",
    facts: withProject({ crontab: { tasks: [taskOf({ name: null }), taskOf()] } }),
    says: [["unknown", "config/autoload/crontab.php:14"]],
    words: ["name of the task"],
  },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ crontab: { tasks: [] } }),
    says: [],
  },
]);
