import { SECOND_MS } from "../../../domain/units.ts";
import { found, NOT_REACHED, type Check } from "../check.ts";

/** The kernel tells its boot in whole seconds, and an answer takes its time: less cannot be told. */
const TOLD_MS = 3 * SECOND_MS;

/** Whether the target's clock is ours. */
export const clock: Check = {
  id: "clock",
  check({ skewMs }) {
    if (skewMs === null) return NOT_REACHED;
    return found(Math.abs(skewMs) < TOLD_MS, { kind: "clock", skewMs, sinceMs: TOLD_MS });
  },
};
