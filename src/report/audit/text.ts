import type { Project } from "../../domain/project.ts";
import { show } from "../../domain/text.ts";
import { UNREAD_WORDS, type Unread } from "../../domain/unread.ts";
import type { Severity, Verdict } from "../../domain/verdict.ts";
import { inert } from "../inert.ts";
import type { AuditReport } from "./document.ts";
import { claimText, failing, placeText, summaryText } from "./verdict-words.ts";

const WORDS: Readonly<Record<Severity, string>> = {
  error: "ERROR",
  warning: "WARN ",
  info: "INFO ",
};

/** For a person: findings with where, why and what to write, then what could not be told. No colour, no control characters. */
export function auditText(report: AuditReport): string {
  const { subject, project, verdicts, unread } = report;
  const found = failing(verdicts);
  const unknown = verdicts.filter(({ kind }) => kind === "unknown");
  const lines = [
    `${show(subject)}  ${projectWords(project)}`,
    summaryText(report),
    ...readingFaults(project, unread),
    ...found.flatMap((verdict) => ["", ...findingLines(verdict)]),
    ...(unknown.length === 0 ? [] : ["", "not known:"]),
    ...unknownLines(unknown),
  ];
  return inert(lines.join("\n"));
}

/** `hyperf 3.1.71, swoole 5.1.8, php 8.2.36`. */
export function projectWords({ framework, versions }: Project): string {
  const known = Object.entries(versions).flatMap(([name, version]) =>
    version === null ? [] : [`${name} ${show(version)}`],
  );
  // Hyperf's version bears its name
  const isNamed = framework === "hyperf" && versions.hyperf !== null;
  const named = isNamed ? [] : [framework === null ? "no known framework" : show(framework)];
  return [...named, ...known].join(", ");
}

/** What the answer lacks: files that could not be read or understood. */
export const readingFaults = (
  { unreadable, parseErrors }: Project,
  unread: readonly Unread[] = [],
): readonly string[] => [
  ...unreadable.map((file) => {
    const why = unread.find((each) => each.file === file)?.why;
    return `not readable: ${show(file)}${why === undefined ? "" : `: ${UNREAD_WORDS[why]}`}`;
  }),
  ...parseErrors.map(
    ({ file, line, message }) => `not understood: ${show(file)}:${line}: ${show(message)}`,
  ),
];

function findingLines(verdict: Verdict): readonly string[] {
  const { severity, evidence, advice, snippet, declared } = verdict;
  const place = placeText(verdict);
  const parts: readonly (readonly [string, string | null])[] = [
    [
      "at",
      place === null ? null : `${place}${declared?.text == null ? "" : `  ${show(declared.text)}`}`,
    ],
    ["seen", evidence],
    ["do", advice],
    ["write", snippet],
  ];
  return [
    `${WORDS[severity]}  ${nameText(verdict)}  ${claimText(verdict)}`,
    ...parts.flatMap(([label, text]) => (text === null ? [] : labelled(label, text))),
  ];
}

/** What would settle them, a line each with the rules that wait for it. */
function unknownLines(unknown: readonly Verdict[]): readonly string[] {
  const waiting = new Map<string, string[]>();
  for (const { missing, code, subject } of unknown) {
    const name = subject === null ? code : `${code} (${show(subject)})`;
    waiting.set(missing ?? "", [...(waiting.get(missing ?? "") ?? []), name]);
  }
  return [...waiting].flatMap(([missing, names]) => [
    `  ${show(missing)}`,
    `      ${names.join(", ")}`,
  ]);
}

const nameText = ({ code, rule }: Verdict): string => `${code} ${rule}`;

/** A text of several lines keeps them, indented. */
const labelled = (label: string, text: string): readonly string[] =>
  text
    .split("\n")
    .map((line, index) => `       ${(index === 0 ? label : "").padEnd(6)}${show(line)}`);
