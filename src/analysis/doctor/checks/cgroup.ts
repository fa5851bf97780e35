import type { MemoryReading } from "../../../domain/reading.ts";
import type { Sample } from "../../../domain/sample.ts";
import { found, NOT_REACHED, NOT_TOLD, type Check } from "../check.ts";

type Measured = {
  readonly memory: MemoryReading;
  /** The server whose own group it is; null: the target's. */
  readonly server: string | null;
};

/** Of the target's own group; else of the first server that has one; else the machine's. Null: not read. */
export function measured({ memory, servers }: Sample): Measured | null {
  if (memory !== null && memory.source !== "host") return { memory, server: null };
  for (const { id, memory: own } of servers) if (own !== null) return { memory: own, server: id };
  return memory === null ? null : { memory, server: null };
}

/** Which memory limit holds, and who counts it. */
export const cgroup: Check = {
  id: "cgroup",
  check({ sample, cgroupVersion, place }) {
    if (sample === null) return NOT_REACHED;
    const own = measured(sample);
    if (own === null) return NOT_TOLD;
    const { memory, server } = own;
    if (memory.source !== "host")
      return found(true, {
        kind: "limit",
        memory,
        server,
        isLimited: memory.isUnlimited !== true,
      });
    // whoever runs no container has no group of its own to see
    const isWhole = cgroupVersion !== null && !IN_CONTAINERS.has(place.kind);
    return found(isWhole, { kind: "machine", memory, version: cgroupVersion });
  },
};

const IN_CONTAINERS: ReadonlySet<string> = new Set(["docker", "podman", "kubernetes"]);
