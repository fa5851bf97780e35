import { show } from "../../domain/text.ts";
import { inert } from "../inert.ts";
import type { AuditReport } from "./document.ts";
import { claimText, failing, placeText, summaryText } from "./verdict-words.ts";
import { projectWords, readingFaults } from "./text.ts";

/** For a merge request or a ticket: a table of the findings, then each with what to do. */
export function auditMarkdown(report: AuditReport): string {
  const { subject, project, verdicts, unread } = report;
  const found = failing(verdicts);
  const table = [
    "| severity | rule | where | what |",
    "|---|---|---|---|",
    ...found.map((verdict) => {
      const cells = [
        verdict.severity,
        `${verdict.code} \`${verdict.rule}\``,
        plain(placeText(verdict) ?? ""),
        plain(claimText(verdict)),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
  const parts = found.flatMap((verdict) => [
    "",
    `### ${verdict.code} ${plain(claimText(verdict))}`,
    ...[verdict.evidence, verdict.advice].flatMap((part) =>
      part === null ? [] : ["", plain(part)],
    ),
    ...(verdict.snippet === null ? [] : ["", ...fenced(verdict.snippet)]),
  ]);
  const lines = [
    `# Audit of ${plain(subject)}`,
    "",
    `${plain(projectWords(project))}: ${summaryText(report)}`,
    ...readingFaults(project, unread).flatMap((line) => ["", plain(line)]),
    ...(found.length === 0 ? [] : ["", ...table, ...parts]),
  ];
  return inert(lines.join("\n"));
}

/** Text of a project starts no markup, no HTML, no entity, no other fence, and ends no cell. */
const plain = (text: string): string =>
  show(text.replaceAll("\n", " ")).replaceAll(/[\\*_[\]<>`#|~&]/gu, String.raw`\$&`);

/** A fence longer than any in the text. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}php`, ...text.split("\n").map(show), fence];
}
