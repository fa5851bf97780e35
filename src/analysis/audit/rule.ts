import type { Facts, FactName } from "../../domain/facts.ts";
import type { Place } from "../../domain/project.ts";
import type { Severity } from "../../domain/verdict.ts";

/** A setting that makes trouble, as data and one pure function. Its file is named after its id. */
export type Rule = {
  /** Stable. Users write it in `--ignore`. */
  readonly id: string;
  readonly code: string;
  /** Where nothing speaks for another. */
  readonly severity: Severity;
  /** One sentence, without a stop: what is wrong when it fails. */
  readonly claim: string;
  /** One or two sentences: what to do. */
  readonly advice: string;
  /** What to write; null: it depends, see the finding. */
  readonly snippet: string | null;
  /** Where this is known from: file of Swoole's or Hyperf's source, issue, measurement. */
  readonly source: string;
  /** Without all of these the answer is unknown; a rule that has use for more asks for it in `check`. */
  readonly needs: readonly FactName[];
  /** Beside them, facts of which one will do: `check` asks for these itself. */
  readonly needsOneOf?: readonly FactName[];
  /** False: it is known that there is nothing to judge here. Then it is left out, whatever else is missing. */
  readonly applies?: (facts: Facts) => boolean;
  /**
   * One finding per subject; none: the rule does not apply. Pure: times come from `facts.now`.
   * Called only when all of `needs` are known.
   */
  readonly check: (facts: Facts) => readonly Finding[];
};

export type Finding = {
  readonly kind: "pass" | "fail" | "unknown";
  /** A task's name, a process; null: the project. */
  readonly subject: string | null;
  /** What was seen, with numbers; of an unknown null. */
  readonly evidence: string | null;
  readonly declared: (Place & { readonly text: string | null }) | null;
  /** Of an unknown: what would settle it. */
  readonly missing?: string;
  /** Instead of the rule's. */
  readonly severity?: Severity;
  readonly advice?: string;
  readonly snippet?: string | null;
};
