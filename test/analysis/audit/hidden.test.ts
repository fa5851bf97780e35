import { expect, test } from "vitest";
import { fingerprintOf, isExcused, isIgnored } from "../../../src/analysis/audit/hidden.ts";
import { rules } from "../../../src/analysis/audit/rules/index.ts";
import { audited } from "../../../src/analysis/audit/audit.ts";
import { verdictOf } from "../../report/audit/build.ts";
import { taskOf, withProject } from "./build.ts";

test.each([
  ["cron.no-singleton", true],
  ["CR-01", true],
  ["cron.*", true],
  ["CR-*", true],
  ["CR-0*", true],
  ["*", true],
  ["cron", false],
  ["cron.no-single", false],
  ["CR-0", false],
  ["cr-01", false],
  ["*.no-singleton", false],
  ["CR-1*", false],
  ["", false],
])("--ignore %s hides CR-01 cron.no-singleton: %s", (pattern, isHidden) => {
  expect(isIgnored(verdictOf(), [pattern])).toBe(isHidden);
  expect(isIgnored(verdictOf(), ["SV-*", pattern])).toBe(isHidden);
});

test("nothing is hidden without a pattern", () => {
  expect(isIgnored(verdictOf(), [])).toBe(false);
});

const FILE = "config/autoload/crontab.php";
const comment = (line: number, ids: readonly string[], file = FILE) => [
  { file, line, ids, reason: "short" },
];

test.each([
  ["on its line", comment(16, ["CR-01"]), true],
  ["on the line above", comment(15, ["CR-01"]), true],
  ["two lines above", comment(14, ["CR-01"]), false],
  ["below", comment(17, ["CR-01"]), false],
  ["for another rule", comment(16, ["CR-02"]), false],
  ["for several rules", comment(16, ["CR-02", "cron.no-*"]), true],
  ["in another file", comment(16, ["CR-01"], "config/autoload/server.php"), false],
  ["without a rule", comment(16, []), false],
] as const)("a comment %s", (_, ignores, isHidden) => {
  expect(isExcused(verdictOf(), ignores)).toBe(isHidden);
});

test("a finding without a place is excused by no comment", () => {
  expect(isExcused(verdictOf({ declared: null }), comment(16, ["*"]))).toBe(false);
});

test("no two findings of an audit share what tells them again", () => {
  const facts = withProject({
    crontab: {
      strategy: "worker",
      tasks: ["a", "b", "c"].map((name) => taskOf({ name, singleton: false, onOneServer: false })),
    },
  });
  const failing = audited(rules, facts).filter(({ kind }) => kind === "fail");
  expect(failing.length).toBeGreaterThan(6);
  expect(new Set(failing.map((each) => fingerprintOf(each, ""))).size).toBe(failing.length);
});

test("lines, words and severity do not change it; the folder of a project does", () => {
  const one = verdictOf({ subject: null });
  const moved = verdictOf({
    subject: null,
    severity: "info",
    evidence: "other",
    declared: { file: FILE, line: 99, text: "other" },
  });
  expect(fingerprintOf(moved, "")).toBe(fingerprintOf(one, ""));
  expect(fingerprintOf(one, "apps/shop")).not.toBe(fingerprintOf(one, "apps/mail"));
  expect(fingerprintOf(verdictOf({ subject: null, declared: null }), "")).toBe(
    '["cron.no-singleton",null]',
  );
});
