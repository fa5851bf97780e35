import { found, ownFault, refused, stageFinding, type Check } from "../check.ts";

/** A POSIX shell that reads its input. */
export const shell: Check = {
  id: "shell",
  check(facts) {
    const fault = ownFault(facts, "shell");
    if (fault !== null) return refused(fault);
    if (facts.shell === null) return stageFinding(facts, "shell");
    return found(true, { kind: "shell", program: facts.shell.program });
  },
};
