import { expect, test } from "vitest";
import { rules } from "../../../src/analysis/audit/rules/index.ts";
import { rulesJson, rulesText } from "../../../src/report/audit/rules.ts";
import { validateDocument } from "../../schema/validate.ts";

const rule = {
  id: "cron.no-singleton",
  code: "CR-01",
  severity: "error",
  claim: "a run may begin while the former one goes on",
  advice: "Switch singleton on.",
  source: "CrontabManager.php",
  needs: ["declarations"],
} as const;

test("a line per rule: code, severity, id, claim", () => {
  const other = { ...rule, id: "php.ini", code: "SV-09", severity: "info" } as const;
  expect(rulesText([rule, other]).split("\n")).toEqual([
    "CR-01  error    cron.no-singleton  a run may begin while the former one goes on",
    "SV-09  info     php.ini            a run may begin while the former one goes on",
  ]);
});

test("the document holds what a rule is, without its code, and fits its schema", () => {
  const noisy = { ...rule, check: () => [], snippet: null };
  expect(JSON.parse(rulesJson([noisy]))).toEqual({ v: 1, rules: [rule] });
  expect(validateDocument("rules", JSON.parse(rulesJson(rules)))).toEqual([]);
});
