// What was read of logs after what stands behind it.
import type { LogEvent, Told } from "../../domain/log.ts";

/** Sources one after another as they were written: by time, each in its own order. What has no time stays where it is in its source. */
export function inTime(all: readonly Told[]): readonly Told[] {
  const reached = new Map<string, number>();
  const placed = all.map((told) => {
    const { source, at, seenAt } = told.type === "record" ? told.record : told.event;
    const before = reached.get(source) ?? Number.NEGATIVE_INFINITY;
    const time = Math.max(before, at ?? seenAt ?? before);
    reached.set(source, time);
    return { told, time };
  });
  return placed
    .toSorted((a, b) => (a.time === b.time ? 0 : a.time - b.time))
    .map(({ told }) => told);
}

const ECHO_MS = 2000;

/** Whether an event was told by another source already: each source is read back to another time. */
export const isToldBy = (event: LogEvent, known: readonly LogEvent[]): boolean =>
  known.some((other) => other.source !== event.source && isSame(event, other));

const isSame = (a: LogEvent, b: LogEvent): boolean =>
  a.kind === b.kind && areTogether(a, b) && mayBeOfOne(a.server, b.server) && isOneOf(a, b);

const areTogether = (a: LogEvent, b: LogEvent): boolean =>
  a.at !== null && b.at !== null && Math.abs(a.at - b.at) <= ECHO_MS;

const mayBeOfOne = <T>(a: T | null, b: T | null): boolean => a === null || b === null || a === b;

/** Copies of a PHP fatal differ from source to source. */
function isOneOf(a: LogEvent, b: LogEvent): boolean {
  if (a.kind === "php-fatal") return mayBeOfOne(a.pid, b.pid);
  const isByOne = a.pid === b.pid && (a.pid !== null || a.at === b.at);
  return isByOne && a.task === b.task && a.detail === b.detail;
}
