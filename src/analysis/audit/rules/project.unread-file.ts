import { UNREAD_WORDS, type UnreadCause } from "../../../domain/unread.ts";
import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";

/** What Hyperf starts with; of another file only what stands in it is missing. */
const ESSENTIAL = /^(?:config\/|bin\/hyperf\.php$)/u;

export const projectUnreadFile: Rule = {
  id: "project.unread-file",
  code: "PJ-01",
  severity: "error",
  claim:
    "A file of the project could not be read or understood: what it declares is not in this audit",
  advice: "Mend the file (`php -l` names its error), or let it be read; then audit again.",
  snippet: null,
  source:
    "a file that PHP cannot parse ends the start; one that is too large, binary or closed was not looked into",
  needs: ["project"],
  check: ({ project, declarations }) => {
    if (!project.known) return [];
    const { unreadable, parseErrors } = project.value;
    const broken = parseErrors.map(({ file, line, message }) =>
      failed(message, {
        subject: file,
        declared: { file, line, text: null },
        severity: severityOf(file),
      }),
    );
    const causes = new Map(
      declarations.known ? declarations.value.unread.map(({ file, why }) => [file, why]) : [],
    );
    const closed = unreadable.map((file) =>
      failed(causeText(causes.get(file) ?? null), {
        subject: file,
        severity: severityOf(file),
      }),
    );
    const findings = [
      ...new Map([...broken, ...closed].map((each) => [each.subject, each])).values(),
    ];
    return findings.length > 0 ? findings : [passed("every file that was asked for was read")];
  },
};

/** A recording tells which, and not why. */
const causeText = (why: UnreadCause | null): string =>
  why === null ? "it is closed to us, too large, or no text" : UNREAD_WORDS[why];

const severityOf = (file: string): "error" | "warning" =>
  ESSENTIAL.test(file) ? "error" : "warning";
