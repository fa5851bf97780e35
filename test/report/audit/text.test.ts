import { expect, test } from "vitest";
import type { AuditReport } from "../../../src/report/audit/document.ts";
import { auditText } from "../../../src/report/audit/text.ts";
import { projectOf } from "../../analysis/audit/build.ts";
import {
  commandIn,
  HARMLESS,
  HOSTILE,
  passing,
  reportOf,
  reportWith,
  UNPRINTABLE,
} from "./build.ts";

test("a person reads what is wrong, where, what was seen, what to do and to write, then what is not known", () => {
  expect(auditText(reportOf()).split("\n")).toEqual([
    "./app  php 8.2.36, swoole 6.2.1, hyperf 3.1.71, hyperf/crontab 3.1.71",
    "1 error, 1 warning, 1 info, 1 pass, 3 unknown",
    "",
    "ERROR  CR-01 cron.no-singleton  sync-stock: a run may begin while the former one goes on",
    "       at    config/autoload/crontab.php:16  (new Crontab())",
    "       seen  ticks every 10 s",
    "       do    Switch singleton on.",
    "       write ->setSingleton(true)",
    "",
    "WARN   CR-17 cron.worker-strategy  what tasks allocate stays in the workers",
    "       seen  4 workers grow",
    "             by 12.0 MiB",
    "       do    Bind another strategy.",
    "",
    "INFO   SV-09 php.ini-seen  memory_limit is off",
    "       at    /etc/php/8.2/cli/php.ini:3",
    "       do    Set it.",
    "       write ->setSingleton(true)",
    "",
    "not known:",
    "  logs are not read",
    "      CR-06, CR-38 (sync-stock)",
    "  --replicas N",
    "      PR-03",
  ]);
});

const secondLine = (report: AuditReport) => auditText(report).split("\n")[1];

test("what is hidden is counted, by what hides it", () => {
  const hidden = { byComment: 1, byIgnore: 0, byBaseline: 2 };
  expect(secondLine({ ...reportOf([passing]), hidden })).toBe(
    "0 errors, 0 warnings, 0 info, 1 pass, 0 unknown; 3 hidden (1 by a comment, 2 by the baseline)",
  );
  const none = { byComment: 0, byIgnore: 0, byBaseline: 0 };
  expect(secondLine({ ...reportOf([passing]), hidden: none })).toMatch(/0 unknown$/u);
});

test("what could not be read or understood stands before the findings", () => {
  const project = projectOf({
    framework: null,
    versions: { php: null, swoole: null, hyperf: null, "hyperf/crontab": null },
    unreadable: ["config/autoload/huge.php"],
    parseErrors: [{ file: "app/Broken.php", line: 4, message: "unexpected '{'" }],
  });
  expect(auditText(reportOf([passing], { project })).split("\n")).toEqual([
    "./app  no known framework",
    "0 errors, 0 warnings, 0 info, 1 pass, 0 unknown",
    "not readable: config/autoload/huge.php",
    "not understood: app/Broken.php:4: unexpected '{'",
  ]);
  const unread = [{ file: "config/autoload/huge.php", why: "too-large" }] as const;
  expect(auditText({ ...reportOf([passing], { project }), unread })).toContain(
    "not readable: config/autoload/huge.php: it is too large",
  );
});

test("text of a project stays within its line, prints no control character and gives no command to CI", () => {
  const lines = auditText(reportWith(HOSTILE)).split("\n");
  const harmless = auditText(reportWith(HARMLESS)).split("\n");
  expect(lines.map(beginning)).toEqual(harmless.map(beginning));
  expect(lines.filter((line) => UNPRINTABLE.test(line))).toEqual([]);
  expect(lines.filter((line) => commandIn(line) !== null)).toEqual([]);
});

/** What of a line is ours: its label, or that it goes on. */
const beginning = (line: string): string =>
  /^(?:[A-Z]+ +|not known:| {7}(?:at|seen|do|write) +| {13}| {6}CR| {2}|not \w+: )/u.exec(
    line,
  )?.[0] ?? "";
