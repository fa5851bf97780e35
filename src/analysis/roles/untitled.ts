// Servers whose titles tell nothing: found by what Swoole does to signals and descriptors.
import type { ServerMode } from "../../domain/role.ts";
import type { EpochMs } from "../../domain/units.ts";
import { fingerprint } from "./fingerprint.ts";
import { isFork, isSettled, looksLikePhp, type Node } from "./tree.ts";

export type UntitledHead = {
  readonly node: Node;
  readonly mode: ServerMode;
  readonly frameworkId: string | null;
};

/**
 * The top of a server without titles. php-fpm, `php -S`, queue workers and other event loops have none of these masks.
 * Null: none, or not yet to be told.
 */
export function untitledHead(node: Node, at: EpochMs): UntitledHead | null {
  if (!looksLikePhp(node) || !isSettled(node, at)) return null;
  const mode = modeOf(node);
  const frameworkId = isHyperfStart(node) ? "hyperf" : null;
  return mode === null ? null : { node, mode, frameworkId };
}

function modeOf(node: Node): ServerMode | null {
  if (isBelowSwoole(node)) return null;
  const forks = node.kids.filter((kid) => isFork(kid, node));
  const print = fingerprint(node.reading);
  if (print === "master") return "process";
  if (print === "manager")
    return forks.some((kid) => fingerprint(kid.reading) === "loop") ? "base" : null;
  if (print === "loop") return isSingle(node) ? "single" : null;
  if (print === "task-worker") return null;
  return forks.length > 0 ? modeByCommand(node, forks) : coroutineMode(node);
}

function isBelowSwoole({ parent }: Node): boolean {
  const above = parent === null ? null : fingerprint(parent.reading);
  return above === "master" || above === "manager";
}

/** A worker that nobody manages: alone it is a server of one process. More of the same command were left by a manager. */
const isSingle = (node: Node): boolean => {
  const { eventpolls, signalfds } = node.reading.descriptors ?? NO_DESCRIPTORS;
  const isForked = node.parent !== null && isFork(node, node.parent);
  return eventpolls > 0 && signalfds > 0 && !isForked;
};

const NO_DESCRIPTORS = { eventpolls: 0, signalfds: 0 };

/** `php bin/hyperf.php start`. */
export const isHyperfStart = ({ reading: { cmdline } }: Node): boolean =>
  cmdline.some(
    (word, index) => /(?:^|\/)hyperf\.php$/.test(word) && cmdline[index + 1] === "start",
  );

/** Hyperf's coroutine server is one process with an event loop and without Swoole's signals. */
const coroutineMode = (node: Node): ServerMode | null =>
  isHyperfStart(node) && (node.reading.descriptors?.eventpolls ?? 0) > 0 ? "coroutine" : null;

/** Where the system shows no signals, two levels of forks of Hyperf's command say as much: a boot forks only one process at a time. */
function modeByCommand(node: Node, forks: readonly Node[]): ServerMode | null {
  if (!isHyperfStart(node) || node.reading.signals !== null) return null;
  if (forks.some((kid) => kid.kids.length > 1)) return "process";
  return forks.length > 1 ? "base" : null;
}
