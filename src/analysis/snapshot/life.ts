import type { Snapshot } from "../../domain/snapshot.ts";

/**
 * Are these two snapshots of one life of one process, so that what differs has changed in between?
 * A PID comes back after a respawn: what only rises within a life must not have fallen.
 */
export function isSameLife(now: Snapshot, earlier: Snapshot): boolean {
  if (now.target !== earlier.target || now.pid !== earlier.pid) return false;
  if (now.slot !== null && earlier.slot !== null && now.slot !== earlier.slot) return false;
  const [first, second] = now.at >= earlier.at ? [earlier, now] : [now, earlier];
  return (
    first.gc === null ||
    second.gc === null ||
    (first.gc.runs <= second.gc.runs && first.gc.collected <= second.gc.collected)
  );
}
