import { known } from "../../../../src/domain/facts.ts";
import { cronWorkerStrategyHeavy } from "../../../../src/analysis/audit/rules/cron.worker-strategy-heavy.ts";
import { factsOf, projectOf, ruleTable, runningOf, taskOf, withProject } from "../build.ts";

const worker = { strategy: "worker", strategyClass: null } as const;
const bare = { singleton: false, onOneServer: false, runsIn: "worker" } as const;
const slots = [0, 1].map((pid) => ({
  slot: `Worker.${pid}`,
  role: "worker" as const,
  name: null,
  pid,
  ageMs: 3_600_000,
  starts: 1,
  bytes: 90 * 1024 ** 2,
  growthBytes: 30 * 1024 ** 2,
  bytesPerMinute: 1,
  sockets: null,
  orphan: false,
}));

ruleTable(cronWorkerStrategyHeavy, [
  {
    title: "fails with a task each ten seconds",
    facts: withProject({
      crontab: { ...worker, tasks: [taskOf({ rule: "*/10 * * * * *" })] },
    }),
    says: [["fail", null, "warning"]],
    words: [
      "the 4 workers in turn run 1 task: hourly-digest; the most frequent every 10 s",
      "task_enable_coroutine",
    ],
  },
  {
    title: "shows how the workers grow, over which time",
    facts: factsOf({
      project: known(projectOf({ crontab: { ...worker, tasks: [taskOf(bare)] } }), "project files"),
      processes: known(runningOf({ slots }), "target"),
    }),
    says: [["fail", null, "warning"]],
    words: ["2 workers grew by 60 MiB in all, seen over 30 min"],
  },
  {
    title: "fails with the strategy that is called after processes, and starts none",
    facts: withProject({ crontab: { ...worker, strategy: "process", tasks: [taskOf(bare)] } }),
    says: [["fail", null]],
    words: ["workers and task workers in turn"],
  },
  {
    title: "passes with a rare task that has its locks",
    facts: withProject({ crontab: worker }),
    says: [["pass", null]],
  },
  { title: "passes with task workers", facts: factsOf(), says: [["pass", null]] },
  {
    title: "does not guess the strategy",
    facts: withProject({ crontab: { strategy: null } }),
    says: [["unknown", null]],
  },
  {
    title: "does not guess the kind of server",
    facts: withProject({ server: { type: null }, crontab: worker }),
    says: [["unknown", null]],
  },
  {
    title: "leaves out a coroutine server, and a strategy of the project's own",
    facts: withProject({ server: { type: "coroutine" }, crontab: worker }),
    says: [],
  },
  {
    title: "leaves out a strategy of the project's own",
    facts: withProject({ crontab: { strategy: "custom", strategyClass: "App\\Mine" } }),
    says: [],
  },
]);
