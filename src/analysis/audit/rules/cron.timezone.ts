import type { Facts } from "../../../domain/facts.ts";
import {
  crontabVersion,
  hasTasks,
  listed,
  NO_VERSION,
  perTask,
  ruleOf,
  tasksOf,
  valueOf,
  type Subject,
} from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isWithin } from "../version.ts";

/** Before it the zone of a task moved no tick (#6423). */
const WORKS = ">=3.1.5";

export const cronTimezone: Rule = {
  id: "cron.timezone",
  code: "CR-32",
  severity: "warning",
  claim: "The hour of the task is read by a clock that nobody has set",
  advice:
    "Set the zone of PHP in bin/hyperf.php or php.ini, or upgrade where a task has one of its own.",
  snippet: "date_default_timezone_set('Asia/Shanghai'); // in bin/hyperf.php, your zone",
  source:
    "hyperf:src/crontab/src/Parser.php; hyperf#6398, #6423; php.net: date.timezone is UTC by default",
  needs: ["project"],
  applies: hasTasks,
  check: (facts) => [...ofProject(facts), ...ofTasks(facts)],
};

const ofTasks = (facts: Facts): readonly Finding[] =>
  perTask(facts, ({ timezone }, where) => {
    if (timezone === null) return null;
    const version = crontabVersion(facts);
    if (version === null) return undecided(NO_VERSION, where);
    return isWithin(version, WORKS)
      ? passed(`by the clock of ${timezone}`, where)
      : failed(`its timezone ${timezone} has no effect in hyperf/crontab ${version}`, {
          ...where,
          advice: "Upgrade hyperf/crontab to 3.1.5 or newer, or set the zone of PHP.",
          snippet: 'composer require "hyperf/crontab:^3.1.5"',
        });
  });

function ofProject(facts: Facts): readonly Finding[] {
  const dependent = tasksOf(facts).filter((subject) => dependsOnZone(facts, subject));
  const [first] = dependent;
  if (first === undefined) return [passed("no task depends on PHP's zone")];
  const { timezone } = valueOf(facts.project).crontab;
  if (timezone === null) return [undecided("PHP's zone, which is set to no constant")];
  const source = zoneSource(facts, timezone);
  if (source === "set") return [passed(`PHP's zone is ${timezone}`)];
  if (source === "unread")
    return [undecided("php.ini of the image: php -r 'echo date_default_timezone_get();'")];
  return [
    failed(
      `by ${timezone}, for no file sets PHP's zone: ${listed(dependent.map(({ name }) => name))}`,
    ),
  ];
}

/** It has hours or days, and no zone of its own. */
function dependsOnZone(facts: Facts, { task }: Subject): boolean {
  const rule = ruleOf(facts, task);
  if (rule === null || !rule.valid || task.timezone !== null) return false;
  return (
    rule.hours.length < 24 ||
    rule.days.length < 31 ||
    rule.weekdays.length < 7 ||
    rule.months.length < 12
  );
}

/** Without a php.ini at hand nobody can say that none sets it; UTC may then be the default. */
function zoneSource({ declarations }: Facts, timezone: string): "set" | "unset" | "unread" {
  if (!declarations.known) return timezone === "UTC" ? "unread" : "set";
  const { bin, ini } = declarations.value;
  const isSet =
    (bin !== null && (bin.timezone !== null || bin.iniSets.some(isZone))) ||
    (ini ?? []).some((entry) => isZone(entry) && entry.value !== "");
  if (isSet) return "set";
  return bin === null || ini === null ? "unread" : "unset";
}

const isZone = ({ name }: { readonly name: string }): boolean => name === "date.timezone";
