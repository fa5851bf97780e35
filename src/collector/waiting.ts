// Waiting with an end, by our own clock.
import type { Clock } from "../domain/ports/clock.ts";

/** What a promise came to, or `null` when `ms` passed or `signal` was aborted first. The promise goes on. */
export function within<Value>(
  promise: Promise<Value>,
  ms: number,
  clock: Pick<Clock, "after">,
  signal: AbortSignal,
): Promise<{ readonly value: Value } | null> {
  if (signal.aborted) return Promise.resolve(null);
  const { promise: result, resolve, reject } = Promise.withResolvers<{ value: Value } | null>();
  const end = (): void => {
    callOff();
    signal.removeEventListener("abort", giveUp);
  };
  const giveUp = (): void => {
    end();
    resolve(null);
  };
  const callOff = clock.after(ms, giveUp);
  signal.addEventListener("abort", giveUp);
  promise
    .then((value) => ({ value }))
    .finally(end)
    .then(resolve, reject);
  return result;
}

const BASE_MS = 500;

/** How long to wait before another attempt, after so many that failed in a row. Jitter keeps many clients from coming back at once. */
export const backOffMs = (failures: number, random: () => number, capMs: number): number =>
  Math.min(BASE_MS * 2 ** Math.max(0, failures - 1), capMs) * (1 + random() * 0.25);

/** Irregular within 10 %, so that sampling never beats with the minutes of a crontab; the middle is the interval. */
export const nextInterval = (intervalMs: number, random: () => number): number =>
  intervalMs * (0.9 + random() * 0.2);
