import { known } from "../../../../src/domain/facts.ts";
import { cronNoSingleton } from "../../../../src/analysis/audit/rules/cron.no-singleton.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  ruleTable,
  runningOf,
  taskOf,
  withProject,
} from "../build.ts";
import { logs, runsOf } from "../logged.ts";

const bare = { singleton: false, onOneServer: false } as const;
const slot = (pid: number, growthBytes: number | null) => ({
  slot: `TaskWorker.${pid}`,
  role: "task-worker" as const,
  name: null,
  pid,
  ageMs: 3_600_000,
  starts: 1,
  bytes: 40 * 1024 ** 2,
  growthBytes,
  bytesPerMinute: 1,
  sockets: null,
  orphan: false,
});

ruleTable(cronNoSingleton, [
  {
    title: "a task that never ticks needs no lock",
    facts: withProject({
      crontab: {
        tasks: [
          taskOf({ singleton: false, onOneServer: false, oddities: ["dow-7-never"], next: [] }),
        ],
      },
    }),
    says: [],
  },
  {
    title: "fails without any lock, with what to add to the builder",
    facts: withProject({ crontab: { tasks: [taskOf({ ...bare, rule: "*/10 * * * * *" })] } }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["ticks every 10 s", "->setSingleton(true)->setOnOneServer(true)"],
  },
  {
    title: "names the growth of the processes that run it, never of the task",
    facts: factsOf({
      project: known(projectOf({ crontab: { tasks: [taskOf(bare)] } }), "project files"),
      processes: known(
        runningOf({ slots: [slot(4, 12 * 1024 ** 2), slot(5, 8 * 1024 ** 2)] }),
        "target",
      ),
    }),
    says: [["fail", "hourly-digest"]],
    words: ["2 task-workers grew by 20 MiB in all, seen over 30 min"],
  },
  {
    title: "counts the runs that were seen beside each other",
    facts: {
      ...withProject({ crontab: { tasks: [taskOf(bare)] } }),
      ...logs(runsOf({ outlasted: 12, overlapping: 12 })),
    },
    says: [["fail", "hourly-digest"]],
    words: ["12 runs overlapped with the next in 1440 min of logs"],
  },
  {
    title: "says that nothing grows where nothing does, and that it is not told where it is not",
    facts: factsOf({
      project: known(
        projectOf({
          crontab: { tasks: [taskOf(bare), taskOf({ ...bare, name: "b", runsIn: null })] },
        }),
        "project files",
      ),
      processes: known(runningOf({ slots: [slot(4, -4096)] }), "target"),
    }),
    says: [
      ["fail", "hourly-digest"],
      ["fail", "b"],
    ],
    words: ["1 task-worker did not grow"],
  },
  {
    title: "gives the arguments of an attribute for an attribute",
    facts: withProject({
      crontab: {
        tasks: [taskOf({ ...bare, declared: { file: "app/A.php", line: 9, by: "attribute" } })],
      },
    }),
    says: [["fail", "hourly-digest"]],
    words: ["singleton: true, onOneServer: true"],
  },
  {
    title: "gives the keys of an annotation for an annotation",
    facts: withProject({
      crontab: {
        tasks: [taskOf({ ...bare, declared: { file: "app/A.php", line: 9, by: "annotation" } })],
      },
    }),
    says: [["fail", "hourly-digest"]],
    words: ["singleton=true, onOneServer=true"],
  },
  {
    title: "advises Redis first where there is none",
    facts: factsOf({
      project: known(projectOf({ crontab: { tasks: [taskOf(bare)] } }), "project files"),
      declarations: known(
        declarationsOf({ packages: { "hyperf/crontab": { version: "3.1.71", isDev: false } } }),
        "project files",
      ),
    }),
    says: [["fail", "hourly-digest"]],
    words: ["No lock yet: hyperf/redis is not in composer.lock", "composer require hyperf/redis"],
  },
  {
    title: "leaves a task with the other lock to the rule about single locks",
    facts: withProject({
      crontab: { tasks: [taskOf({ singleton: false }), taskOf({ name: "b" })] },
    }),
    says: [["pass", "b"]],
  },
  {
    title: "does not guess what is no constant",
    facts: withProject({
      crontab: { tasks: [taskOf({ singleton: null })] },
      unresolved: [{ file: "config/autoload/crontab.php", line: 18, text: "$this->locks()" }],
    }),
    says: [["unknown", "hourly-digest"]],
    words: ["config/autoload/crontab.php:18 is no constant: $this->locks()"],
  },
  {
    title: "does not fail a task of which it is not told whether it is on",
    facts: withProject({ crontab: { tasks: [taskOf({ ...bare, enable: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["enable of the task"],
  },
  {
    title: "leaves out what is dropped or off, and another framework's project",
    facts: withProject({
      crontab: {
        tasks: [
          taskOf({ ...bare, enable: false }),
          taskOf({ ...bare, overriddenBy: { file: "app/A.php", line: 1 } }),
        ],
      },
    }),
    says: [],
  },
  {
    title: "leaves out a project without Hyperf",
    facts: withProject({ framework: null, crontab: { tasks: [taskOf(bare)] } }),
    says: [],
  },
]);
