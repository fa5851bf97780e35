// Waiting with an end, by our own clock.
import type { Clock } from "../domain/ports/clock.ts";

/** Why a wait is over that nobody needs any more. Without a reason of ours, each makes an error with its stack. */
const NOT_NEEDED = "not needed any more";

/** What a promise came to, or `null` when `ms` passed or `signal` was aborted first. The promise goes on. */
export async function within<Value>(
  promise: Promise<Value>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly value: Value } | null> {
  const timer = new AbortController();
  const stop = (): void => {
    timer.abort(NOT_NEEDED);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([
      promise.then((value) => ({ value })),
      clock.sleep(ms, signal.aborted ? signal : timer.signal).then(() => null),
    ]);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

const BASE_MS = 500;

/** How long to wait before another attempt, after so many that failed in a row. Jitter keeps many clients from coming back at once. */
export const backOffMs = (failures: number, random: () => number, capMs: number): number =>
  Math.min(BASE_MS * 2 ** Math.max(0, failures - 1), capMs) * (1 + random() * 0.25);

/** Irregular within 10 %, so that sampling never beats with the minutes of a crontab; the middle is the interval. */
export const nextInterval = (intervalMs: number, random: () => number): number =>
  intervalMs * (0.9 + random() * 0.2);
