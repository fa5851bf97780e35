// What the rules about crontab stand on: the tasks that run, where they stand, how often they tick.
import type { DeclaredTask } from "../../domain/declarations.ts";
import type { Fact, Facts } from "../../domain/facts.ts";
import type { Oddity, CronTask, Project } from "../../domain/project.ts";
import { parseRule, type ParsedRule } from "../cron/rule.ts";
import { failed, passed, placeText, undecided } from "./findings.ts";
import type { Finding } from "./rule.ts";
import { isVersion, isWithin } from "./version.ts";

/** The value of a fact that the rule's `needs` name. */
export function valueOf<T>(fact: Fact<T>): T {
  if (!fact.known) throw new TypeError(`asked for what is not known: ${fact.why}`);
  return fact.value;
}

/** Of a task that has no name its place; of several that would be the same a number behind it. */
export type Subject = { readonly name: string; readonly task: CronTask };

/** The tasks that Hyperf registers: neither dropped for another of the same name nor switched off. */
export function tasksOf({ project }: Pick<Facts, "project">): readonly Subject[] {
  if (!project.known || project.value.framework !== "hyperf") return [];
  const seen = new Map<string, number>();
  return project.value.crontab.tasks
    .filter(({ overriddenBy, enable }) => overriddenBy === null && enable !== false)
    .map((task) => {
      const name = task.name ?? placeText(task.declared);
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { name: count === 1 ? name : `${name} (${count})`, task };
    });
}

export const isLocked = ({ singleton, onOneServer }: CronTask): boolean =>
  singleton === true || onOneServer === true;

export const lockedTasks = (facts: Pick<Facts, "project">): readonly Subject[] =>
  tasksOf(facts).filter(({ task }) => isLocked(task));

/** For `applies`: false once it is known that there is nothing to judge. */
export const isHyperfProject = ({ project }: Facts): boolean =>
  !project.known || project.value.framework === "hyperf";
export const hasTasks = (facts: Facts): boolean =>
  !facts.project.known || tasksOf(facts).length > 0;
export const hasLockedTasks = (facts: Facts): boolean =>
  !facts.project.known || lockedTasks(facts).length > 0;

type Where = Pick<Finding, "subject" | "declared">;

/** What a rule says of each task that runs; null: it does not apply to this one. A task of which it is not told whether it is on cannot fail. */
export const perTask = (
  facts: Facts,
  judged: (task: CronTask, where: Where) => Finding | null,
): readonly Finding[] =>
  tasksOf(facts).flatMap(({ name, task }) => {
    const where = { subject: name, declared: taskPlace(facts, task) };
    const finding = judged(task, where);
    if (finding === null) return [];
    return finding.kind === "fail" && task.enable === null
      ? [undecided(notTold(valueOf(facts.project), task, "enable"), where)]
      : [finding];
  });

export function taskPlace(facts: Pick<Facts, "declarations">, task: CronTask): Where["declared"] {
  const { file, line } = task.declared;
  return { file, line, text: declaredTask(facts, task)?.text ?? null };
}

/** The task as written; null: the files are not at hand, or two that cannot be told apart stand on its line. */
export function declaredTask(
  { declarations }: Pick<Facts, "declarations">,
  { name, declared: { file, line } }: CronTask,
): DeclaredTask | null {
  if (!declarations.known) return null;
  const there = declarations.value.tasks.filter(
    ({ place }) => place.file === file && place.line === line,
  );
  const named = there.filter(
    ({ properties }) => properties.name?.kind === "scalar" && properties.name.value === name,
  );
  const [only] = there.length > 1 ? named : there;
  return there.length > 1 && named.length > 1 ? null : (only ?? null);
}

/** What would settle a property of a task that is null: where it stands and what it says. */
export function notTold(project: Project, task: CronTask, property: string): string {
  const { file, line } = task.declared;
  const next = project.crontab.tasks
    .filter((other) => other.declared.file === file && other.declared.line > line)
    .map((other) => other.declared.line);
  const end = Math.min(...next, line + FARTHEST_LINES);
  const open = project.unresolved.filter(
    (one) => one.file === file && one.line >= line && one.line < end,
  );
  const texts = open.map((one) => `${placeText(one)} is no constant: ${one.text}`);
  return `${property} of the task: ${texts.length > 0 ? texts.join("; ") : `${placeText(task.declared)} gives no constant`}`;
}

/** No task is written over more lines. */
const FARTHEST_LINES = 40;

/** Null: it is not told, or is a branch. */
export const crontabVersion = ({ project }: Facts): string | null => {
  const version = valueOf(project).versions["hyperf/crontab"];
  return version !== null && isVersion(version) ? version : null;
};

export const NO_VERSION = "the version of hyperf/crontab: composer.lock does not tell it";

/** One answer by the version of hyperf/crontab alone. */
export function byVersion(facts: Facts, range: string, evidence: string): Finding {
  const version = crontabVersion(facts);
  if (version === null) return undecided(NO_VERSION);
  const told = `hyperf/crontab is ${version}`;
  return isWithin(version, range) ? failed(`${told}; ${evidence}`) : passed(told);
}

export const ruleOf = (facts: Facts, { rule }: CronTask): ParsedRule | null =>
  rule === null ? null : parseRule(rule, crontabVersion(facts));

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds between two ticks where they are closest; null: it is not told, or there are none. A day stands for all that is longer. */
export function intervalOf(facts: Facts, task: CronTask): number | null {
  const rule = ruleOf(facts, task);
  if (rule === null || !rule.valid || rule.neverEnds) return null;
  const { seconds, minutes, hours, days, months, weekdays } = rule;
  if ([seconds, minutes, hours, days, months, weekdays].some(({ length }) => length === 0))
    return null;
  const ofMinutes = gapOf(minutes, 60, gapOf(hours, 24, true) === 1);
  const ofSeconds = gapOf(seconds, 60, ofMinutes === 1);
  return Math.min(ofSeconds, ofMinutes * MINUTE, gapOf(hours, 24, true) * HOUR, DAY);
}

/** The smallest distance of two values; of the last to the first of the next round only where that follows. One value has no distance. */
function gapOf(values: readonly number[], round: number, isRepeated: boolean): number {
  const gaps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const [first = 0] = values;
  if (isRepeated) gaps.push(round - (values.at(-1) ?? 0) + first);
  return values.length > 1 ? Math.min(...gaps) : Infinity;
}

/** `every 10 s`, `every 5 min`, `every 2 h`, `once a day or less`. */
export const everyText = (seconds: number): string => {
  if (seconds >= DAY) return "once a day or less";
  if (seconds % HOUR === 0) return `every ${seconds / HOUR} h`;
  return seconds % MINUTE === 0 ? `every ${seconds / MINUTE} min` : `every ${seconds} s`;
};

/** `1 task`, `3 tasks`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;

/** The first names of a list: `a, b, c, …`. */
export const listed = (names: readonly string[]): string =>
  names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");

/** Its rule is refused, or has a field that nothing fits: it is cron.rule-never, or cron.rule-infinite, that says so, and locks are no matter. */
export const neverTicks = ({ valid, oddities, next }: CronTask): boolean =>
  valid === false || (next.length === 0 && oddities.some((oddity) => EMPTYING.includes(oddity)));

const EMPTYING: readonly Oddity[] = [
  "dow-7-never",
  "value-out-of-range",
  "empty-field",
  "zero-step",
];
