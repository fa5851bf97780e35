import type { Facts } from "../../../domain/facts.ts";
import { sendsToTaskWorkers } from "../carriers.ts";
import { hasTasks, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { serverOf } from "../swoole-running.ts";
import { asInt, declaredAt, swooleReading, told } from "../swoole-settings.ts";

export const cronTaskworkerWithoutTasks: Rule = {
  id: "cron.taskworker-without-tasks",
  code: "CR-20",
  severity: "error",
  claim: "The strategy sends tasks to task workers, and there are none",
  advice: "Set task_worker_num, and register the callback of tasks: Swoole does not start without.",
  snippet: `// config/autoload/server.php, settings
'task_worker_num' => 2,
'task_enable_coroutine' => true,
// config/autoload/server.php, callbacks
Hyperf\\Server\\Event::ON_TASK => [Hyperf\\Framework\\Bootstrap\\TaskCallback::class, 'onTask'],
Hyperf\\Server\\Event::ON_FINISH => [Hyperf\\Framework\\Bootstrap\\FinishCallback::class, 'onFinish'],`,
  source:
    "hyperf:src/crontab/src/Strategy/TaskWorkerStrategy.php, ProcessStrategy.php getNextWorkerId",
  needs: ["project"],
  applies: (facts) => hasTasks(facts) && sendsToTaskWorkers(facts),
  check: (facts): readonly Finding[] => {
    const reading = swooleReading(facts, "task_worker_num");
    const declared = declaredAt(reading);
    if (reading.state === "constant") {
      const strategy = valueOf(facts.project).crontab.strategy ?? "";
      return asInt(reading.value) > 0
        ? [passed(told("task_worker_num", reading), { declared })]
        : [
            failed(`${told("task_worker_num", reading)}, and the strategy is ${strategy}`, {
              declared,
            }),
          ];
    }
    const running = taskWorkersOf(facts);
    if (running > 0) return [passed(`${running} task workers run`, { declared })];
    return [
      undecided(reading.state === "unresolved" ? notConstant(reading.at) : "task_worker_num", {
        declared,
      }),
    ];
  },
};

const taskWorkersOf = (facts: Facts): number => serverOf(facts)?.counts["task-worker"] ?? 0;
