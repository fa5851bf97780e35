import { cronTaskNotCoroutine } from "../../../../src/analysis/audit/rules/cron.task-not-coroutine.ts";
import { factsOf, raw, ruleTable, withDeclarations, withProject } from "../build.ts";

const settings = (values: Readonly<Record<string, unknown>>) => ({
  config: { server: { mode: 2, servers: [], settings: values } },
});

ruleTable(cronTaskNotCoroutine, [
  {
    title: "fails by Swoole's default",
    facts: withDeclarations(settings({ task_worker_num: 2 })),
    says: [["fail", null, "error"]],
    words: ["task_enable_coroutine is false", "'task_enable_coroutine' => true,"],
  },
  {
    title: "fails where it is switched off",
    facts: withDeclarations(settings({ task_worker_num: 2, task_enable_coroutine: false })),
    says: [["fail", null]],
  },
  { title: "passes where it is on", facts: factsOf(), says: [["pass", null]] },
  {
    title: "does not guess",
    facts: withDeclarations(
      settings({ task_worker_num: 2, task_enable_coroutine: raw("wants_coroutines()") }),
    ),
    says: [["unknown", null]],
    words: ["wants_coroutines()"],
  },
  {
    title: "leaves missing task workers to the rule about them",
    facts: withDeclarations(settings({})),
    says: [],
  },
  {
    title: "leaves out a strategy without task workers",
    facts: withProject({ crontab: { strategy: "coroutine" } }),
    says: [],
  },
]);
