import type { Rung } from "../../../domain/doctor.ts";
import type { FaultKind } from "../../../domain/fault.ts";
import type { Right } from "../../../domain/kubernetes-rights.ts";
import { found, NOT_REACHED, NOT_TOLD, ownFault, type Check } from "../check.ts";
import type { Facts } from "../facts.ts";

/** What whoever asks may do in a cluster: a shell, logs, or only what it tells of a pod. */
export const rbac: Check = {
  id: "rbac",
  isConcerned: ({ place }) => place.pod !== null,
  check(facts) {
    if (facts.rights === null) return ownFault(facts, "engine") === null ? NOT_TOLD : NOT_REACHED;
    const wanted = facts.rights.filter((right) => isWanted(right, facts));
    const denied = wanted.filter(({ allowed }) => allowed === false);
    // an exec that works needs no more
    const later = denied.filter((right) => isExecCreate(right) && facts.shell !== null);
    const missing = denied.filter((right) => !later.includes(right));
    const untold = wanted.filter(({ allowed }) => allowed === null);
    const ok = missing.length > 0 ? false : untold.length > 0 ? null : true;
    return found(ok, { kind: "ladder", rung: rungOf(missing, facts), missing, untold, later });
  },
};

/** Another container is only wanted where the image has no shell. */
const isWanted = ({ necessity }: Right, { fault }: Facts): boolean =>
  necessity !== "asked" || fault?.kind === "no-shell";

const isExecCreate = (right: Right): boolean => right.for === "exec" && right.verb === "create";

/** What an API server says that does not let us in. */
const REFUSED: readonly FaultKind[] = ["exec-denied", "forbidden"];

function rungOf(missing: readonly Right[], { fault }: Facts): Rung {
  const lacks = (use: Right["for"]): boolean =>
    missing.some((right) => right.for === use && right.verb === "get");
  if (lacks("pods")) return "none";
  // up to 1.34 nobody asks for `create`: only a refusal tells that this one does
  const isRefused = fault !== null && REFUSED.includes(fault.kind);
  if (!lacks("exec") && !(isRefused && missing.some(isExecCreate))) return "exec";
  return lacks("logs") ? "spec" : "logs";
}
