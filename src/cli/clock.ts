import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../domain/ports/clock.ts";

/** The machine's clock; the only place that reads it. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    try {
      await wait(Math.max(0, ms), undefined, { signal });
    } catch {
      // aborted: that is an answer, too
    }
  },
};

/** Minutes east of UTC of this machine's zone at a moment. */
export const localZoneMinutes = (at: number): number => -new Date(at).getTimezoneOffset();
