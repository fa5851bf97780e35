import type { Strategy } from "../../domain/project.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { isVersion } from "../audit/version.ts";
import { isOlder } from "./since.ts";

/** How exactly a version of hyperf/crontab keeps its ticks. */
export type TickTolerance = {
  /** A run may begin so much later than its tick, also where nothing is wrong. */
  readonly lateMs: number;
  /** Runs that begin a second late on top: those that are due when they are handed over, or all of them. Null: not told. */
  readonly secondLate: "none" | "due-at-once" | "all" | null;
  /** Whole minutes may be skipped, or come twice; null: not told. */
  readonly maySkip: boolean | null;
};

/** From the begin of a minute to a worker that is not busy. */
const HANDED_OVER_MS = SECOND_MS;

/**
 * What to expect of ticks, so that a late one is not called missing.
 *
 * Before 3.1.11 the dispatcher sleeps whole seconds and wakes up to one after the begin of the minute; from there to 3.1.15 it wakes so near to it that it may be
 * before (#6559, #6628; mended by #6633). From 3.0.0 to 3.0.12 what is due at once waits a whole second; with CoroutineStrategy that is everything, for it sleeps
 * up to the tick itself.
 * @param version of hyperf/crontab; null: the widest
 * @source hyperf:src/crontab/src/Strategy/Executor.php (`$diff > 0 ? $diff : 1`), CoroutineStrategy.php, Process/CrontabDispatcherProcess.php, by tag
 */
export function tickTolerance(version: string | null, strategy: Strategy | null): TickTolerance {
  if (version === null || !isVersion(version))
    return { lateMs: HANDED_OVER_MS + 2 * SECOND_MS, secondLate: null, maySkip: null };
  const secondLate = secondLateOf(version, strategy);
  return {
    lateMs:
      HANDED_OVER_MS +
      (isOlder(version, "3.1.11") ? SECOND_MS : 0) +
      (secondLate === "none" ? 0 : SECOND_MS),
    secondLate,
    maySkip: !isOlder(version, "3.1.11") && isOlder(version, "3.1.16"),
  };
}

function secondLateOf(version: string, strategy: Strategy | null): TickTolerance["secondLate"] {
  if (isOlder(version, "3.0.0") || !isOlder(version, "3.0.13")) return "none";
  if (strategy === null || strategy === "custom") return null;
  return strategy === "coroutine" ? "all" : "due-at-once";
}
