import { describe, expect, test } from "vitest";
import { auditMarkdown } from "../../../src/report/audit/markdown.ts";
import {
  commandIn,
  HARMLESS,
  HOSTILE,
  passing,
  reportOf,
  reportWith,
  UNPRINTABLE,
  verdictOf,
} from "./build.ts";

test("a table of the findings, then each with what to do", () => {
  expect(auditMarkdown(reportOf()).split("\n")).toEqual([
    "# Audit of ./app",
    "",
    "php 8.2.36, swoole 6.2.1, hyperf 3.1.71, hyperf/crontab 3.1.71: 1 error, 1 warning, 1 info, 1 pass, 3 unknown",
    "",
    "| severity | rule | where | what |",
    "|---|---|---|---|",
    "| error | CR-01 `cron.no-singleton` | config/autoload/crontab.php:16 | sync-stock: a run may begin while the former one goes on |",
    "| warning | CR-17 `cron.worker-strategy` |  | what tasks allocate stays in the workers |",
    String.raw`| info | SV-09 ${"`php.ini-seen`"} | /etc/php/8.2/cli/php.ini:3 | memory\_limit is off |`,
    "",
    "### CR-01 sync-stock: a run may begin while the former one goes on",
    "",
    "ticks every 10 s",
    "",
    "Switch singleton on.",
    "",
    "```php",
    "->setSingleton(true)",
    "```",
    "",
    "### CR-17 what tasks allocate stays in the workers",
    "",
    "4 workers grow by 12.0 MiB",
    "",
    "Bind another strategy.",
    "",
    String.raw`### SV-09 memory\_limit is off`,
    "",
    "Set it.",
    "",
    "```php",
    "->setSingleton(true)",
    "```",
  ]);
});

test("nothing wrong: no table", () => {
  expect(auditMarkdown(reportOf([passing])).split("\n")).toEqual([
    "# Audit of ./app",
    "",
    "php 8.2.36, swoole 6.2.1, hyperf 3.1.71, hyperf/crontab 3.1.71: 0 errors, 0 warnings, 0 info, 1 pass, 0 unknown",
  ]);
});

/** The lines that are text, and those inside of fences. */
function parted(markdown: string): {
  readonly text: readonly string[];
  readonly code: readonly string[];
} {
  const text: string[] = [];
  const code: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split("\n")) {
    const [, ticks = ""] = /^ {0,3}(`{3,}|~{3,})/u.exec(line) ?? [];
    if (fence === null) {
      if (ticks === "") text.push(line);
      else fence = ticks;
    } else if (ticks.startsWith(fence) && ticks === line.trim()) fence = null;
    else code.push(line);
  }
  expect(fence).toBeNull();
  return { text, code };
}

/** Without what a backslash takes the meaning of, and without code spans of ours. */
const bare = (line: string): string =>
  line.replaceAll(/\\[!-/:-@[-`{-~]/gu, "").replaceAll(/`[\w.-]+`/gu, "");

describe("a project that means harm", () => {
  const { text, code } = parted(auditMarkdown(reportWith(HOSTILE)));
  const harmless = parted(auditMarkdown(reportWith(HARMLESS)));

  test("has as many lines of text and of code as one that does not", () => {
    expect([text.length, code.length]).toEqual([harmless.text.length, harmless.code.length]);
    expect(text.map((line) => line[0])).toEqual(
      harmless.text.map((line, index) => (line.startsWith("x") ? text[index]?.[0] : line[0])),
    );
  });

  test("starts no markup, HTML, entity, link or picture in text", () => {
    const markup = text
      .map((line) => bare(line).replace(/^(?:#{1,3} |\| .* \|$|\|(?:---\|)+$)/u, ""))
      .filter((line) => /[*_[\]<>`#|~&]/u.test(line));
    expect(markup).toEqual([]);
  });

  test("keeps each row at four cells", () => {
    const rows = text.filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(bare(row).match(/\|/gu)).toHaveLength(5);
  });

  test("prints no control character and gives no command to CI", () => {
    const lines = [...text, ...code];
    expect(lines.filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    expect(lines.filter((line) => commandIn(line) !== null)).toEqual([]);
  });
});

test.each(["``", "```", "`````\n````"])("a snippet with %j stays in its fence", (ticks) => {
  const snippet = `a\n${ticks}\nb`;
  const { code } = parted(auditMarkdown(reportOf([verdictOf({ snippet })])));
  expect(code.join("\n")).toBe(snippet);
});
