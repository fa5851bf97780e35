import type { CodeFinding, Declarations } from "../../domain/declarations.ts";
import { UNREAD_WORDS } from "../../domain/unread.ts";
import { at, failed, passed, placeText, undecided } from "./findings.ts";
import type { Finding } from "./rule.ts";

/** What of one kind was found in one class (or file, outside of one). */
export type Found = {
  readonly subject: string;
  /** In the order of the files. */
  readonly findings: readonly [CodeFinding, ...(readonly CodeFinding[])];
};

/** One subject has one verdict, however often a class does it. */
export function foundIn(
  { code }: Pick<Declarations, "code">,
  kind: CodeFinding["kind"],
): readonly Found[] {
  const groups = new Map<string, [CodeFinding, ...CodeFinding[]]>();
  for (const finding of code) {
    if (finding.kind !== kind) continue;
    const subject = finding.className ?? finding.file;
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [finding]);
    else group.push(finding);
  }
  return [...groups].map(([subject, findings]) => ({ subject, findings }));
}

/** Its first place, and how many more there are. */
export const foundAt = ({ findings }: Found): string => {
  const [first, ...rest] = findings;
  const more = rest.length === 0 ? "" : `, and ${rest.length} more in it`;
  return `${first.text} at ${placeText(first)}${more}`;
};

/** Where the first stands. */
export const placeOfFound = ({ findings: [first] }: Found): Finding["declared"] =>
  at({ place: first, text: first.text });

/** Fails for each class that has it; without any passes only when every file could be read. */
export function codeFindings(
  declarations: Declarations,
  kind: CodeFinding["kind"],
  /** What is not there, for the evidence of a pass. */
  nothing: string,
): readonly Finding[] {
  const found = foundIn(declarations, kind);
  if (found.length > 0)
    return found.map((each) =>
      failed(foundAt(each), { subject: each.subject, declared: placeOfFound(each) }),
    );
  return [noneFound(declarations, nothing)];
}

export function noneFound(declarations: Declarations, nothing: string): Finding {
  const unread = unreadCode(declarations);
  return unread.length === 0
    ? passed(nothing)
    : undecided(`source files that could not be read: ${unread.slice(0, 3).join(", ")}`);
}

/** PHP files outside of `config/` whose code nobody has seen. */
const unreadCode = ({ parseErrors, unread }: Declarations): readonly string[] =>
  [
    ...parseErrors.map(({ file, line }) => ({ file, why: `PHP cannot parse line ${line}` })),
    ...unread.map(({ file, why }) => ({ file, why: UNREAD_WORDS[why] })),
  ]
    .filter(({ file }) => file.endsWith(".php") && !file.startsWith("config/"))
    .map(({ file, why }) => `${file} (${why})`);
