import { hasTasks, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";

export const cronClosureNeedsCoroutine: Rule = {
  id: "cron.closure-needs-coroutine",
  code: "CR-24",
  severity: "error",
  claim: "The task is a closure, which cannot be sent to a worker: it is refused at each tick",
  advice: "Make it a method of a class, or bind CoroutineStrategy.",
  snippet: null,
  source: "hyperf:src/crontab/src/Strategy/WorkerStrategy.php dispatch (#6271)",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) => {
    const { server, crontab } = valueOf(facts.project);
    // in a coroutine server no task runs then: cron.strategy-vs-coroutine-server
    if (crontab.strategy === "custom" || server.type === "coroutine") return [];
    return perTask(facts, ({ type, declared: { by } }, where) => {
      if (type !== "closure") return null;
      if (crontab.strategy === null)
        return undecided("which strategy is bound: it is no constant", where);
      return crontab.strategy === "coroutine"
        ? passed("the coroutine strategy takes closures", where)
        : failed(`a closure, and the strategy is ${crontab.strategy}`, {
            ...where,
            snippet:
              by === "schedule"
                ? "Schedule::call([App\\Crontab\\Task::class, 'run'])"
                : "->setType('callback')->setCallback([App\\Crontab\\Task::class, 'run'])",
          });
    });
  },
};
