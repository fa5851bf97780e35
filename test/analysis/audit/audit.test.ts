import { expect, test } from "vitest";
import { audited } from "../../../src/analysis/audit/audit.ts";
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
