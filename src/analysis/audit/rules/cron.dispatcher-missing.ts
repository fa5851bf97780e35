import { DISPATCHER, dispatcherPlaces, unsettledProcesses } from "../carriers.ts";
import { counted, hasTasks, tasksOf, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { serverOf } from "../swoole-running.ts";

export const cronDispatcherMissing: Rule = {
  id: "cron.dispatcher-missing",
  code: "CR-12",
  severity: "error",
  claim: "Crontab is on, but its dispatcher is not registered: no task ever runs",
  advice: "Add the dispatcher to config/autoload/processes.php.",
  snippet: "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess::class,",
  source: "hyperf:docs/zh-cn/crontab.md; src/process/src/Listener/BootProcessListener.php",
  needs: ["project"],
  applies: (facts) =>
    hasTasks(facts) && !(facts.project.known && facts.project.value.crontab.enable === false),
  check: (facts): readonly Finding[] => {
    const { dispatchers, enable } = valueOf(facts.project).crontab;
    const [declared = null] = dispatcherPlaces(facts);
    if (dispatchers === null) return [undecided(unsettledProcesses(facts), { declared })];
    if (dispatchers > 0)
      return [passed(`${counted(dispatchers, "dispatcher")} registered`, { declared })];
    if (enable === null) return [undecided("whether crontab is on: enable is no constant")];
    const running = serverOf(facts)?.userProcesses[DISPATCHER] ?? 0;
    return running > 0
      ? [
          undecided(
            `where the ${DISPATCHER} that runs is registered: no file that was read names it`,
          ),
        ]
      : [
          failed(
            `${counted(tasksOf(facts).length, "task")}, and CrontabDispatcherProcess stands neither in processes.php, server.php nor in an attribute`,
          ),
        ];
  },
};
