import { cronDurationVsInterval } from "../../../../src/analysis/audit/rules/cron.duration-vs-interval.ts";
import { known } from "../../../../src/domain/facts.ts";
import { factsOf, projectOf, ruleTable, taskOf, withProject } from "../build.ts";
import { logs, runsOf } from "../logged.ts";

const free = known(projectOf({ crontab: { tasks: [taskOf({ singleton: false })] } }), "files");

ruleTable(cronDurationVsInterval, [
  {
    title: "is unknown without logs, and says what would settle it",
    facts: factsOf(),
    says: [["unknown", null]],
    words: ["logs are not read yet"],
  },
  {
    title: "fails with runs that ended after the next tick",
    facts: factsOf({
      project: free,
      ...logs(runsOf({ outlasted: 5, overlapping: 5, longestMs: 4_020_000 })),
    }),
    says: [["fail", "hourly-digest", "error"]],
    words: [
      "5 of 24 runs in 1440 min of logs ended after the next tick, at most 4020 s from tick to end, and it ticks every 1 h",
      "Switch singleton on",
    ],
  },
  {
    title: "with a lock the ticks meanwhile are skipped: that is what it is there for",
    facts: factsOf(logs(runsOf({ outlasted: 5, longestMs: 4_020_000 }))),
    says: [["fail", "hourly-digest", "info"]],
    words: ["Its lock skips the ticks meanwhile"],
  },
  {
    title: "passes where each run was over before the next tick",
    facts: factsOf(logs()),
    says: [["pass", "hourly-digest"]],
    words: ["24 runs in 1440 min of logs, none after the next tick, at most 2.4 s"],
  },
  {
    title: "is unknown where only ends are logged and they do not tell it",
    facts: factsOf(logs(runsOf({ outlasted: null }))),
    says: [["unknown", "hourly-digest"]],
    words: ["only their ends are logged"],
  },
  {
    title: "is unknown where no run ended, or no line belongs to a tick",
    facts: factsOf(logs(runsOf({}, { ok: 0 }))),
    says: [["unknown", "hourly-digest"]],
    words: ["none ended"],
  },
  {
    title: "is unknown where lines cannot be laid to ticks",
    facts: factsOf(logs(runsOf(null))),
    says: [["unknown", "hourly-digest"]],
  },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ crontab: { tasks: [] } }),
    says: [],
  },
]);
