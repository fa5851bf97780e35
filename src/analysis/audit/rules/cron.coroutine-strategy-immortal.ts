import type { Facts, RunningSlot } from "../../../domain/facts.ts";
import { MIB, MINUTE_MS } from "../../../domain/units.ts";
import { carriers, growthText, strategyPlace } from "../carriers.ts";
import { counted, hasTasks, tasksOf, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { TASK_WORKERS } from "../snippets.ts";

/** Less may be what caches and pools do after a start; so much, over so long, in a process that is not new, is said to grow. */
const GROWTH_BYTES = 8 * MIB;
const WINDOW_MS = 10 * MINUTE_MS;

export const cronCoroutineStrategyImmortal: Rule = {
  id: "cron.coroutine-strategy-immortal",
  code: "CR-18",
  severity: "info",
  claim:
    "All tasks run inside crontab-dispatcher, which neither a reload nor max_request restarts: what they leave in memory stays there",
  advice:
    "Find what grows: the locks end overlap, nothing else does. To bound it meanwhile, let task workers with coroutines run the tasks, or end the dispatcher when its memory is too large; the manager starts it again.",
  snippet: TASK_WORKERS,
  source:
    "hyperf:src/crontab/src/Strategy/CoroutineStrategy.php; swoole:src/server/manager.cc: user processes are not reloaded",
  needs: ["project"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { server, crontab } = valueOf(facts.project);
    const { strategy } = crontab;
    const where = { declared: strategyPlace(facts) };
    // one process does all there, and no other strategy works
    if (strategy === "custom" || server.type === "coroutine") return [];
    if (strategy === null) return [undecided("which strategy is bound: it is no constant", where)];
    if (strategy !== "coroutine")
      return [passed(`${strategy} strategy: no task runs in the dispatcher`, where)];
    const grown = carriers(facts, "user-process").filter((slot) => isGrowing(facts, slot));
    const seen = growthText(facts, "user-process");
    const declared = `the dispatcher runs ${counted(tasksOf(facts).length, "task")}`;
    return [
      failed(seen === null ? declared : `${declared}; ${seen}`, {
        ...where,
        severity: grown.length > 0 ? "warning" : "info",
      }),
    ];
  },
};

const isGrowing = (
  { processes }: Facts,
  { growthBytes, bytesPerMinute, ageMs }: RunningSlot,
): boolean =>
  processes.known &&
  processes.value.windowMs >= WINDOW_MS &&
  (ageMs ?? 0) >= WINDOW_MS &&
  (growthBytes ?? 0) >= GROWTH_BYTES &&
  (bytesPerMinute ?? 0) > 0;
