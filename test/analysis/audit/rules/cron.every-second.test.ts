import { cronEverySecond } from "../../../../src/analysis/audit/rules/cron.every-second.ts";
import { ruleTable, taskOf, withProject } from "../build.ts";

const ticking = (rule: string, version = "3.1.71") =>
  withProject({
    versions: { "hyperf/crontab": version },
    crontab: { tasks: [taskOf({ rule })] },
  });

ruleTable(cronEverySecond, [
  {
    title: "fails with a tick each second",
    facts: ticking("* * * * * *"),
    says: [["fail", "hourly-digest", "warning"]],
    words: ["60 ticks in a minute", "->setRule('*/10 * * * * *')"],
  },
  {
    title: "fails with a tick each two seconds",
    facts: ticking("*/2 * * * * *"),
    says: [["fail", "hourly-digest"]],
  },
  {
    title: "says what a version with leaking timers makes of it",
    facts: ticking("* * * * * *", "3.0.40"),
    says: [["fail", "hourly-digest"]],
    words: ["may leave a timer behind in hyperf/crontab 3.0.40"],
  },
  {
    title: "passes with a tick each five seconds",
    facts: ticking("*/5 * * * * *"),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "passes with five fields",
    facts: ticking("* * * * *"),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "does not guess the rule",
    facts: withProject({ crontab: { tasks: [taskOf({ rule: null, valid: null })] } }),
    says: [["unknown", "hourly-digest"]],
  },
]);
