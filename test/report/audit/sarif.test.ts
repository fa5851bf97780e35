import { Ajv } from "ajv";
import type { Log, Result } from "sarif";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../../src/analysis/audit/hidden.ts";
import { rules } from "../../../src/analysis/audit/rules/index.ts";
import type { PlacedReport } from "../../../src/report/audit/document.ts";
import { auditSarif } from "../../../src/report/audit/sarif.ts";
import { SARIF } from "../../schema/sarif.ts";
import {
  HOSTILE,
  note,
  passing,
  reportOf,
  reportWith,
  UNPRINTABLE,
  unknowns,
  verdictOf,
} from "./build.ts";

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(SARIF);

function logOf(...reports: readonly PlacedReport[]): Log {
  const text = auditSarif(reports, { rules, version: "0.1.0" }, fingerprintOf);
  expect(text).not.toContain("\n");
  const log: Log = JSON.parse(text);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  return log;
}
const resultsOf = (...reports: readonly PlacedReport[]): readonly Result[] =>
  logOf(...reports).runs[0]?.results ?? [];

test("a result for each finding, with its level, and none for what passes or is unknown", () => {
  expect(resultsOf(reportOf()).map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ["cron.no-singleton", "error"],
    ["cron.worker-strategy", "warning"],
    ["php.ini-seen", "note"],
  ]);
  expect(resultsOf(reportOf([passing, ...unknowns]))).toEqual([]);
});

test("every finding stands at its place: below the project, outside of it, or at the project itself", () => {
  const places = resultsOf(reportOf()).map(({ locations = [] }) =>
    locations.map(({ physicalLocation }) => physicalLocation),
  );
  expect(places).toEqual([
    [
      {
        artifactLocation: { uri: "config/autoload/crontab.php", uriBaseId: "PROJECT" },
        region: { startLine: 16 },
      },
    ],
    [],
    [
      {
        artifactLocation: { uri: "file:///etc/php/8.2/cli/php.ini" },
        region: { startLine: 3 },
      },
    ],
  ]);
});

test("it says what a person is told, in the same order", () => {
  expect(resultsOf(reportOf())[0]?.message.text).toBe(
    "sync-stock: a run may begin while the former one goes on\nticks every 10 s\nSwitch singleton on.\n->setSingleton(true)",
  );
});

test("several projects of one directory are one run, each file called from that directory", () => {
  const shop = reportOf([verdictOf(), note], { folder: "apps/shop" });
  const mail = reportOf([verdictOf()], { folder: "apps/mail" });
  const log = logOf(shop, mail);
  expect(log.runs).toHaveLength(1);
  const uris = (log.runs[0]?.results ?? []).map(
    ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
  );
  expect(uris).toEqual([
    "apps/shop/config/autoload/crontab.php",
    "file:///etc/php/8.2/cli/php.ini",
    "apps/mail/config/autoload/crontab.php",
  ]);
});

const printOf = (...[change, folder = ""]: [Parameters<typeof verdictOf>[0], string?]): unknown =>
  resultsOf(reportOf([verdictOf(change)], { folder }))[0]?.partialFingerprints;

test("a finding is told again when its lines have moved, and told from others", () => {
  const here = { file: "config/autoload/crontab.php", line: 16, text: "a" };
  const same = printOf({ declared: here });
  expect(printOf({ declared: { ...here, line: 90, text: "b" } })).toEqual(same);
  expect(printOf({ evidence: "ticks every minute", severity: "info" })).toEqual(same);
  expect(printOf({ subject: "other" })).not.toEqual(same);
  expect(printOf({ rule: "cron.no-one-server" })).not.toEqual(same);
  expect(printOf({ declared: here }, "apps/shop")).not.toEqual(same);
  const alone = printOf({ subject: null, declared: here });
  expect(printOf({ subject: null, declared: { ...here, line: 2 } })).toEqual(alone);
  expect(printOf({ subject: null, declared: { ...here, file: "b.php" } })).not.toEqual(alone);
});

test("text of a project makes no link, no placeholder, no other path, and leaves the document whole", () => {
  const results = resultsOf(reportWith(HOSTILE));
  expect(results).toHaveLength(2);
  for (const { message, locations } of results) {
    const text = message.text ?? "";
    expect(text.split("\n").filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    expect(text).toContain("click");
    expect(text).not.toContain("](");
    // SARIF 3.11.5: a literal brace is doubled
    expect(text.replaceAll("{{", "").replaceAll("}}", "")).not.toMatch(/\{\d+\}/u);
    const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "";
    expect(uri).toMatch(/^[\w./%!'()*~-]+$/u);
    expect(decodeURIComponent(uri)).toBe(HOSTILE.toWellFormed());
  }
});

test("the schema refuses what is not SARIF", () => {
  const log = logOf(reportOf());
  const [run] = log.runs;
  const [result] = run?.results ?? [];
  expect(validate({ ...log, version: "2.0.0" })).toBe(false);
  expect(validate({ ...log, runs: [{ ...run, results: [{ ...result, level: "fatal" }] }] })).toBe(
    false,
  );
  expect(validate({ ...log, runs: [{ ...run, invented: 1 }] })).toBe(false);
});
