import { hasTasks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { fieldsOf } from "../rule-text.ts";
import type { Rule } from "../rule.ts";
import { written } from "../snippets.ts";

export const cronRuleAnd: Rule = {
  id: "cron.rule-and",
  code: "CR-28",
  severity: "warning",
  claim:
    "Day of the month and day of the week are both restricted: Hyperf wants both to fit, other crons one of them",
  advice: "Leave it if both are meant; else make two tasks, one for each.",
  snippet: null,
  source: "hyperf:src/crontab/src/Parser.php parse: joined by AND; crontab(5): by OR",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      const { rule, name, oddities } = task;
      if (rule === null) return undecided(notTold(valueOf(facts.project), task, "rule"), where);
      if (!oddities.includes("dom-and-dow"))
        return passed("at most one of the two is restricted", where);
      const fields = fieldsOf(rule);
      const without = (fromEnd: number): string => fields.with(-fromEnd, "*").join(" ");
      const second = `${name ?? "task"}-weekday`.replaceAll(/['"\\]/gu, "-");
      return failed(`the rule is ${rule}: fires only on days where both fit`, {
        ...where,
        snippet: `${written(task, { rule: without(1) })}\n${written(task, { name: second, rule: without(3) })}`,
      });
    }),
};
