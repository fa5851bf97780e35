import { processCountsDiffer } from "../../../../src/analysis/audit/rules/process.counts-differ.ts";
import { known, type Facts, type RunningSlot } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, ruleTable, runningOf } from "../build.ts";
import { notRunning, otherFramework } from "../swoole-server.ts";

const running = (change: Parameters<typeof runningOf>[0]): Facts =>
  factsOf({ processes: known(runningOf(change), "target") });
const counts = { master: 1, manager: 1, worker: 4, "task-worker": 2, "user-process": 1 };
const young: RunningSlot = {
  slot: "Worker.3",
  role: "worker",
  name: null,
  pid: 40,
  ageMs: 2000,
  starts: 1,
  bytes: null,
  growthBytes: null,
  bytesPerMinute: null,
  sockets: null,
  orphan: false,
};
const octane = (options: Readonly<Record<string, unknown>>): Facts =>
  otherFramework(
    "octane",
    { octane: { swoole: { options } } },
    { processes: known(runningOf({ framework: "octane", counts, userProcesses: {} }), "target") },
  );

ruleTable(processCountsDiffer, [
  {
    title: "more workers than declared, with both numbers and the window",
    facts: running({ counts: { ...counts, worker: 8 } }),
    says: [
      ["fail", "worker", "warning"],
      ["pass", "task-worker"],
      ["pass", "crontab-dispatcher"],
    ],
    words: ["worker_num is 4, and 8 run, seen over 30 min"],
  },
  {
    title: "a declared process that does not run",
    facts: running({ userProcesses: {} }),
    says: [
      ["pass", "worker"],
      ["pass", "task-worker"],
      ["fail", "crontab-dispatcher", "warning"],
    ],
  },
  {
    title: "all run as declared",
    facts: factsOf(),
    says: [
      ["pass", "worker"],
      ["pass", "task-worker"],
      ["pass", "crontab-dispatcher"],
    ],
  },
  {
    title: "two of one name count together",
    facts: factsOf({
      declarations: known(
        declarationsOf({
          processes: [1, 2].map((nums) => ({
            by: "attribute",
            place: { file: "app/Process/Sync.php", line: 9 },
            className: "App\\Process\\Sync",
            parent: null,
            name: "sync",
            nums,
          })),
        }),
        "project files",
      ),
      processes: known(runningOf({ userProcesses: { sync: 3 } }), "target"),
    }),
    says: [
      ["pass", "worker"],
      ["pass", "task-worker"],
      ["pass", "sync"],
    ],
  },
  {
    title: "during a reload nobody can tell",
    facts: running({ counts: { ...counts, worker: 5 }, slots: [young] }),
    says: [
      ["unknown", "worker"],
      ["pass", "task-worker"],
      ["pass", "crontab-dispatcher"],
    ],
    words: ["when nothing restarts"],
  },
  {
    title: "nothing runs",
    facts: factsOf({ processes: notRunning }),
    says: [["unknown", null]],
    words: ["audit a running one"],
  },
  {
    title: "two servers of the framework",
    facts: factsOf({
      processes: known(
        {
          ...runningOf(),
          servers: [...runningOf().servers, ...runningOf({ id: "other" }).servers],
        },
        "target",
      ),
    }),
    says: [["unknown", null]],
  },
  {
    title: "Octane's options",
    facts: octane({ worker_num: 6, task_worker_num: 2 }),
    says: [
      ["fail", "worker"],
      ["pass", "task-worker"],
    ],
    words: ["worker_num is 6, and 4 run"],
  },
  {
    title: "Octane's command line is not read",
    facts: octane({}),
    says: [
      ["unknown", "worker"],
      ["unknown", "task-worker"],
    ],
    words: ["--workers"],
  },
  {
    title: "EasySwoole's configuration, in both of its modes",
    facts: otherFramework(
      "easyswoole",
      {
        "dev.php": { MAIN_SERVER: { SETTING: { worker_num: 8 } } },
        "produce.php": { MAIN_SERVER: { SETTING: { worker_num: 8 } } },
      },
      { processes: known(runningOf({ framework: "easyswoole", counts: { worker: 6 } }), "target") },
    ),
    says: [["fail", "worker"]],
    words: ["worker_num is 8, and 6 run"],
  },
  {
    title: "which of EasySwoole's modes runs is not told",
    facts: otherFramework(
      "easyswoole",
      {
        "dev.php": { MAIN_SERVER: { SETTING: { worker_num: 8 } } },
        "produce.php": { MAIN_SERVER: { SETTING: { worker_num: 6 } } },
      },
      { processes: known(runningOf({ framework: "easyswoole", counts: { worker: 6 } }), "target") },
    ),
    says: [["unknown", "worker"]],
    words: ["another one says otherwise"],
  },
  {
    title: "a framework that says no number",
    facts: otherFramework(
      "swoft",
      {},
      { processes: known(runningOf({ framework: "swoft", counts: { worker: 6 } }), "target") },
    ),
    says: [["unknown", "worker"]],
    words: ["app/bean.php"],
  },
  {
    title: "a coroutine server has no workers",
    facts: running({ mode: "coroutine", counts: { single: 1 } }),
    says: [],
  },
  { title: "a plain server's code is not read", facts: otherFramework(null, {}), says: [] },
]);
