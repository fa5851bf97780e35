import type { Facts } from "../../../domain/facts.ts";
import type { Finding, Rule } from "../rule.ts";
import { readSetting } from "../bindings.ts";
import { strategyPlace } from "../carriers.ts";
import { counted, hasTasks, tasksOf, valueOf } from "../evidence.ts";
import { failed, passed, placeOf, undecided } from "../findings.ts";

export const cronStrategyVsCoroutineServer: Rule = {
  id: "cron.strategy-vs-coroutine-server",
  code: "CR-19",
  severity: "error",
  claim: "The strategy needs workers, and a coroutine server has none: no task runs",
  advice:
    "Bind CoroutineStrategy. An older instance of the server may still listen beside the new one: stop it, else each task runs twice from then on.",
  snippet: `// config/autoload/dependencies.php
Hyperf\\Crontab\\Strategy\\StrategyInterface::class => Hyperf\\Crontab\\Strategy\\CoroutineStrategy::class,`,
  source: "hyperf:src/crontab/src/Strategy/WorkerStrategy.php dispatch; hyperf#4728",
  needs: ["project"],
  applies: (facts) =>
    hasTasks(facts) && !(facts.project.known && facts.project.value.server.type === "async"),
  check: (facts): readonly Finding[] => {
    const { server, crontab } = valueOf(facts.project);
    const { strategy, strategyClass } = crontab;
    const where = { declared: placeIn(facts) };
    if (strategy === "custom") return [];
    if (strategy === "coroutine") return [passed("the coroutine strategy needs no workers", where)];
    if (strategy === null) return [undecided("which strategy is bound: it is no constant", where)];
    if (server.type === null)
      return [undecided("which kind of server it is: server.type is no constant", where)];
    return [
      failed(
        `${strategyClass ?? strategy} in a coroutine server; ${counted(tasksOf(facts).length, "task")} declared`,
        where,
      ),
    ];
  },
};

const placeIn = (facts: Facts): Finding["declared"] =>
  strategyPlace(facts) ??
  (facts.declarations.known ? placeOf(readSetting(facts.declarations.value, "server.type")) : null);
