import type { ArtifactLocation, Log, ReportingDescriptor, Result } from "sarif";
import { show } from "../../domain/text.ts";
import type { Severity, Verdict } from "../../domain/verdict.ts";
import { pathFrom, type PlacedReport } from "./document.ts";
import { claimText, failing } from "./verdict-words.ts";

type RuleHead = {
  readonly id: string;
  readonly code: string;
  readonly severity: Severity;
  readonly claim: string;
  readonly advice: string;
  readonly source: string;
};

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/**
 * SARIF 2.1.0, one line: one run, all rules, one result per finding. A finding without a place stands at the project. Of several projects in one
 * directory all stand in the one run: several would be several files.
 * @param fingerprintOf  what tells a finding again when its lines have moved
 * @source OASIS sarif-v2.1.0
 */
export function auditSarif(
  reports: readonly PlacedReport[],
  { rules, version }: { readonly rules: readonly RuleHead[]; readonly version: string },
  fingerprintOf: (verdict: Verdict, folder: string) => string,
): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "swtop", version, rules: rules.map(descriptor) } },
        originalUriBaseIds: {
          PROJECT: { description: { text: "the directory that was audited" } },
        },
        results: reports.flatMap(({ verdicts, folder }) =>
          failing(verdicts).map((verdict) => ({
            ...result(verdict, folder),
            partialFingerprints: { "swtop/v1": fingerprintOf(verdict, folder) },
          })),
        ),
      },
    ],
  };
  return JSON.stringify(log);
}

const descriptor = (rule: RuleHead): ReportingDescriptor => ({
  id: rule.id,
  name: rule.code,
  shortDescription: { text: rule.claim },
  help: { text: `${rule.advice}\nSource: ${rule.source}` },
  defaultConfiguration: { level: LEVELS[rule.severity] },
});

const result = (verdict: Verdict, folder: string): Result => ({
  ruleId: verdict.rule,
  level: LEVELS[verdict.severity],
  message: { text: messageText(verdict) },
  locations:
    verdict.declared === null
      ? []
      : [
          {
            physicalLocation: {
              artifactLocation: artifactAt(pathFrom(folder, verdict.declared.file)),
              region: { startLine: verdict.declared.line },
            },
          },
        ],
});

const messageText = (verdict: Verdict): string =>
  [claimText(verdict), verdict.evidence, verdict.advice, verdict.snippet]
    .filter((part) => part !== null)
    .map((part) => part.split("\n").map(show).join("\n"))
    .join("\n")
    // text of a project makes no link and no placeholder (3.11.5, 3.11.6)
    .replaceAll("](", "] (")
    .replaceAll(/\{\d+\}/gu, "{$&}");

/** What lies outside of the project, e.g. a php.ini, has an absolute URI and then no base (3.4.4). */
const artifactAt = (path: string): ArtifactLocation =>
  path.startsWith("/")
    ? { uri: `file://${uriOf(path)}` }
    : { uri: uriOf(path), uriBaseId: "PROJECT" };

const uriOf = (path: string): string =>
  path.toWellFormed().split("/").map(encodeURIComponent).join("/");
