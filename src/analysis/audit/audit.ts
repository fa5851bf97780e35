import type { Facts } from "../../domain/facts.ts";
import { SEVERITIES, type Severity, type Summary, type Verdict } from "../../domain/verdict.ts";
import { judge } from "./judge.ts";
import type { Rule } from "./rule.ts";

/**
 * Every rule on what is known: findings by severity, then what is unknown, then what passes; by code and subject within.
 * The order does not depend on that of the rules.
 */
export const audited = (rules: readonly Rule[], facts: Facts): readonly Verdict[] =>
  rules.flatMap((rule) => judge(rule, facts)).toSorted(byRank);

export const summaryOf = (verdicts: readonly Verdict[]): Summary => {
  const count = (kind: Verdict["kind"], severity?: Severity): number =>
    verdicts.filter(
      (verdict) =>
        verdict.kind === kind && (severity === undefined || verdict.severity === severity),
    ).length;
  return {
    fail: {
      error: count("fail", "error"),
      warning: count("fail", "warning"),
      info: count("fail", "info"),
    },
    pass: count("pass"),
    unknown: count("unknown"),
  };
};

/** Something fails at this level or above. */
export const failsAt = (verdicts: readonly Verdict[], level: Severity): boolean =>
  verdicts.some(
    ({ kind, severity }) =>
      kind === "fail" && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level),
  );

const KINDS = ["fail", "unknown", "pass"] as const;

const byRank = (a: Verdict, b: Verdict): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
  (a.kind === "fail" ? SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) : 0) ||
  inWords(a.code, b.code) ||
  inWords(a.subject ?? "", b.subject ?? "");

/** By code points: the same on every machine. */
const inWords = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
