import { expect, test } from "vitest";
import { auditGithub } from "../../../src/report/audit/github.ts";
import { commandIn, HOSTILE, reportOf, reportWith, UNPRINTABLE, verdictOf } from "./build.ts";

test("an annotation per finding at its file and line, then the summary", () => {
  expect(auditGithub(reportOf()).split("\n")).toEqual([
    "::error file=config/autoload/crontab.php,line=16,title=CR-01 cron.no-singleton::sync-stock: a run may begin while the former one goes on%0Aticks every 10 s%0ASwitch singleton on.%0A->setSingleton(true)",
    "::warning title=CR-17 cron.worker-strategy::what tasks allocate stays in the workers%0A4 workers grow%0Aby 12.0 MiB%0ABind another strategy.",
    "::notice file=/etc/php/8.2/cli/php.ini,line=3,title=SV-09 php.ini-seen::memory_limit is off%0ASet it.%0A->setSingleton(true)",
    "1 error, 1 warning, 1 info, 1 pass, 3 unknown",
  ]);
});

test("a file of one of several projects is called from the directory that was audited", () => {
  const [first = ""] = auditGithub(reportOf([verdictOf()], { folder: "apps/shop" })).split("\n");
  expect(commandIn(first)?.properties["file"]).toBe("apps/shop/config/autoload/crontab.php");
});

test("names and texts come out of the runner as they went in", () => {
  const file = "app/100%,a:b=c.php";
  const evidence = "50% of ::error::, %0A\nand more";
  const verdict = verdictOf({ declared: { file, line: 3, text: null }, evidence, subject: "a,b" });
  const [line = ""] = auditGithub(reportOf([verdict])).split("\n");
  expect(commandIn(line)).toEqual({
    name: "error",
    properties: { file, line: "3", title: "CR-01 cron.no-singleton" },
    message: `a,b: ${verdict.claim}\n${evidence}\n${verdict.advice ?? ""}\n${verdict.snippet ?? ""}`,
  });
});

test("text of a project forges no annotation and changes none", () => {
  const lines = auditGithub(reportWith(HOSTILE)).split("\n");
  expect(lines.filter((line) => UNPRINTABLE.test(line))).toEqual([]);
  expect(lines.map((line) => commandIn(line)?.name ?? null)).toEqual(["error", "warning", null]);
  for (const line of lines.slice(0, 2))
    expect(Object.entries(commandIn(line)?.properties ?? {})).toMatchObject([
      ["file", expect.not.stringMatching(/\n/u)],
      ["line", "7"],
      ["title", expect.stringMatching(/^CR-\d\d cron\.no-singleton$/u)],
    ]);
});
