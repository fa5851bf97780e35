import { cronMutexExpiresTooShort } from "../../../../src/analysis/audit/rules/cron.mutex-expires-too-short.ts";
import { factsOf, ruleTable, taskOf, withProject } from "../build.ts";
import { logs, runsOf } from "../logged.ts";

const notRenewed = withProject({ versions: { "hyperf/crontab": "3.0.36" } });

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
    facts: notRenewed,
    says: [["unknown", "hourly-digest"]],
    words: ["how long the task runs"],
  },
  {
    title: "passes where no run came near it",
    facts: { ...notRenewed, ...logs(runsOf({ longestMs: 8000 })) },
    says: [["pass", "hourly-digest"]],
    words: ["does not renew the lock of 120 s; at most 8.0 s from tick to end in 1440 min of logs"],
  },
  {
    title: "fails where runs outlasted it",
    facts: { ...notRenewed, ...logs(runsOf({ longestMs: 4_000_000, outlasted: 3 })) },
    says: [["fail", "hourly-digest", "error"]],
    words: ["runs took longer: at most 4000 s"],
  },
  {
    title: "does not take a late begin for a long run",
    facts: { ...notRenewed, ...logs(runsOf({ longestMs: 400_000 })) },
    says: [["unknown", "hourly-digest"]],
    words: ["whether a run took longer or began late"],
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
