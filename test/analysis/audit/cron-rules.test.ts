// What holds for all rules of crontab.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { audited } from "../../../src/analysis/audit/audit.ts";
import { judge } from "../../../src/analysis/audit/judge.ts";
import type { Rule } from "../../../src/analysis/audit/rule.ts";
import { unknown } from "../../../src/domain/facts.ts";
import { ODDITIES } from "../../../src/domain/project.ts";
import { alone } from "./alone/cron.ts";
import { factsOf, taskOf, withProject } from "./build.ts";

const RULES = new URL("../../../src/analysis/audit/rules/", import.meta.url);
const files = readdirSync(RULES).filter((name) => name.startsWith("cron."));
const rules: readonly Rule[] = await Promise.all(
  files.map(async (name): Promise<Rule> => {
    const [rule] = Object.values<Rule>(await import(new URL(name, RULES).href));
    if (rule === undefined) throw new TypeError(`no rule in ${name}`);
    return rule;
  }),
);

const failing = (found: readonly { readonly kind: string; readonly rule: string }[]) => [
  ...new Set(found.filter(({ kind }) => kind === "fail").map(({ rule }) => rule)),
];

test("each file has the rule of its name, with a code of its own", () => {
  expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files);
  const codes = Array.from(
    { length: 41 },
    (_, index) => `CR-${String(index + 1).padStart(2, "0")}`,
  );
  expect(rules.map(({ code }) => code).toSorted()).toEqual(codes);
});

test("the clean service gives no finding", () => {
  expect(failing(audited(rules, factsOf()))).toEqual([]);
});

test.each(Object.entries(alone))("%s fails alone", (id, facts) => {
  expect(failing(audited(rules, facts))).toEqual([id]);
});

test("each that can fail has facts in which it does", () => {
  expect(Object.keys(alone).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
});

test("a project without Hyperf, or without tasks, is left out", () => {
  const foreign = withProject({ framework: "octane" });
  const taskless = withProject({ crontab: { tasks: [] } });
  expect(audited(rules, foreign)).toEqual([]);
  expect(audited(rules, taskless)).toEqual([]);
});

test("nothing is said for sure where nothing was read", () => {
  const dark = factsOf({
    project: unknown("no project was read"),
    declarations: unknown("no project was read"),
  });
  // missing ticks are nobody's question where no log was read
  const asking = rules.filter(({ id }) => id !== "cron.missing-ticks");
  expect(rules.flatMap((rule) => judge(rule, dark)).map(({ kind }) => kind)).toEqual(
    asking.map(() => "unknown"),
  );
});

// Whatever a project says: never two verdicts for one subject, never an unknown that does not say what would settle it, never a finding of what is null.
test.each([
  ["all is null", { rule: null, valid: null, type: null, callback: null, singleton: null }],
  ["locks are null", { onOneServer: null, mutexPool: null, mutexExpires: null }],
  ["names are null", { name: null }],
  ["whether it is on is null", { enable: null, singleton: false, onOneServer: false }],
  ["the rule is odd in every way", { rule: "7,60 5/10 */0 31 2 7", oddities: ODDITIES }],
  ["the rule is empty", { rule: "", valid: false }],
] as const)("verdicts are well formed where %s", (_, change) => {
  const tasks = [taskOf(change), taskOf({ ...change, name: null })];
  const verdicts = audited(
    rules,
    withProject({ crontab: { tasks, timezone: null, strategy: null } }),
  );
  const keys = verdicts.map(({ rule, subject }) => JSON.stringify([rule, subject]));
  expect(new Set(keys).size).toBe(keys.length);
  const unknowns = verdicts.filter(({ kind }) => kind === "unknown");
  expect(unknowns.filter(({ missing }) => missing === null || missing === "")).toEqual([]);
  const fails = verdicts.filter(({ kind }) => kind === "fail");
  expect(fails.filter(({ advice, evidence }) => advice === "" || evidence === null)).toEqual([]);
});
