import { known, unknown } from "../../../../src/domain/facts.ts";
import { cronDispatcherMissing } from "../../../../src/analysis/audit/rules/cron.dispatcher-missing.ts";
import { factsOf, projectOf, ruleTable, runningOf, taskOf, withProject } from "../build.ts";

ruleTable(cronDispatcherMissing, [
  {
    title: "fails where none is registered",
    facts: factsOf({
      project: known(projectOf({ crontab: { dispatchers: 0 } }), "project files"),
      processes: unknown("nothing runs here"),
    }),
    says: [["fail", null, "error"]],
    words: ["1 task", "CrontabDispatcherProcess::class,"],
  },
  {
    title: "passes with one, and says where",
    facts: factsOf(),
    says: [["pass", null]],
    words: ["1 dispatcher registered"],
  },
  {
    title: "does not contradict a dispatcher that runs",
    facts: withProject({ crontab: { dispatchers: 0 } }),
    says: [["unknown", null]],
    words: ["where the crontab-dispatcher that runs is registered"],
  },
  {
    title: "does not guess a list that is no constant",
    facts: withProject({
      crontab: { dispatchers: null },
      unresolved: [{ file: "config/autoload/processes.php", line: 5, text: "processes()" }],
    }),
    says: [["unknown", null]],
    words: ["config/autoload/processes.php:5 is no constant: processes()"],
  },
  {
    title: "does not guess whether crontab is on",
    facts: factsOf({
      project: known(projectOf({ crontab: { dispatchers: 0, enable: null } }), "project files"),
      processes: known(runningOf({ userProcesses: {} }), "target"),
    }),
    says: [["unknown", null]],
  },
  {
    title: "leaves out crontab that is off",
    facts: withProject({ crontab: { dispatchers: 0, enable: false } }),
    says: [],
  },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ crontab: { dispatchers: 0, tasks: [taskOf({ enable: false })] } }),
    says: [],
  },
]);
