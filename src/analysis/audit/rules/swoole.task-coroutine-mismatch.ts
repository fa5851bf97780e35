import type { Facts } from "../../../domain/facts.ts";
import { settingOf } from "../../../domain/setting.ts";
import { failed, passed, placeOf, undecided, wordOf } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { isInstalled } from "../vetoes.ts";
import { isOn, swooleReading } from "../swoole-settings.ts";

export const swooleTaskCoroutineMismatch: Rule = {
  id: "swoole.task-coroutine-mismatch",
  code: "SV-30",
  severity: "warning",
  claim:
    "Views are rendered in task workers without coroutines, but the task workers are to have them",
  advice:
    "Render views in the workers (Mode::SYNC), or run crontab elsewhere: the coroutine strategy or a service of its own.",
  snippet: "'mode' => Hyperf\\View\\Mode::SYNC,",
  source:
    "hyperf:docs/zh-cn/view.md, docs/zh-cn/task.md (task_enable_coroutine must be false); hyperf:src/crontab/src/Strategy/TaskWorkerStrategy.php",
  needs: ["project", "declarations"],
  check: (facts) => {
    if (!facts.declarations.known || facts.declarations.value.framework !== "hyperf") return [];
    if (isInstalled(facts, "hyperf/view") === false) return [];
    const mode = settingOf(facts.declarations.value, "view.mode");
    if (mode.state === "absent") return [passed("no view is rendered in task workers")];
    const where = { declared: placeOf(mode) };
    const word =
      mode.state === "declared"
        ? wordOf(mode.value)
        : (/Mode::(\w+)/u.exec(mode.text)?.[1] ?? null);
    if (word === null) return [undecided("the mode of view.php, which is no constant", where)];
    if (word.toLowerCase() !== "task") return [passed("views are rendered in the workers", where)];
    return [needsCoroutines(facts)].map((why) =>
      why === null
        ? passed("task workers have no coroutines, and no task needs them", where)
        : failed(`view.php renders in task workers, and ${why}`, where),
    );
  },
};

function needsCoroutines(facts: Facts): string | null {
  const reading = swooleReading(facts, "task_enable_coroutine");
  if (reading.state === "constant" && isOn(reading.value)) return "task_enable_coroutine is on";
  const isTaskWorker =
    facts.project.known && facts.project.value.crontab.strategy === "task-worker";
  return isTaskWorker && facts.project.value.crontab.enable !== false
    ? "crontab runs its tasks there, which needs task_enable_coroutine"
    : null;
}
