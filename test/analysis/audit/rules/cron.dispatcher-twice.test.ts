import { known } from "../../../../src/domain/facts.ts";
import { cronDispatcherTwice } from "../../../../src/analysis/audit/rules/cron.dispatcher-twice.ts";
import { declarationsOf, factsOf, projectOf, ruleTable, withProject } from "../build.ts";

const twice = declarationsOf({
  processes: ["config/autoload/processes.php", "app/Process/Dispatcher.php"].map((file, index) => ({
    by: index === 0 ? ("config" as const) : ("attribute" as const),
    place: { file, line: 6 },
    className:
      index === 0
        ? "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess"
        : "App\\Process\\Dispatcher",
    parent: index === 0 ? null : "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess",
    name: null,
    nums: 1,
  })),
});

ruleTable(cronDispatcherTwice, [
  {
    title: "fails with two, and says where",
    facts: factsOf({
      project: known(projectOf({ crontab: { dispatchers: 2 } }), "project files"),
      declarations: known(twice, "project files"),
    }),
    says: [["fail", null, "error"]],
    words: [
      "2 dispatchers are registered (config/autoload/processes.php:6, app/Process/Dispatcher.php:6); 1 run",
    ],
  },
  { title: "passes with one", facts: factsOf(), says: [["pass", null]] },
  {
    title: "does not guess",
    facts: withProject({ crontab: { dispatchers: null } }),
    says: [["unknown", null]],
  },
  {
    title: "leaves a missing one to the rule about it",
    facts: withProject({ crontab: { dispatchers: 0 } }),
    says: [],
  },
]);
