import { randomInt } from "node:crypto";
import type { Clock } from "../domain/ports/clock.ts";
import type { Target } from "../domain/target.ts";

/** The most that randomInt takes. */
const RANGE = 2 ** 48 - 1;

/** Runs something after a while; answers with what calls it off. */
export const later = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, Math.max(0, ms));
  return () => clearTimeout(timer);
};

/** The machine's clock; the only place that reads it. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  now: () => Date.now(),
  // of the system, not of V8: prefixes of requests are visible in the target, and V8's next number can be told from its last ones
  random: () => randomInt(RANGE) / RANGE,
  // several times a second: timers/promises makes an error with its stack for each sleep that is called off
  sleep: (ms, signal) => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        callOff();
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const callOff = later(ms, wake);
      signal.addEventListener("abort", wake);
    });
  },
  after: later,
};

/** Minutes east of UTC of this machine's zone at a moment. */
export const localZoneMinutes = (at: number): number => -new Date(at).getTimezoneOffset();

/** IANA name of this machine's zone. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Of times in a target's logs that name none; null: the target tells it (`cli/zone.ts`), else they are taken for UTC. */
export const logZoneOf = ({ scheme }: Target): string | null =>
  scheme === "local" ? ownZone() : null;
