import { expect, test } from "vitest";
import { auditJson, pathFrom } from "../../../src/report/audit/document.ts";
import { validateDocument } from "../../schema/validate.ts";
import { BROKEN_LINE, HOSTILE, reportOf, reportWith } from "./build.ts";

test("the document fits its schema and says what the report says", () => {
  const report = reportOf();
  const text = auditJson(report);
  const document = JSON.parse(text);
  expect(text).not.toContain("\n");
  expect(validateDocument("audit", document)).toEqual([]);
  expect(document).toMatchObject({
    v: 1,
    subject: "./app",
    verdicts: report.verdicts,
    summary: { fail: { error: 1, warning: 1, info: 1 }, pass: 1, unknown: 3 },
  });
  expect(document.project.crontab.tasks[0].next[0]).toBe("2026-11-26T12:05:17.000Z");
});

test("hostile text leaves it whole, and comes out as it went in", () => {
  const text = auditJson(reportWith(HOSTILE));
  expect(text).not.toMatch(BROKEN_LINE);
  const document = JSON.parse(text);
  expect(validateDocument("audit", document)).toEqual([]);
  expect(document.subject).toBe(HOSTILE);
  expect(document.verdicts[0].declared).toEqual({ file: HOSTILE, line: 7, text: HOSTILE });
  expect(document.project.crontab.tasks[0].name).toBe(HOSTILE);
});

test.each([
  ["", "config/a.php", "config/a.php"],
  ["apps/shop", "config/a.php", "apps/shop/config/a.php"],
  ["apps/shop", "/etc/php.ini", "/etc/php.ini"],
])("from %j, %s is %s", (folder, file, path) => {
  expect(pathFrom(folder, file)).toBe(path);
});
