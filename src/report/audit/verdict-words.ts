import { show } from "../../domain/text.ts";
import type { Summary, Verdict } from "../../domain/verdict.ts";
import { counted } from "../../words/format.ts";

/** `config/autoload/crontab.php:14`; null where nothing is declared. */
export const placeText = ({ declared }: Verdict): string | null =>
  declared === null ? null : `${show(declared.file)}:${declared.line}`;

/** The claim with its subject: `order-sync: a run may begin while the former one goes on`. */
export const claimText = ({ claim, subject }: Verdict): string =>
  subject === null ? claim : `${show(subject)}: ${claim}`;

/** `2 errors, 3 warnings, 1 info, 40 pass, 12 unknown`. */
export const summaryText = ({ fail, pass, unknown }: Summary): string =>
  [
    counted(fail.error, "error"),
    counted(fail.warning, "warning"),
    `${fail.info} info`,
    `${pass} pass`,
    `${unknown} unknown`,
  ].join(", ");

export const failing = (verdicts: readonly Verdict[]): readonly Verdict[] =>
  verdicts.filter(({ kind }) => kind === "fail");
