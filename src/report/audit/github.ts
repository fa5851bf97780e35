import { show } from "../../domain/text.ts";
import type { Severity } from "../../domain/verdict.ts";
import { pathFrom, type PlacedReport } from "./document.ts";
import { claimText, failing, summaryText } from "./verdict-words.ts";

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/**
 * Annotations of GitHub Actions, a line per finding, then the summary.
 * @source docs.github.com, "Workflow commands for GitHub Actions": setting an error message; escapes of actions/toolkit core command.ts
 */
export const auditGithub = (report: PlacedReport): string =>
  [
    ...failing(report.verdicts).map((verdict) => {
      const place =
        verdict.declared === null
          ? []
          : [
              `file=${property(pathFrom(report.folder, verdict.declared.file))}`,
              `line=${verdict.declared.line}`,
            ];
      const properties = [...place, `title=${property(`${verdict.code} ${verdict.rule}`)}`];
      const words = [claimText(verdict), verdict.evidence, verdict.advice, verdict.snippet];
      const text = words.filter((part) => part !== null).join("\n");
      return `::${COMMANDS[verdict.severity]} ${properties.join(",")}::${message(text)}`;
    }),
    summaryText(report),
  ].join("\n");

const message = (text: string): string =>
  text.split("\n").map(show).join("\n").replaceAll("%", "%25").replaceAll("\n", "%0A");

/** One line: a path or a title has no others. */
const property = (text: string): string =>
  message(show(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
