import { found, NOT_TOLD, ownFault, refused, stageFinding, type Check } from "../check.ts";

/** Whoever runs the target answers: docker, podman, ssh, the command that was named. */
export const engine: Check = {
  id: "engine",
  check(facts) {
    const fault = ownFault(facts, "engine");
    if (fault !== null) return refused(fault);
    if (facts.place.kind === "local") return found(true, { kind: "here" });
    if (facts.container !== null)
      return found(true, { kind: "container", container: facts.container });
    if (facts.shell !== null) return found(true, { kind: "answered" });
    // nobody who may not use the socket knows whether somebody listens there
    if (facts.fault?.kind === "no-permission") return NOT_TOLD;
    const { ok } = stageFinding(facts, "engine");
    if (ok !== true) return stageFinding(facts, "engine");
    const isTold = !facts.place.isCommand || ownFault(facts, "shell") === null;
    return found(true, { kind: isTold ? "answered" : "started" });
  },
};
