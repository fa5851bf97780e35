import { cronMutexExpiresTooShort } from "../../../../src/analysis/audit/rules/cron.mutex-expires-too-short.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";

ruleTable(cronMutexExpiresTooShort, [
  {
    title: "fails with a lock of one second, in any version",
    facts: withProject({ crontab: { tasks: [taskOf({ mutexExpires: 1, rule: "* * * * *" })] } }),
    says: [["fail", "hourly-digest", "error"]],
    words: ["->setMutexExpires(60)"],
  },
  {
    title: "passes where the lock is renewed",
    facts: factsOf(),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "is unknown where it is not renewed: how long a run takes is not told",
    facts: withProject({ versions: { "hyperf/crontab": "3.0.36" } }),
    says: [["unknown", "hourly-digest"]],
    words: ["how long the task runs"],
  },
  {
    title: "is unknown without a version",
    facts: withProject({ versions: { "hyperf/crontab": "dev-master" } }),
    says: [["unknown", "hourly-digest"]],
    words: ["the version of hyperf/crontab"],
  },
  {
    title: "does not guess what is no constant",
    facts: withProject({ crontab: { tasks: [taskOf({ mutexExpires: null })] } }),
    says: [["unknown", "hourly-digest"]],
  },
]);
