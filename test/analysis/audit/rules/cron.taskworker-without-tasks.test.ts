import { known, unknown } from "../../../../src/domain/facts.ts";
import { cronTaskworkerWithoutTasks } from "../../../../src/analysis/audit/rules/cron.taskworker-without-tasks.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  ruleTable,
  runningOf,
  withDeclarations,
  withProject,
} from "../build.ts";

const settings = (values: Readonly<Record<string, unknown>>) => ({
  config: { server: { mode: 2, servers: [], settings: values } },
});

ruleTable(cronTaskworkerWithoutTasks, [
  {
    title: "fails without task workers",
    facts: withDeclarations(settings({ worker_num: 4 })),
    says: [["fail", null, "error"]],
    words: ["task_worker_num is 0", "the strategy is task-worker", "ON_TASK"],
  },
  {
    title: "fails by the document alone, as of a recording",
    facts: factsOf({
      project: known(
        projectOf({ server: { taskWorkerNum: 0 }, crontab: { strategy: "process" } }),
        "recording",
      ),
      declarations: unknown("the project's files were not read"),
    }),
    says: [["fail", null]],
    words: ["the strategy is process"],
  },
  { title: "passes with task workers", facts: factsOf(), says: [["pass", null]] },
  {
    title: "takes what runs for what is no constant",
    facts: withDeclarations(settings({ task_worker_num: raw("swoole_cpu_num()") })),
    says: [["pass", null]],
    words: ["2 task workers run"],
  },
  {
    title: "does not guess where nothing runs",
    facts: factsOf({
      declarations: known(
        declarationsOf(settings({ task_worker_num: raw("swoole_cpu_num()") })),
        "project files",
      ),
      processes: unknown("no target"),
    }),
    says: [["unknown", null]],
    words: ["swoole_cpu_num()"],
  },
  {
    title: "does not guess where no process of the kind runs either",
    facts: factsOf({
      declarations: known(
        declarationsOf(settings({ task_worker_num: raw("swoole_cpu_num()") })),
        "project files",
      ),
      processes: known(runningOf({ counts: { worker: 4 } }), "target"),
    }),
    says: [["unknown", null]],
  },
  {
    title: "leaves out a strategy without task workers",
    facts: withProject({ crontab: { strategy: "worker" } }),
    says: [],
  },
]);
