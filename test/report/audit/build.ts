// Reports for the tests of formats: one that is as usual, and one whose project means harm.
import type { PlacedReport } from "../../../src/report/audit/document.ts";
import type { Verdict } from "../../../src/domain/verdict.ts";
import { summaryOf } from "../../../src/analysis/audit/audit.ts";
import { projectOf } from "../../analysis/audit/build.ts";

export const verdictOf = (change: Partial<Verdict> = {}): Verdict => ({
  rule: "cron.no-singleton",
  code: "CR-01",
  severity: "error",
  kind: "fail",
  subject: "sync-stock",
  claim: "a run may begin while the former one goes on",
  evidence: "ticks every 10 s",
  declared: { file: "config/autoload/crontab.php", line: 16, text: "(new Crontab())" },
  missing: null,
  advice: "Switch singleton on.",
  snippet: "->setSingleton(true)",
  source: "CrontabManager.php",
  ...change,
});

export const carrier = verdictOf({
  rule: "cron.worker-strategy",
  code: "CR-17",
  severity: "warning",
  subject: null,
  claim: "what tasks allocate stays in the workers",
  evidence: "4 workers grow\nby 12.0 MiB",
  declared: null,
  advice: "Bind another strategy.",
  snippet: null,
});

export const note = verdictOf({
  rule: "php.ini-seen",
  code: "SV-09",
  severity: "info",
  subject: null,
  claim: "memory_limit is off",
  evidence: null,
  declared: { file: "/etc/php/8.2/cli/php.ini", line: 3, text: null },
  advice: "Set it.",
});

export const passing = verdictOf({ kind: "pass", advice: null, snippet: null });
export const unknowns: readonly Verdict[] = [
  verdictOf({ code: "CR-06", kind: "unknown", missing: "logs are not read", subject: null }),
  verdictOf({ code: "CR-38", kind: "unknown", missing: "logs are not read" }),
  verdictOf({ code: "PR-03", kind: "unknown", missing: "--replicas N", subject: null }),
].map((each) => ({ ...each, evidence: null, advice: null, snippet: null, declared: null }));

export function reportOf(
  verdicts: readonly Verdict[] = [passing, ...unknowns, verdictOf(), carrier, note],
  change: Partial<PlacedReport> = {},
): PlacedReport {
  return {
    subject: "./app",
    folder: "",
    project: projectOf(),
    verdicts,
    summary: summaryOf(verdicts),
    ...change,
  };
}

/** Everything that ever got out of a line, a cell, a fence, an annotation or a terminal's text. */
export const HOSTILE = [
  "\u001b[31mred\u001b[0m\u001b]0;title\u0007\u009b2J",
  "\r\n::error file=x::forged",
  "\n##[stop-commands]x",
  "\n| a | b |\n|---|---|\n",
  "\n```\n~~~\n# head\n",
  "<img src=x onerror=alert(1)><!--",
  "[click](https://evil.example) ![](https://evil.example/i.png)",
  "\u202egnp.exe\u2066\u200b\u2028\u0085&#8238;&lt;",
  "{0} {1} %0A %25 `tick` \\| \\",
  "\ud800",
].join("");
/** The same number of lines, all of them harmless. */
export const HARMLESS = HOSTILE.split("\n")
  .map(() => "x")
  .join("\n");

/** A report in which each text that a project gives is this one. */
export function reportWith(text: string): PlacedReport {
  const project = projectOf();
  const [task] = project.crontab.tasks;
  if (task === undefined) throw new TypeError("the project has a task");
  const hostile = {
    subject: text,
    evidence: text,
    advice: text,
    snippet: text,
    declared: { file: text, line: 7, text },
  };
  const verdicts = [
    verdictOf(hostile),
    verdictOf({ ...hostile, code: "CR-17", severity: "warning", subject: null }),
    verdictOf({ ...hostile, code: "CR-38", kind: "unknown", missing: text }),
  ];
  return reportOf(verdicts, {
    subject: text,
    project: {
      ...project,
      framework: text,
      versions: { ...project.versions, php: text },
      crontab: {
        ...project.crontab,
        timezone: text,
        tasks: [
          {
            ...task,
            name: text,
            rule: text,
            oddities: ["dow-7-never"],
            declared: { file: text, line: 7, by: "config" },
            overriddenBy: { file: text, line: 8 },
            next: [],
          },
        ],
      },
      unresolved: [{ file: text, line: 1, text }],
      unreadable: [text],
      parseErrors: [{ file: text, line: 2, message: text }],
    },
  });
}

/* oxlint-disable no-control-regex -- control characters are what is looked for */
/** Nothing of the text moves a cursor, hides, or turns what stands beside it; its lines are told apart by LF alone. */
export const UNPRINTABLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/u;
/** A JSON document, or a sentence, is one line without controls. */
export const BROKEN_LINE = /[\u0000-\u001f]/u;
/* oxlint-enable no-control-regex */

/**
 * What GitHub's runner takes for a command in a line of output; null: nothing.
 * @source actions/runner, src/Runner.Common/ActionCommand.cs: TryParseV2 and TryParse
 */
export function commandIn(line: string): Annotation | null {
  const trimmed = line.trimStart();
  const end = trimmed.startsWith("::") ? trimmed.indexOf("::", 2) : -1;
  if (end !== -1) {
    const [, name = "", words = ""] = /^(\S*)(?: ([^]*))?$/u.exec(trimmed.slice(2, end)) ?? [];
    const properties = words.split(",").flatMap((pair) => {
      const [, key, value] = /^([^=]+)=([^]*)$/u.exec(pair.trim()) ?? [];
      return key === undefined || value === undefined ? [] : [[key, unescaped(value)] as const];
    });
    return {
      name,
      properties: Object.fromEntries(properties),
      message: unescaped(trimmed.slice(end + 2)),
    };
  }
  const [, name] = /##\[([^\s\]]+)[^\]]*\]/u.exec(line) ?? [];
  return name === undefined ? null : { name, properties: {}, message: line };
}
export type Annotation = {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
};
const unescaped = (text: string): string =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
