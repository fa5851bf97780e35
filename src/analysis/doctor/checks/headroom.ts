import { headroomOf } from "../../../domain/headroom.ts";
import { bytes, MIB } from "../../../domain/units.ts";
import { found, NOT_REACHED, NOT_TOLD, ownFault, refused, type Check } from "../check.ts";
import { measured } from "./cgroup.ts";

/** What levels 2 and 3 of a snapshot want. @source reader.php */
const SNAPSHOT_BYTES = 64 * MIB;

/** Free memory within the limit. */
export const headroom: Check = {
  id: "headroom",
  check(facts) {
    const fault = ownFault(facts, "headroom");
    if (fault !== null) return refused(fault);
    if (facts.sample === null) return NOT_REACHED;
    const memory = measured(facts.sample)?.memory ?? null;
    const leftBytes = headroomOf(memory);
    if (leftBytes === null || memory?.limitBytes == null) return NOT_TOLD;
    const { limitBytes } = memory;
    const isEnough = leftBytes >= SNAPSHOT_BYTES;
    const wantedBytes = isEnough ? null : bytes(SNAPSHOT_BYTES);
    return found(isEnough, { kind: "headroom", leftBytes, limitBytes, wantedBytes });
  },
};
