import type { Checked, Finding } from "../../domain/doctor.ts";
import { found, refused } from "./check.ts";
import { CHECKS } from "./checks/index.ts";
import type { EngineSeen, Facts } from "./facts.ts";

/** All that works and does not, in the order in which one needs the other; the engines of this machine last. */
export const examined = (facts: Facts): readonly Checked[] => [
  ...CHECKS.filter(({ isConcerned }) => isConcerned?.(facts) ?? true).map(({ id, check }) => ({
    id,
    ...check(facts),
  })),
  ...facts.engines.map((seen) => ({ id: seen.engine, ...engineFinding(seen) })),
];

function engineFinding({ engine, count, fault }: EngineSeen): Finding {
  if (fault === null) return found(true, { kind: "listed", engine, count });
  // nobody needs what is not on this machine
  if (fault.kind === "command-not-found") return found(null, { kind: "not-installed", engine });
  return refused(fault);
}
