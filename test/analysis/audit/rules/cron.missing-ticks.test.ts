import { cronMissingTicks } from "../../../../src/analysis/audit/rules/cron.missing-ticks.ts";
import { factsOf, ruleTable } from "../build.ts";
import { logs, runsOf } from "../logged.ts";

ruleTable(cronMissingTicks, [
  {
    title: "fails with ticks that later runs passed over",
    facts: factsOf(logs(runsOf({ answered: 33, missed: 3 }))),
    says: [["fail", "hourly-digest", "warning"]],
    words: ["3 of 36 ticks without a line in 1440 min of logs"],
  },
  {
    title: "passes where each tick has its line",
    facts: factsOf(logs()),
    says: [["pass", "hourly-digest"]],
    words: ["24 ticks, each with its line"],
  },
  {
    title: "is unknown while a run may still be on",
    facts: factsOf(logs(runsOf({ open: 1 }))),
    says: [["unknown", "hourly-digest"]],
    words: ["1 tick without a line yet"],
  },
  {
    title: "is unknown where lines cannot be laid to ticks",
    facts: factsOf(logs(runsOf(null))),
    says: [["unknown", "hourly-digest"]],
  },
  { title: "asks nobody for logs that were not read", facts: factsOf(), says: [] },
]);
