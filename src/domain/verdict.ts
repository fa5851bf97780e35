import type { Place } from "./project.ts";

export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What one rule says of one subject (contract 2.4). */
export type Verdict = {
  /** `cron.no-singleton`. */
  readonly rule: string;
  /** `CR-01`. */
  readonly code: string;
  readonly severity: Severity;
  readonly kind: "pass" | "fail" | "unknown";
  /** What it is about: a task's name, a process; null: the whole project. */
  readonly subject: string | null;
  readonly claim: string;
  readonly evidence: string | null;
  readonly declared: (Place & { readonly text: string | null }) | null;
  /** What would settle it; null unless unknown. */
  readonly missing: string | null;
  readonly advice: string | null;
  /** What to write, to be copied as it is. */
  readonly snippet: string | null;
  readonly source: string;
};

/** How many verdicts of each kind. */
export type Summary = {
  readonly fail: Readonly<Record<Severity, number>>;
  readonly pass: number;
  readonly unknown: number;
};
