import { show } from "../../domain/text.ts";
import type { Verdict } from "../../domain/verdict.ts";
import type { AuditReport, Hidden } from "./document.ts";
import { counted } from "../../words/format.ts";

/** `config/autoload/crontab.php:14`; null where nothing is declared. */
export const placeText = ({ declared }: Verdict): string | null =>
  declared === null ? null : `${show(declared.file)}:${declared.line}`;

/** The claim with its subject: `order-sync: a run may begin while the former one goes on`. */
export const claimText = ({ claim, subject }: Verdict): string =>
  subject === null ? claim : `${show(subject)}: ${claim}`;

/** `2 errors, 3 warnings, 1 info, 40 pass, 12 unknown; 3 hidden (1 by a comment, 2 by the baseline)`. */
export const summaryText = ({
  summary: { fail, pass, unknown },
  hidden,
}: Pick<AuditReport, "summary" | "hidden">): string =>
  [
    counted(fail.error, "error"),
    counted(fail.warning, "warning"),
    `${fail.info} info`,
    `${pass} pass`,
    `${unknown} unknown`,
  ].join(", ") + (hidden === undefined ? "" : hiddenText(hidden));

function hiddenText({ byComment, byIgnore, byBaseline }: Hidden): string {
  const parts = [
    [byComment, "by a comment"],
    [byIgnore, "by --ignore"],
    [byBaseline, "by the baseline"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, by]) => `${count} ${by}`);
  const all = byComment + byIgnore + byBaseline;
  return all === 0 ? "" : `; ${all} hidden (${said.join(", ")})`;
}

export const failing = (verdicts: readonly Verdict[]): readonly Verdict[] =>
  verdicts.filter(({ kind }) => kind === "fail");
