import type { CronTask, Oddity } from "../domain/project.ts";

/** Why a task has no next tick. */
export function notRunning(task: CronTask): string {
  const { rule, valid, enable, overriddenBy, oddities, environments } = task;
  if (overriddenBy !== null) return "dropped";
  if (rule === null || valid === null) return "?";
  if (!valid) return "invalid";
  if (enable === false) return "off";
  if (environments === null) return "?";
  // the whole crontab is off, or the environment is another
  const isNever = environments.length === 0 && oddities.some((oddity) => NEVER.has(oddity));
  return isNever ? "never" : "not here";
}

/** What a rule without a tick may have come to by. */
const NEVER: ReadonlySet<Oddity> = new Set<Oddity>([
  "dow-7-never",
  "value-out-of-range",
  "empty-field",
  "dom-and-dow",
  "zero-step",
]);

/** What Hyperf makes of a rule that looks like something else. */
export const ODDITY_WORDS: Readonly<Record<Oddity, string>> = {
  "dow-7-never": "weekday 7 never comes in Hyperf: Sunday is 0",
  "value-out-of-range": "a value lies outside of its field and never comes",
  "empty-field": "a field holds nothing, so that it never runs",
  "start-step-ignored": "the start before / is ignored: 5/10 is */10",
  "dom-and-dow": "day of month AND weekday must fit, not one of them",
  "zero-step": "a step of 0 never ends: the dispatcher dies each minute",
  "uneven-seconds": "seconds start again each minute: the last gap is shorter",
};
