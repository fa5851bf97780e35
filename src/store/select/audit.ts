import { audited } from "../../analysis/audit/audit.ts";
import { isExcused } from "../../analysis/audit/hidden.ts";
import { rules } from "../../analysis/audit/rules/index.ts";
import { unknown, type Facts } from "../../domain/facts.ts";
import { epochMs, SECOND_MS } from "../../domain/units.ts";
import { SEVERITIES, type Verdict } from "../../domain/verdict.ts";
import type { Known } from "../state.ts";
import { factsOf } from "./facts.ts";

/** Evidence moves slowly; a key must not run a hundred rules. */
const EVERY_MS = 5 * SECOND_MS;

type Declared = NonNullable<Known["declared"]>;

/** The last answer for what was read of the project. It follows from the State alone. */
const remembered = new WeakMap<Declared, Answer>();

type Answer = {
  readonly at: number;
  readonly verdicts: readonly Verdict[];
  readonly ranked: readonly Verdict[];
  readonly excused: number;
};

const NONE = { verdicts: [], ranked: [], excused: 0 };

/** What all rules say now, without what a comment excuses; empty before a project was read. At most every five seconds of the target's time. */
export const verdictsOf = (known: Known): readonly Verdict[] => answerOf(known).verdicts;

/** The same for a screen: of one severity first what is really happening, what would not be said so if nothing ran. */
export const rankedOf = (known: Known): readonly Verdict[] => answerOf(known).ranked;

/** How many findings a comment excuses. */
export const excusedOf = (known: Known): number => answerOf(known).excused;

function answerOf(known: Known): Omit<Answer, "at"> {
  const { declared, sample } = known;
  if (declared === null) return NONE;
  const at = sample?.at ?? declared.at;
  const last = remembered.get(declared);
  if (last !== undefined && at >= last.at && at - last.at < EVERY_MS) return last;
  const ignores = declared.declarations?.ignores ?? [];
  const facts = factsOf(known, epochMs(at));
  const all = audited(rules, facts);
  const verdicts = all.filter((verdict) => !isExcused(verdict, ignores));
  const hidden = all.filter((verdict) => !verdicts.includes(verdict));
  const excused = hidden.filter(({ kind }) => kind === "fail").length;
  const answer = { at, verdicts, ranked: ranked(verdicts, facts), excused };
  remembered.set(declared, answer);
  return answer;
}

function ranked(verdicts: readonly Verdict[], facts: Facts): readonly Verdict[] {
  if (!facts.processes.known) return verdicts;
  const nothing = unknown("nothing runs");
  const still = { ...facts, processes: nothing, cgroup: nothing, cpu: nothing, logs: nothing };
  const declaredOnly = new Set(audited(rules, still).map(saidBy));
  const rank = (verdict: Verdict): number =>
    SEVERITIES.indexOf(verdict.severity) * 2 + Number(declaredOnly.has(saidBy(verdict)));
  const failing = verdicts.filter(({ kind }) => kind === "fail");
  const others = verdicts.filter(({ kind }) => kind !== "fail");
  return [...failing.toSorted((a, b) => rank(a) - rank(b)), ...others];
}

const saidBy = ({ rule, subject, kind, severity, evidence }: Verdict): string =>
  JSON.stringify([rule, subject, kind, severity, evidence]);
