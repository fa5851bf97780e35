import { audited } from "../../analysis/audit/audit.ts";
import { isExcused } from "../../analysis/audit/hidden.ts";
import { rules } from "../../analysis/audit/rules/index.ts";
import { epochMs, SECOND_MS } from "../../domain/units.ts";
import type { Verdict } from "../../domain/verdict.ts";
import type { Known } from "../state.ts";
import { factsOf } from "./facts.ts";

/** Evidence moves slowly; a key must not run a hundred rules. */
const EVERY_MS = 5 * SECOND_MS;

type Declared = NonNullable<Known["declared"]>;

/** The last answer for what was read of the project. It follows from the State alone. */
const remembered = new WeakMap<
  Declared,
  { readonly at: number; readonly verdicts: readonly Verdict[] }
>();

/** What all rules say now, without what a comment excuses; empty before a project was read. At most every five seconds of the target's time. */
export function verdictsOf(known: Known): readonly Verdict[] {
  const { declared, sample } = known;
  if (declared === null) return [];
  const at = sample?.at ?? declared.at;
  const last = remembered.get(declared);
  if (last !== undefined && at >= last.at && at - last.at < EVERY_MS) return last.verdicts;
  const ignores = declared.declarations?.ignores ?? [];
  const verdicts = audited(rules, factsOf(known, epochMs(at))).filter(
    (verdict) => !isExcused(verdict, ignores),
  );
  remembered.set(declared, { at, verdicts });
  return verdicts;
}
