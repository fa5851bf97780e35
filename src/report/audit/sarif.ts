import type { Log, ReportingDescriptor, Result } from "sarif";
import { show } from "../../domain/text.ts";
import type { Severity, Verdict } from "../../domain/verdict.ts";
import type { AuditReport } from "./document.ts";
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
 * SARIF 2.1.0, one line: one run, all rules, one result per finding. A finding without a place stands at the project.
 * @param fingerprintOf  what tells a finding again when its lines have moved
 * @source OASIS sarif-v2.1.0
 */
export function auditSarif(
  { verdicts, version }: AuditReport,
  rules: readonly RuleHead[],
  fingerprintOf: (verdict: Verdict) => string,
): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "swtop", version, rules: rules.map(descriptor) } },
        originalUriBaseIds: { PROJECT: { description: { text: "the root of the project" } } },
        results: failing(verdicts).map((verdict) => ({
          ...result(verdict),
          partialFingerprints: { "swtop/v1": fingerprintOf(verdict) },
        })),
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

const result = (verdict: Verdict): Result => ({
  ruleId: verdict.rule,
  level: LEVELS[verdict.severity],
  message: { text: messageText(verdict) },
  locations:
    verdict.declared === null
      ? []
      : [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(verdict.declared.file), uriBaseId: "PROJECT" },
              region: { startLine: verdict.declared.line },
            },
          },
        ],
});

const messageText = (verdict: Verdict): string =>
  [claimText(verdict), verdict.evidence, verdict.advice, verdict.snippet]
    .filter((part) => part !== null)
    .map((part) => part.split("\n").map(show).join("\n"))
    .join("\n");

const uriOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
