import { hasTasks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";

export const cronEvalType: Rule = {
  id: "cron.eval-type",
  code: "CR-37",
  severity: "info",
  claim:
    "The task is a text that is evaluated at each tick: no tool checks it, and it is compiled anew",
  advice: "Make it a method of a class.",
  snippet: null,
  source: "hyperf:src/crontab/src/Strategy/Executor.php: eval",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      if (task.type === null)
        return undecided(notTold(valueOf(facts.project), task, "type"), where);
      if (task.type !== "eval") return passed(`a ${task.type}`, where);
      const callback = "[App\\Crontab\\Task::class, 'run']";
      const by = task.declared.by;
      return failed("its type is eval", {
        ...where,
        snippet:
          by === "config" || by === "schedule"
            ? `->setType('callback')->setCallback(${callback})`
            : `type: 'callback', callback: ${callback}`,
      });
    }),
};
