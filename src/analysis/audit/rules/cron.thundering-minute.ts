import type { Facts } from "../../../domain/facts.ts";
import { counted, hasTasks, listed, ruleOf, tasksOf, valueOf, type Subject } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { fieldsOf } from "../rule-text.ts";
import type { Finding, Rule } from "../rule.ts";
import { written } from "../snippets.ts";

const MANY = 5;

export const cronThunderingMinute: Rule = {
  id: "cron.thundering-minute",
  code: "CR-31",
  severity: "info",
  claim: "Many tasks start in the same second: their memory and their connections peak together",
  advice: "Spread them over the minute by a rule with seconds.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Parser.php: five fields mean second 0; the incident's errors around the full hour",
  needs: ["project"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const tasks = tasksOf(facts);
    const unread = tasks.filter(({ task }) => task.rule === null).length;
    const { minute, together } = fullest(facts, tasks);
    if (together.length < MANY)
      return together.length + unread < MANY
        ? [passed(`no more than ${counted(together.length, "task")} in one second`)]
        : [undecided(`the rules of ${unread} tasks, which are no constants`)];
    // what ticks several times a minute would be another rule
    const second = together.slice(1).find(({ task }) => ruleOf(facts, task)?.seconds.length === 1);
    const rule = second?.task.rule ?? "";
    return [
      failed(
        `${together.length} tasks start at ${clock(minute)}:00: ${listed(together.map(({ name }) => name))}`,
        second === undefined
          ? {}
          : { snippet: `${written(second.task, { rule: moved(rule) })} // ${plain(second.name)}` },
      ),
    ];
  },
};

type Fullest = { readonly minute: number; readonly together: readonly Subject[] };

/** The minute of the day in whose second 0 most tasks start. Only tasks of every day count, and those of one zone: so it is never more than it is. */
function fullest(facts: Facts, tasks: readonly Subject[]): Fullest {
  const byZone = Map.groupBy(
    tasks,
    ({ task }) => task.timezone ?? valueOf(facts.project).crontab.timezone,
  );
  let found: Fullest = { minute: 0, together: [] };
  for (const inZone of byZone.values()) {
    const minutes = new Map<number, Subject[]>();
    for (const subject of inZone)
      for (const minute of startsOf(facts, subject))
        minutes.set(minute, [...(minutes.get(minute) ?? []), subject]);
    for (const [minute, together] of [...minutes].toSorted(([a], [b]) => a - b))
      if (together.length > found.together.length) found = { minute, together };
  }
  return found;
}

function startsOf(facts: Facts, { task }: Subject): readonly number[] {
  const rule = ruleOf(facts, task);
  const isDaily =
    rule !== null &&
    rule.seconds.includes(0) &&
    rule.days.length === 31 &&
    rule.months.length === 12 &&
    rule.weekdays.length === 7;
  return isDaily
    ? rule.hours.flatMap((hour) => rule.minutes.map((minute) => hour * 60 + minute))
    : [];
}

const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** To a second that few others have. */
const moved = (rule: string): string => ["17", ...fieldsOf(rule).slice(-5)].join(" ");

/** A name ends no comment and begins no other line. */
const plain = (name: string): string => name.replaceAll(/[^\w.:\\-]+/gu, " ");
