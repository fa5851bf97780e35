import { found, ownFault, refused, stageFinding, type Check } from "../check.ts";

/** As whom the collector runs, and whether processes of PHP are open to that user. */
export const rights: Check = {
  id: "rights",
  check(facts) {
    const fault = ownFault(facts, "rights");
    if (fault !== null) return refused(fault);
    const { own, subject } = facts;
    if (own === null) return stageFinding(facts, "rights");
    const their = subject?.ids ?? null;
    if (subject?.isOpen === false && their !== null)
      return found(false, { kind: "foreign", own, their, pid: subject.pid });
    return found(true, { kind: "user", own, canTrace: own.canTrace });
  },
};
