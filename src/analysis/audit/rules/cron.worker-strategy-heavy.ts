import type { Facts } from "../../../domain/facts.ts";
import { growthText, strategyPlace } from "../carriers.ts";
import {
  counted,
  hasTasks,
  intervalOf,
  isLocked,
  listed,
  everyText,
  tasksOf,
  valueOf,
  type Subject,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { TASK_WORKERS } from "../snippets.ts";

/** Seconds. */
const OFTEN = 60;

export const cronWorkerStrategyHeavy: Rule = {
  id: "cron.worker-strategy-heavy",
  code: "CR-17",
  severity: "warning",
  claim:
    "Tasks run inside the workers that answer requests: what they leave in memory grows there, and max_request does not count their runs",
  advice:
    "Let task workers with coroutines run them (TaskWorkerStrategy), or a deployment of its own with crontab only. It moves the growth, it does not end it: the locks do.",
  snippet: TASK_WORKERS,
  source:
    "hyperf:src/crontab/src/Strategy/WorkerStrategy.php; swoole:src/server/worker.cc: pipe messages do not count",
  needs: ["project"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { server, crontab } = valueOf(facts.project);
    const { strategy } = crontab;
    const where = { declared: strategyPlace(facts) };
    // a class of its own: di.unknown-strategy; a coroutine server: cron.strategy-vs-coroutine-server
    if (strategy === "custom" || server.type === "coroutine") return [];
    if (strategy === null) return [undecided("which strategy is bound: it is no constant", where)];
    if (strategy === "task-worker" || strategy === "coroutine")
      return [passed(`${strategy} strategy: no task runs in a worker`, where)];
    if (server.type === null)
      return [undecided("which kind of server it is: server.type is no constant", where)];
    const heavy = tasksOf(facts).filter((subject) => isHeavy(facts, subject));
    return heavy.length === 0
      ? [passed("no task runs each minute or oftener, and all have a lock", where)]
      : [failed(evidence(facts, heavy), where)];
  },
};

const isHeavy = (facts: Facts, { task }: Subject): boolean =>
  !isLocked(task) || (intervalOf(facts, task) ?? Infinity) <= OFTEN;

function evidence(facts: Facts, heavy: readonly Subject[]): string {
  const { server, crontab } = valueOf(facts.project);
  const where =
    crontab.strategy === "process" ? "workers and task workers in turn" : "workers in turn";
  const often = Math.min(...heavy.map(({ task }) => intervalOf(facts, task) ?? Infinity));
  const workers = server.workerNum === null ? "" : `${server.workerNum} `;
  const parts = [
    `the ${workers}${where} run ${counted(heavy.length, "task")}: ${listed(heavy.map(({ name }) => name))}`,
    often === Infinity ? null : `the most frequent ${everyText(often)}`,
    growthText(facts, crontab.strategy === "process" ? "worker-or-task-worker" : "worker"),
  ];
  return parts.filter((part) => part !== null).join("; ");
}
