// What the tests of a described project are made of: the clean service of the audit's tests, and what a test changes of it.
import { describeProject } from "../../../src/analysis/cron/project.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { declarationsOf, declaredTask } from "../audit/build.ts";

const AT = epochMs(Date.UTC(2026, 10, 25, 22, 30, 7, 250));
export type Change = Parameters<typeof declarationsOf>[0];
export type Properties = Parameters<typeof declaredTask>[0];

export const described = (change: Change = {}, next = 3) =>
  describeProject(declarationsOf(change), { at: AT, next, defaultZone: "UTC" });
export const crontab = (change: Change) => described(change).crontab;

export const withVersion = (version: string | null) => ({
  packages:
    version === null
      ? null
      : Object.fromEntries(
          ["hyperf/crontab", "hyperf/framework"].map((name) => [name, { version, isDev: false }]),
        ),
});

/** The one task of a project, without an expiry of its own. */
export function one(
  properties: Properties,
  change: Parameters<typeof declaredTask>[1] = {},
  more: Change = {},
) {
  const task = declaredTask({ mutexExpires: undefined, ...properties }, change);
  const [first] = described({ ...more, tasks: [task] }).crontab.tasks;
  if (first === undefined) throw new TypeError("no task");
  return first;
}

export const texts = (ticks: readonly number[]) =>
  ticks.map((tick) => new Date(tick).toISOString().slice(0, 19));

export const STRATEGY = "Hyperf\\Crontab\\Strategy\\";
/** A project that binds a strategy. */
export const bound = (value: unknown): Change => ({
  config: { dependencies: { [`${STRATEGY}StrategyInterface`]: value } },
});
