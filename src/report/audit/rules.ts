import type { Severity } from "../../domain/verdict.ts";

type RuleHead = {
  readonly id: string;
  readonly code: string;
  readonly severity: Severity;
  readonly claim: string;
  readonly advice: string;
  readonly source: string;
  readonly needs: readonly string[];
  readonly needsOneOf?: readonly string[];
};

/** Contract 2.4, `audit --rules --json`, one line. */
export const rulesJson = (rules: readonly RuleHead[]): string =>
  JSON.stringify({
    v: 1,
    rules: rules.map(({ id, code, severity, claim, advice, source, needs, needsOneOf = [] }) => ({
      id,
      code,
      severity,
      claim,
      advice,
      source,
      needs: [...needs, ...needsOneOf],
    })),
  });

/** A line per rule. */
export function rulesText(rules: readonly RuleHead[]): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules
    .map(
      ({ id, code, severity, claim }) =>
        `${code}  ${severity.padEnd(7)}  ${id.padEnd(width)}  ${claim}`,
    )
    .join("\n");
}
