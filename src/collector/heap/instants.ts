// Live heaps just before an instant: twice, so that what a request holds for a moment is told from what stays.
import type { Gathered } from "../../domain/ports/source.ts";
import { endIfAborted, refill, type Connection } from "../exchange.ts";
import type { HeapKnown } from "../known.ts";
import { keep, planned, readAll } from "./exchange.ts";
import { lowerHeap } from "./look.ts";
import { planInstant } from "./plan.ts";

/** Of two readings the first begins so long before the instant: they are apart, and an answer may take a while. */
const BEFORE_MS = 300;
const APART_MS = 100;
/** A reading that would begin so shortly before comes after them. */
const CLEAR_MS = 150;
/** By the boot time in whole seconds the target's clock seems slow by up to one. @source fs/proc/stat.c: btime has no fraction */
const BOOT_FRACTION_MS = 1000;
const SAME_CLOCK_MS = 100;

export type Instant = {
  readonly at: number;
  /** By our steady clock. */
  readonly beginMs: number;
  readonly endMs: number;
};

/** The next instant, when it is to be read for before a reading that is planned for `untilMs`. */
export function nextInstant(connection: Connection, untilMs: number): Instant | null {
  const { ongoing, options, heapInstant, hasDd } = connection;
  const { heap, heapInstants } = ongoing.demand;
  if (!hasDd || heap.length === 0) return null;
  const nowMs = options.clock.monotonic();
  const steady = nowMs - options.clock.now() - clockLead(ongoing.skewMs);
  const at = heapInstants.find(
    (each) => each > heapInstant && each + steady - 2 * APART_MS > nowMs,
  );
  if (at === undefined) return null;
  const endMs = at + steady;
  const beginMs = endMs - BEFORE_MS;
  return beginMs < untilMs + CLEAR_MS ? { at, beginMs, endMs } : null;
}

/** A target whose clock is ours but for that fraction has our clock; another's is known to a second only: there it is read that much earlier. */
const clockLead = (skewMs: number): number =>
  skewMs > -BOOT_FRACTION_MS - SAME_CLOCK_MS && skewMs < SAME_CLOCK_MS
    ? 0
    : skewMs + BOOT_FRACTION_MS;

/** Reads all heaps twice. What comes after the instant does not count: the task may have begun. */
export async function* readInstant(
  connection: Connection,
  { at, endMs }: Instant,
): AsyncGenerator<Gathered, void> {
  const { ongoing, signal } = connection;
  const { clock } = connection.options;
  connection.heapInstant = at;
  const beganMs = clock.monotonic();
  refill(ongoing, beganMs);
  const { heap } = ongoing.demand;
  const plan = planInstant(ongoing.budget, ongoing.roster, heap, planned(connection));
  connection.heapRefused ||= plan.refused;
  if (plan.asked.length === 0) return;
  const first = yield* readAll(connection, plan.asked);
  if (clock.monotonic() >= endMs) return;
  keep(connection, first);
  await clock.sleep(Math.max(0, beganMs + APART_MS - clock.monotonic()), signal);
  endIfAborted(signal);
  const second = yield* readAll(connection, plan.asked);
  if (clock.monotonic() >= endMs) return;
  const lower = new Map<number, HeapKnown>();
  for (const [pid, later] of second) {
    const earlier = first.get(pid);
    lower.set(pid, earlier === undefined ? later : lowerHeap(earlier, later));
  }
  keep(connection, lower);
}
