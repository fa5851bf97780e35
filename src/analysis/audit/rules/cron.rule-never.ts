import type { Facts } from "../../../domain/facts.ts";
import type { CronTask, Oddity } from "../../../domain/project.ts";
import { parseRule, type ParsedRule } from "../../cron/rule.ts";
import {
  crontabVersion,
  hasTasks,
  intervalOf,
  notTold,
  perTask,
  ruleOf,
  valueOf,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { mendedRule } from "../rule-text.ts";
import { written } from "../snippets.ts";

export const cronRuleNever: Rule = {
  id: "cron.rule-never",
  code: "CR-27",
  severity: "error",
  claim: "The rule never fires, or never on a part of what it names",
  advice:
    "Write it as Hyperf reads it: five or six fields of digits, `*`, `,`, `-` and `/`; Sunday is 0; ranges go upwards.",
  snippet: null,
  source: "hyperf:src/crontab/src/Parser.php isValid, parseSegment; run with the real parser",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) => {
      const { rule } = task;
      const parsed = ruleOf(facts, task);
      if (rule === null || parsed === null)
        return undecided(notTold(valueOf(facts.project), task, "rule"), where);
      // it never fires either, but dies before: cron.rule-infinite
      if (task.oddities.includes("zero-step")) return null;
      const why = whyNever(task, parsed);
      if (why === null)
        return passed(
          intervalOf(facts, task) === null ? "the rule is accepted" : "the rule fires",
          where,
        );
      return failed(`the rule is ${rule}: ${why}`, {
        ...where,
        snippet: mendedSnippet(facts, task, rule),
      });
    }),
};

/** Null: what is meant is not beyond doubt. */
function mendedSnippet(facts: Facts, task: CronTask, rule: string): string | null {
  const mended = mendedRule(rule);
  if (mended === null) return null;
  const { valid, oddities } = parseRule(mended, crontabVersion(facts));
  return valid && !WHY.some(([oddity]) => oddities.includes(oddity))
    ? written(task, { rule: mended })
    : null;
}

const WHY: readonly (readonly [Oddity, string])[] = [
  ["dow-7-never", "7 is no day of the week, Sunday is 0"],
  ["value-out-of-range", "a value lies outside of its field"],
  ["empty-field", "a field has no value"],
];

function whyNever({ valid, oddities }: CronTask, parsed: ParsedRule): string | null {
  if (valid === false) return "Hyperf rejects it and drops the task";
  const odd = WHY.filter(([oddity]) => oddities.includes(oddity)).map(([, why]) => why);
  if (odd.length > 0) return odd.join("; ");
  return hasNoDay(parsed) ? "no month of those has such a day" : null;
}

/** Days of the longest year: February has 29. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const hasNoDay = ({ days, months }: ParsedRule): boolean =>
  days.length > 0 &&
  months.length > 0 &&
  !months.some((month) => days.some((day) => day <= (DAYS[month - 1] ?? 31)));
