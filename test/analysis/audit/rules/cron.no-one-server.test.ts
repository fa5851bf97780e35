import { known, unknown } from "../../../../src/domain/facts.ts";
import { cronNoOneServer } from "../../../../src/analysis/audit/rules/cron.no-one-server.ts";
import { factsOf, projectOf, ruleTable, taskOf, withProject } from "../build.ts";

const bare = projectOf({
  crontab: { tasks: [taskOf({ singleton: false, onOneServer: false })] },
});

ruleTable(cronNoOneServer, [
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
    title: "is an error where several replicas run",
    facts: factsOf({ project: known(bare, "project files"), replicas: known(3, "--replicas") }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["runs 3 times per tick", "--replicas"],
  },
  {
    title: "is an error where a cluster may run several",
    facts: factsOf({
      project: known(bare, "project files"),
      replicas: known(9, "cluster: Deployment/shop, 1 now, up to 9 by its autoscaler"),
    }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["9 replicas (cluster: Deployment/shop, 1 now, up to 9 by its autoscaler)"],
  },
  {
    title: "is only told where a single replica runs",
    facts: factsOf({ project: known(bare, "project files") }),
    says: [["fail", "hourly-digest", "info"]],
    words: ["a single replica"],
  },
  {
    title: "is only told where the number of replicas is not known, and says so",
    facts: factsOf({ project: known(bare, "project files"), replicas: unknown("--replicas N") }),
    says: [["fail", "hourly-digest", "info"]],
    words: ["not told: --replicas N", "->setSingleton(true)->setOnOneServer(true)"],
  },
  {
    title: "passes with the lock, and leaves singleton alone to another rule",
    facts: withProject({
      crontab: { tasks: [taskOf(), taskOf({ name: "b", onOneServer: false })] },
    }),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "does not guess",
    facts: withProject({ crontab: { tasks: [taskOf({ onOneServer: null })] } }),
    says: [["unknown", "hourly-digest"]],
    words: ["onOneServer of the task: config/autoload/crontab.php:14"],
  },
]);
