import { swooleTaskCoroutineMismatch } from "../../../../src/analysis/audit/rules/swoole.task-coroutine-mismatch.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { withServer } from "../swoole-server.ts";

const packages = {
  "hyperf/view": { version: "3.1.71", isDev: false },
  "hyperf/task": { version: "3.1.71", isDev: false },
};
const rendering = (
  mode: unknown,
  settings: Readonly<Record<string, unknown>> = {},
  strategy: "task-worker" | "coroutine" = "task-worker",
): Facts =>
  withServer({
    settings,
    declarations: { packages, config: { view: { mode } } },
    project: { crontab: { strategy } },
  });

ruleTable(swooleTaskCoroutineMismatch, [
  {
    title: "views in task workers that have coroutines",
    facts: rendering("task"),
    says: [["fail", null, "warning"]],
    words: ["task_enable_coroutine is on"],
  },
  {
    title: "crontab needs what views forbid",
    facts: rendering(raw("Mode::TASK"), { task_enable_coroutine: false }),
    says: [["fail", null, "warning"]],
    words: ["crontab runs its tasks there"],
  },
  {
    title: "nobody needs them",
    facts: rendering("task", { task_enable_coroutine: false }, "coroutine"),
    says: [["pass", null]],
  },
  { title: "views in workers", facts: rendering(raw("Mode::SYNC")), says: [["pass", null]] },
  {
    title: "a mode that is no constant",
    facts: rendering(raw("$mode")),
    says: [["unknown", null]],
  },
  { title: "no views", facts: factsOf(), says: [] },
]);
