import { cronClosureNeedsCoroutine } from "../../../../src/analysis/audit/rules/cron.closure-needs-coroutine.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

const tasks = [
  taskOf({
    name: "warm-cache",
    type: "closure",
    callback: null,
    declared: { file: "config/crontabs.php", line: 16, by: "schedule" },
  }),
];

ruleTable(cronClosureNeedsCoroutine, [
  {
    title: "fails under a strategy that sends tasks to workers",
    facts: withProject({ crontab: { strategy: "worker", tasks } }),
    says: [["fail", "warm-cache", "error"]],
    words: ["the strategy is worker", "Schedule::call("],
  },
  {
    title: "passes under the coroutine strategy",
    facts: withProject({ crontab: { strategy: "coroutine", tasks } }),
    says: [["pass", "warm-cache"]],
  },
  {
    title: "does not guess the strategy",
    facts: withProject({ crontab: { strategy: null, tasks } }),
    says: [["unknown", "warm-cache"]],
  },
  { title: "leaves out tasks of other types", facts: factsOf(), says: [] },
  {
    title: "leaves out a coroutine server",
    facts: withProject({ server: { type: "coroutine" }, crontab: { strategy: "worker", tasks } }),
    says: [],
  },
]);
