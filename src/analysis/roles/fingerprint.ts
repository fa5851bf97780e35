import type { ProcessReading, SignalMasks } from "../../domain/reading.ts";

/** What the kernel shows of a process that no title tells. `loop`: an event worker, or a task worker with coroutines: these two cannot be told apart. */
export type Fingerprint = "master" | "manager" | "loop" | "task-worker" | "user-process";

const bit = (signal: number): bigint => 1n << BigInt(signal - 1);
const bits = (...signals: readonly number[]): bigint =>
  signals.reduce((mask, signal) => mask | bit(signal), 0n);

const [HUP, USR1, USR2, PIPE, ALRM, TERM, CHLD, VTALRM, IO] = [1, 10, 12, 13, 14, 15, 17, 26, 29];
/** Read through a signalfd in Swoole's event loop. RTMIN is left out: it is 34 with glibc and 35 with musl. */
const IN_LOOP = bits(HUP, USR1, USR2, PIPE, TERM);
const OF_MANAGER = bits(ALRM, CHLD, IO);
/** Swoole 4.8 in BASE mode. */
const OF_OLD_MANAGER = bits(VTALRM, IO);
const OF_TASK_WORKER = bits(PIPE, TERM);

const hasAll = (mask: bigint, wanted: bigint): boolean => (mask & wanted) === wanted;

/**
 * Which part in a Swoole server a process plays by its signal masks, and by its descriptors where they are known.
 * @returns null: none that could be told. It says nothing of whether there is a server: any of these alone is no evidence but `master` and `loop`.
 * @source captures of Swoole 4.8.13, 5.1.8, 6.2.1 in PROCESS and BASE mode; the masks of 4.8 BASE differ
 */
export function fingerprint({
  signals,
  descriptors,
}: Pick<ProcessReading, "signals" | "descriptors">): Fingerprint | null {
  if (signals === null) return null;
  if (hasAll(signals.blocked, IN_LOOP))
    return hasAll(signals.blocked, bit(CHLD)) ? "master" : "loop";
  if (looksLikeManager(signals)) return "manager";
  const ignoresPipe = hasAll(signals.ignored, bit(PIPE));
  if (!ignoresPipe && hasAll(signals.caught, OF_TASK_WORKER)) return "task-worker";
  // A user process that waits for signals has a signalfd, too, and blocks just those.
  const hasLoop = descriptors !== null && descriptors.eventpolls > 0;
  return ignoresPipe && hasLoop ? "user-process" : null;
}

const looksLikeManager = ({ blocked, caught }: SignalMasks): boolean =>
  (blocked & IN_LOOP) === 0n && (hasAll(caught, OF_MANAGER) || hasAll(caught, OF_OLD_MANAGER));
