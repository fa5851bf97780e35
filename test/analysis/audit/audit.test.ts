import { expect, test } from "vitest";
import { audited, failsAt, summaryOf } from "../../../src/analysis/audit/audit.ts";
import { judge } from "../../../src/analysis/audit/judge.ts";
import type { Finding, Rule } from "../../../src/analysis/audit/rule.ts";
import { unknown as nothing } from "../../../src/domain/facts.ts";
import type { Verdict } from "../../../src/domain/verdict.ts";
import { verdictOf } from "../../report/audit/build.ts";
import { rules } from "../../../src/analysis/audit/rules/index.ts";
import { alone } from "./alone/cron.ts";
import { factsOf, taskOf, withProject } from "./build.ts";

const odd = withProject({
  crontab: {
    tasks: ["b", "a", "c"].map((name) => taskOf({ name, singleton: false, onOneServer: false })),
  },
});

test("the order is that of kind, severity, code and subject, whatever the order of the rules", () => {
  for (const facts of [factsOf(), odd, ...Object.values(alone)]) {
    const verdicts = audited(rules, facts);
    expect(audited(rules.toReversed(), facts)).toEqual(verdicts);
  }
  const failing = audited(rules, odd).filter(({ kind }) => kind === "fail");
  expect(failing.slice(0, 3).map(({ code, subject }) => `${code} ${subject ?? ""}`)).toEqual([
    "CR-01 a",
    "CR-01 b",
    "CR-01 c",
  ]);
  const severities = failing.map(({ severity }) => ["error", "warning", "info"].indexOf(severity));
  expect(severities).toEqual(severities.toSorted((x, y) => x - y));
  expect(new Set(severities).size).toBeGreaterThan(1);
});

const failing = (severity: Verdict["severity"]) => verdictOf({ severity });
const passing = verdictOf({ kind: "pass", severity: "error" });
const unknown = verdictOf({ kind: "unknown", severity: "error" });

test("a summary counts findings by severity, and the rest by kind", () => {
  const some = [failing("error"), failing("info"), failing("info"), passing, unknown, unknown];
  expect(summaryOf(some)).toEqual({
    fail: { error: 1, warning: 0, info: 2 },
    pass: 1,
    unknown: 2,
  });
  expect(summaryOf([])).toEqual({ fail: { error: 0, warning: 0, info: 0 }, pass: 0, unknown: 0 });
});

test.each([
  ["error", "error", true],
  ["error", "warning", true],
  ["error", "info", true],
  ["warning", "error", false],
  ["warning", "warning", true],
  ["warning", "info", true],
  ["info", "error", false],
  ["info", "warning", false],
  ["info", "info", true],
] as const)("a finding of %s fails at %s: %s", (severity, level, fails) => {
  expect(failsAt([passing, unknown, failing(severity)], level)).toBe(fails);
});

test("what passes or is unknown fails at no level", () => {
  expect(failsAt([passing, unknown], "info")).toBe(false);
});

const ruleOf = (change: Partial<Rule>): Rule => ({
  id: "a.b",
  code: "AB-01",
  severity: "warning",
  claim: "claim",
  advice: "advice",
  snippet: "snippet",
  source: "source",
  needs: [],
  check: () => [],
  ...change,
});

test("a rule that does not apply, or finds nothing, gives no verdict", () => {
  expect(judge(ruleOf({}), factsOf())).toEqual([]);
  const absent = ruleOf({ applies: () => false, needs: ["logs"] });
  expect(judge(absent, factsOf())).toEqual([]);
});

test("a rule without what it needs is unknown, and says once what would settle it", () => {
  const rule = ruleOf({
    needs: ["processes", "cgroup", "logs", "project"],
    check: () => {
      throw new Error("is not asked");
    },
  });
  const facts = factsOf({
    processes: nothing("audit the target"),
    cgroup: nothing("audit the target"),
    logs: nothing("logs are not read"),
  });
  expect(judge(rule, facts)).toEqual([
    {
      rule: "a.b",
      code: "AB-01",
      severity: "warning",
      kind: "unknown",
      subject: null,
      claim: "claim",
      evidence: null,
      declared: null,
      missing: "audit the target; logs are not read",
      advice: null,
      snippet: null,
      source: "source",
    },
  ]);
});

const found = (change: Partial<Finding>): Finding => ({
  kind: "fail",
  subject: null,
  evidence: "seen",
  declared: null,
  ...change,
});

test("only what fails has advice and what to write: its own, else the rule's", () => {
  const rule = ruleOf({
    check: () => [
      found({}),
      found({ advice: "other", snippet: null, severity: "error" }),
      found({ kind: "pass" }),
      found({ kind: "unknown", evidence: null, missing: "a file" }),
    ],
  });
  const told = judge(rule, factsOf()).map(({ severity, advice, snippet, missing }) => [
    severity,
    advice,
    snippet,
    missing,
  ]);
  expect(told).toEqual([
    ["warning", "advice", "snippet", null],
    ["error", "other", null, null],
    ["warning", null, null, null],
    ["warning", null, null, "a file"],
  ]);
});
