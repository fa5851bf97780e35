import { known, unknown } from "../../../../src/domain/facts.ts";
import { cronCoroutineStrategyImmortal } from "../../../../src/analysis/audit/rules/cron.coroutine-strategy-immortal.ts";
import { factsOf, projectOf, ruleTable, runningOf, withProject } from "../build.ts";

const coroutine = projectOf({ crontab: { strategy: "coroutine" } });
const dispatcher = (growthBytes: number | null, ageMs = 7_200_000) =>
  factsOf({
    project: known(coroutine, "project files"),
    processes: known(
      runningOf({
        slots: [
          {
            slot: "crontab-dispatcher.0",
            role: "user-process",
            name: "crontab-dispatcher",
            pid: 9,
            ageMs,
            starts: 0,
            bytes: 300 * 1024 ** 2,
            growthBytes,
            bytesPerMinute: 1024,
            sockets: null,
            orphan: false,
          },
        ],
      }),
      "target",
    ),
  });

ruleTable(cronCoroutineStrategyImmortal, [
  {
    title: "is only told where nothing is seen to grow",
    facts: dispatcher(64 * 1024),
    says: [["fail", null, "info"]],
    words: ["the dispatcher runs 1 task"],
  },
  {
    title: "is only told where nothing runs",
    facts: factsOf({ project: known(coroutine, "project files"), processes: unknown("no target") }),
    says: [["fail", null, "info"]],
  },
  {
    title: "is a warning where the dispatcher is seen growing",
    facts: dispatcher(190 * 1024 ** 2),
    says: [["fail", null, "warning"]],
    words: ["crontab-dispatcher grew by 190 MiB in all, seen over 30 min"],
  },
  {
    title: "is only told of a dispatcher that has just started",
    facts: dispatcher(190 * 1024 ** 2, 30_000),
    says: [["fail", null, "info"]],
  },
  {
    title: "is only told where the growth is not known",
    facts: dispatcher(null),
    says: [["fail", null, "info"]],
  },
  { title: "passes with another strategy", facts: factsOf(), says: [["pass", null]] },
  {
    title: "does not guess",
    facts: withProject({ crontab: { strategy: null } }),
    says: [["unknown", null]],
  },
  {
    title: "leaves out a coroutine server, where no other strategy works",
    facts: withProject({ server: { type: "coroutine" }, crontab: { strategy: "coroutine" } }),
    says: [],
  },
]);
