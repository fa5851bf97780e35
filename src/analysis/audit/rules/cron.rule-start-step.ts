import { hasTasks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { fieldsOf } from "../rule-text.ts";
import type { Rule } from "../rule.ts";
import { written } from "../snippets.ts";

/** The last value of each field, from the second on. */
const LAST = [59, 59, 23, 31, 12, 6];

export const cronRuleStartStep: Rule = {
  id: "cron.rule-start-step",
  code: "CR-29",
  severity: "warning",
  claim: "The number before the stroke is ignored: the steps begin at the start of the field",
  advice: "Write the range in full: first-last/step.",
  snippet: null,
  source: "hyperf:src/crontab/src/Parser.php parseSegment; run with the real parser",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      const { rule, oddities } = task;
      if (rule === null) return undecided(notTold(valueOf(facts.project), task, "rule"), where);
      if (!oddities.includes("start-step-ignored"))
        return passed("no step has a start of its own", where);
      return failed(`the rule is ${rule}: read as ${asRead(rule)}`, {
        ...where,
        snippet: written(task, { rule: asMeant(rule) }),
      });
    }),
};

const START_STEP = /(^|,)(\d+)\//gu;

const asRead = (rule: string): string =>
  fieldsOf(rule)
    .map((field) => field.replaceAll(START_STEP, "$1*/"))
    .join(" ");

function asMeant(rule: string): string {
  const fields = fieldsOf(rule);
  const last = LAST.slice(-fields.length);
  return fields
    .map((field, index) => field.replaceAll(START_STEP, `$1$2-${last[index] ?? 59}/`))
    .join(" ");
}
