import { hasTasks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { written } from "../snippets.ts";

export const cronRuleInfinite: Rule = {
  id: "cron.rule-infinite",
  code: "CR-26",
  severity: "error",
  claim:
    "A step of zero, or none behind its stroke: the dispatcher never ends reading this rule and dies at memory_limit each minute, with all tasks",
  advice: "Write the step that is meant.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Parser.php parseSegment: the loop adds 0; run with the real parser",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      const { rule, oddities } = task;
      if (rule === null) return undecided(notTold(valueOf(facts.project), task, "rule"), where);
      if (!oddities.includes("zero-step")) return passed("every step is above zero", where);
      const mended = rule.replaceAll(/\/0*(?=[\s,]|$)/gu, "/1");
      return failed(`the rule is ${rule}`, { ...where, snippet: written(task, { rule: mended }) });
    }),
};
