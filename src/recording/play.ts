import { timeOf, type Observation } from "../domain/observation.ts";
import type { Clock } from "../domain/ports/clock.ts";
import { SECOND_MS } from "../domain/units.ts";

export type Playing = {
  /** Recorded seconds per second; null: as fast as it can be read. */
  readonly speed: number | null;
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
};

/** The longest pause that is played: the longest interval between samples (60 s) and its jitter. A night without samples is passed over in this time. */
export const LONGEST_GAP_MS = 70 * SECOND_MS;
/** A reader that fell further behind than this (a stopped program, a slow screen) goes on from where it is, and does not race to catch up. */
const LONGEST_LAG_MS = 2 * SECOND_MS;

/**
 * The Observations when they are due by their own times.
 *
 * Samples lead: the time between two of them, at most LONGEST_GAP_MS, is waited for at `speed`; one whose time lies more than that before its predecessor's begins
 * a new recording. What else has a time comes at it when that is near (a log line between two samples), and at once when it is not: the zone of a log's clock may
 * be wrong by hours. Before the first sample everything leads. Order is kept, nothing is left out, one Observation is held.
 * Ends without an error when `signal` is aborted, also while the next one does not come.
 * @throws what `observations` throws.
 */
export async function* play(
  observations: AsyncIterable<Observation>,
  { speed, clock }: Playing,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const pace = newPace(speed);
  let due = clock.monotonic();
  for await (const observation of untilAborted(observations, signal)) {
    due = Math.max(due, clock.monotonic() - LONGEST_LAG_MS) + pace(observation);
    const wait = due - clock.monotonic();
    if (wait > 0) await clock.sleep(wait, signal);
    if (signal.aborted) return;
    yield observation;
  }
}

/** How many of our milliseconds after its predecessor an Observation comes. */
function newPace(speed: number | null): (observation: Observation) => number {
  if (speed === null) return () => 0;
  let head: number | null = null;
  let hasSamples = false;
  return (observation) => {
    const at = timeOf(observation);
    if (at === null) return 0;
    const isSample = observation.type === "sample";
    const gap = head === null ? 0 : at - head;
    const isNear = Math.abs(gap) <= LONGEST_GAP_MS;
    const leads = isSample || !hasSamples;
    hasSamples ||= isSample;
    if (head === null || (isNear ? gap > 0 : leads)) head = at;
    if (gap <= 0 || (!isNear && !leads)) return 0;
    return Math.min(gap, LONGEST_GAP_MS) / speed;
  };
}

async function* untilAborted(
  observations: AsyncIterable<Observation>,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  if (signal.aborted) return;
  // one listener that wakes the current wait: racing against one promise would keep a reaction of each round
  let wake: (() => void) | null = null;
  const abort = () => wake?.();
  signal.addEventListener("abort", abort, { once: true });
  const iterator = observations[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Observation> | null>((resolve, reject) => {
        wake = () => resolve(null);
        iterator.next().then(resolve, reject);
      });
      if (next === null || next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    // not awaited: a reader that hangs on its pipe would keep us here
    void iterator.return?.().then(undefined, () => undefined);
  }
}
