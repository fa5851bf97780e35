import { known } from "../../../../src/domain/facts.ts";
import { cronMutexExpires3600 } from "../../../../src/analysis/audit/rules/cron.mutex-expires-3600.ts";
import {
  declarationsOf,
  declaredTask,
  factsOf,
  projectOf,
  ruleTable,
  taskOf,
  withProject,
} from "../build.ts";

const old = (version: string, mutexExpires: number, written?: number) =>
  factsOf({
    project: known(
      projectOf({
        versions: { "hyperf/crontab": version },
        crontab: { tasks: [taskOf({ mutexExpires, rule: "*/5 * * * *" })] },
      }),
      "project files",
    ),
    declarations: known(
      declarationsOf({ tasks: [declaredTask({ mutexExpires: written })] }),
      "project files",
    ),
  });

ruleTable(cronMutexExpires3600, [
  {
    title: "fails by the default of versions before 3.1.7",
    facts: old("3.0.45", 3600),
    says: [["fail", "hourly-digest", "error"]],
    words: ["the default of hyperf/crontab 3.0.45", "ticks every 5 min", "->setMutexExpires(300)"],
  },
  {
    title: "fails by the default of a version that does not renew its locks",
    facts: old("2.2.33", 3600),
    says: [["fail", "hourly-digest"]],
  },
  {
    title: "fails by an hour that someone wrote, where the lock is renewed",
    facts: old("3.1.71", 3600, 3600),
    says: [["fail", "hourly-digest"]],
    words: ["mutexExpires is 3600 s: "],
  },
  {
    title: "passes an hour that someone wrote for a version whose lock ends under the run",
    facts: old("3.0.36", 7200, 7200),
    says: [["pass", "hourly-digest"]],
  },
  { title: "passes with a minute or two", facts: factsOf(), says: [["pass", "hourly-digest"]] },
  {
    title: "does not guess the default of an unknown version",
    facts: withProject({
      versions: { "hyperf/crontab": null },
      crontab: { tasks: [taskOf({ mutexExpires: null })] },
    }),
    says: [["unknown", "hourly-digest"]],
    words: ["the version of hyperf/crontab"],
  },
  {
    title: "does not guess what is no constant",
    facts: withProject({ crontab: { tasks: [taskOf({ mutexExpires: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["mutexExpires of the task"],
  },
  {
    title: "leaves out a task without a lock",
    facts: withProject({
      crontab: {
        tasks: [
          taskOf(),
          taskOf({ name: "b", singleton: false, onOneServer: false, mutexExpires: 3600 }),
        ],
      },
    }),
    says: [["pass", "hourly-digest"]],
  },
]);
