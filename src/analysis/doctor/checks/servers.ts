import { allProcesses } from "../../../domain/sample.ts";
import { found, NOT_REACHED, type Check } from "../check.ts";

/** Something to watch. */
export const servers: Check = {
  id: "servers",
  check({ sample, commands }) {
    if (sample === null) return NOT_REACHED;
    if (sample.servers.length === 0)
      return found(false, { kind: "no-server", found: commands ?? [] });
    const ids = sample.servers.map(({ id }) => id);
    return found(true, { kind: "servers", ids, processes: allProcesses(sample).length });
  },
};
