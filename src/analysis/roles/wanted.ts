import { SECOND_MS, type EpochMs } from "../../domain/units.ts";
import { fingerprint } from "./fingerprint.ts";
import { readersOf } from "./titled.ts";
import { isFork, isSettled, looksLikePhp, type Node } from "./tree.ts";
import { isHyperfStart } from "./untitled.ts";

/** PIDs that the next readings should say more of. */
export type Wanted = {
  readonly watch: readonly number[];
  readonly descriptors: readonly number[];
  readonly cgroup: readonly number[];
};

/** Whoever has not become a server by then will not: queue workers are many, and watching costs. */
const GROWN_UP_MS = 15 * SECOND_MS;

/** A process outside every server that could turn out to be in one. */
export function isCandidate(node: Node, at: EpochMs): boolean {
  const { signals, startedAt } = node.reading;
  const print = fingerprint(node.reading);
  if (print === "master" || print === "manager" || print === "loop") return true;
  const isGrownUp = startedAt === null || at - startedAt >= GROWN_UP_MS;
  if (signals !== null && isGrownUp) return hasOpenQuestion(node);
  return looksLikePhp(node) || readersOf(node.title).length > 0;
}

/** Hyperf's coroutine server is told by its descriptors alone. */
const hasOpenQuestion = (node: Node): boolean =>
  isHyperfStart(node) && looksLikePhp(node) && node.reading.descriptors === null;

/** Whose descriptors would settle what it is. */
export function needsDescriptors(node: Node, at: EpochMs): boolean {
  const { descriptors, signals } = node.reading;
  if (descriptors !== null || signals === null || !isSettled(node, at)) return false;
  const print = fingerprint(node.reading);
  if (print === "master" || print === "manager" || print === "task-worker") return false;
  const isManaged =
    node.parent !== null &&
    isFork(node, node.parent) &&
    fingerprint(node.parent.reading) === "manager";
  return print === "loop" ? !isManaged : isManaged || isHyperfStart(node);
}
