import type { PodEvent } from "../../domain/pod.ts";
import { textOf } from "../json.ts";
import { itemsOf } from "./items.ts";

/** Of pods that a node let go. @source kubelet: eviction, preemption, shutdown of the node */
const LET_GO = ["Evicted", "Preempting", "Terminated", "NodeShutdown"];

/**
 * Why a pod was evicted, by whatever tells of it: its phase, a condition (eviction API, taint, scheduler), or, where its application ended by itself, an event only.
 * @returns "" where the reason is not told; null: it was not evicted, or nobody tells
 */
export function evictionOf(pod: unknown, events: readonly PodEvent[] | null): string | null {
  const isOver = ["Failed", "Succeeded"].includes(textOf(pod, "status", "phase") ?? "");
  if (isOver) {
    const why = letGo(pod) ?? disruption(pod) ?? evictedEvent(events);
    return why === null ? null : withoutStop(why);
  }
  const isLeaving = textOf(pod, "metadata", "deletionTimestamp") !== null;
  const why = isLeaving ? disruption(pod) : null;
  return why === null ? null : withoutStop(why);
}

function letGo(pod: unknown): string | null {
  const reason = textOf(pod, "status", "reason");
  if (reason === null || !LET_GO.includes(reason)) return null;
  return textOf(pod, "status", "message") ?? "";
}

/** @source core/v1 PodCondition DisruptionTarget: `Eviction API: evicting` */
function disruption(pod: unknown): string | null {
  const found = itemsOf(pod, "status", "conditions").find(
    (each) => textOf(each, "type") === "DisruptionTarget" && textOf(each, "status") === "True",
  );
  return found === undefined ? null : (textOf(found, "message") ?? textOf(found, "reason") ?? "");
}

const evictedEvent = (events: readonly PodEvent[] | null): string | null =>
  events?.findLast(({ reason }) => reason === "Evicted")?.message ?? null;

/** It will stand in brackets. */
const withoutStop = (words: string): string => words.trim().replace(/\.$/u, "");
