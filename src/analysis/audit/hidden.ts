import type { Declarations } from "../../domain/declarations.ts";
import type { Verdict } from "../../domain/verdict.ts";

/** `--ignore ID`: an id or a code, `*` at its end allowed. */
export const isIgnored = (
  { rule, code }: Pick<Verdict, "rule" | "code">,
  patterns: readonly string[],
): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith("*")
      ? rule.startsWith(pattern.slice(0, -1)) || code.startsWith(pattern.slice(0, -1))
      : rule === pattern || code === pattern,
  );

/** A comment `swtop-ignore CR-17: reason` on the line of what is declared, or on the one above it. */
export const isExcused = (verdict: Verdict, ignores: Declarations["ignores"]): boolean =>
  verdict.declared !== null &&
  ignores.some(
    ({ file, line, ids }) =>
      file === verdict.declared?.file &&
      (line === verdict.declared.line || line === verdict.declared.line - 1) &&
      ids.some((id) => isIgnored(verdict, [id])),
  );

/** What tells a finding again when its lines have moved: the rule and what it is about, else its file; and of several projects in one directory the folder. */
export const fingerprintOf = ({ rule, subject, declared }: Verdict, folder: string): string =>
  JSON.stringify([rule, subject ?? declared?.file ?? null, ...(folder === "" ? [] : [folder])]);
