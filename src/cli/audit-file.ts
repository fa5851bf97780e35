import { writeFile } from "node:fs/promises";
import { summaryOf } from "../analysis/audit/audit.ts";
import { untrustedText } from "../domain/text.ts";
import { recordingName } from "../recording/name.ts";
import { excusedOf, verdictsOf } from "../store/select/audit.ts";
import type { Known } from "../store/state.ts";
import { NOTHING_TO_EXPORT, savedText } from "../words/answers.ts";
import { faultText } from "../words/faults.ts";

/**
 * The audit as it stands, as Markdown into a file of the working directory: `swtop-audit-<target>-<time>.md`.
 * @returns what the header says of it
 */
export async function exportAudit(
  known: Known,
  { uri, now }: { readonly uri: string; readonly now: number },
): Promise<string> {
  if (known.declared === null) return NOTHING_TO_EXPORT;
  const { auditMarkdown } = await import("../report/audit/markdown.ts");
  const verdicts = verdictsOf(known);
  const { project } = known.declared;
  const summary = summaryOf(verdicts);
  const hidden = { byComment: excusedOf(known), byIgnore: 0, byBaseline: 0 };
  const text = `${auditMarkdown({ subject: uri, project, verdicts, summary, hidden })}\n`;
  const file = recordingName(uri, now)
    .replace(/^swtop-/u, "swtop-audit-")
    .replace(/\.ndjson\.gz$/u, ".md");
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch {
    return faultText({ kind: "unwritable-file", detail: untrustedText(file) });
  }
  return savedText(file, Buffer.byteLength(text));
}
