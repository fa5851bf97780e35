import type { PodEvent } from "../../domain/pod.ts";
import { untrustedText } from "../../domain/text.ts";
import type { EpochMs } from "../../domain/units.ts";
import { numberOf, textOf, timeOf } from "../json.ts";
import { itemsOf } from "./items.ts";

/** A cluster keeps them for an hour, and writes what repeats as a count. */
const MOST_EVENTS = 64;

/**
 * What a cluster recorded, oldest first. @source core/v1 EventList and events.k8s.io/v1: the scheduler tells `eventTime` and `series` in both, the kubelet `lastTimestamp` and `count`
 * @param uid of the pod that is meant: one of the same name (StatefulSet) may have been before it; null: all
 */
export function podEventsOf(list: unknown, uid: string | null = null): readonly PodEvent[] {
  return itemsOf(list, "items")
    .filter((event) => uid === null || isOf(event, uid))
    .map(eventOf)
    .toSorted((a, b) => Number(a.at) - Number(b.at))
    .slice(-MOST_EVENTS);
}

function isOf(event: unknown, uid: string): boolean {
  const about = textOf(event, "involvedObject", "uid") ?? textOf(event, "regarding", "uid");
  return about === null || about === uid;
}

function eventOf(event: unknown): PodEvent {
  return {
    at: lastSeenOf(event),
    reason: untrustedText(textOf(event, "reason") ?? ""),
    message: untrustedText((textOf(event, "message") ?? textOf(event, "note") ?? "").trim()),
    count:
      numberOf(event, "series", "count") ??
      numberOf(event, "count") ??
      numberOf(event, "deprecatedCount") ??
      1,
    isWarning: textOf(event, "type") === "Warning",
  };
}

const lastSeenOf = (event: unknown): EpochMs | null =>
  timeOf(event, "series", "lastObservedTime") ??
  timeOf(event, "lastTimestamp") ??
  timeOf(event, "deprecatedLastTimestamp") ??
  timeOf(event, "eventTime") ??
  timeOf(event, "metadata", "creationTimestamp");
