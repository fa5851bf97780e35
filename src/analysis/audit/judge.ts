import type { Facts, Fact } from "../../domain/facts.ts";
import type { Verdict } from "../../domain/verdict.ts";
import type { Finding, Rule } from "./rule.ts";

/** What one rule says of what is known: a verdict per subject, none where it does not apply. Unknown when a fact is missing that it needs. */
export function judge(rule: Rule, facts: Facts): readonly Verdict[] {
  if (rule.applies?.(facts) === false) return [];
  const why = rule.needs
    .map((name): Fact<unknown> => facts[name])
    .flatMap((fact) => (fact.known ? [] : [fact.why]));
  const findings: readonly Finding[] =
    why.length === 0
      ? rule.check(facts)
      : [
          {
            kind: "unknown",
            subject: null,
            evidence: null,
            declared: null,
            missing: [...new Set(why)].join("; "),
          },
        ];
  return findings.map((finding) => verdictOf(rule, finding));
}

const verdictOf = (rule: Rule, finding: Finding): Verdict => ({
  rule: rule.id,
  code: rule.code,
  severity: finding.severity ?? rule.severity,
  kind: finding.kind,
  subject: finding.subject,
  claim: rule.claim,
  evidence: finding.evidence,
  declared: finding.declared,
  missing: finding.missing ?? null,
  advice: finding.kind === "fail" ? (finding.advice ?? rule.advice) : null,
  snippet: finding.kind === "fail" ? snippetOf(rule, finding) : null,
  source: rule.source,
});

/** A finding may say that here nothing is to be written. */
const snippetOf = (rule: Rule, { snippet }: Finding): string | null =>
  snippet === undefined ? rule.snippet : snippet;
