// What follows from ticks and the lines that were laid to them.
import type { TaskTicksSeen } from "../../../domain/runs.ts";
import { MINUTE_MS, SECOND_MS } from "../../../domain/units.ts";
import { firstFrom, isEnd, type Matched, type Tick } from "./matching.ts";
import type { Pause } from "./timed.ts";

export type Judged = {
  readonly singleton: boolean | null;
  readonly passedOver: number;
  readonly pauses: readonly Pause[];
  /** End of what is seen. */
  readonly to: number;
  /** When late lines of any task came, oldest first. */
  readonly lateAt: readonly number[];
};

/** So long nobody is told that a line is missing: it may still come. */
const PATIENCE_MS = MINUTE_MS;
/** So many lines beyond its ticks say that others write here, too. */
const SURPLUS = 3;

/** Null: there are clearly more lines than ticks, so that no line belongs to a tick for sure. */
export function judged(matched: Matched, task: Judged): TaskTicksSeen | null {
  const answered = matched.ticks.filter(({ line }) => line !== null);
  if (matched.surplus > Math.max(SURPLUS, answered.length / 4)) return null;
  const lifeOf = ({ at }: Tick): number => task.pauses.filter(({ to }) => to <= at).length;
  const begun = new Map<number, number>();
  for (const tick of answered.toReversed()) begun.set(lifeOf(tick), tick.at);
  const waiting = matched.ticks.flatMap((tick, index) =>
    tick.line === null && tick.at + PATIENCE_MS <= task.to ? [{ tick, index }] : [],
  );
  // before the first line of a life nobody knows how long a run takes
  const isBegun = ({ tick }: { readonly tick: Tick }): boolean =>
    tick.at > (begun.get(lifeOf(tick)) ?? Infinity);
  const silent = waiting.filter((each) => isBegun(each) && isPassedOver(each.index, matched, task));
  // each run that belongs to no tick may have been one of them
  const missed = Math.max(0, silent.length - matched.surplus);
  const long = outlasting(matched.ticks);
  const isLeading = waiting.some((each) => !isBegun(each) && begun.has(lifeOf(each.tick)));
  const outlasted = answered.some(isEnded) ? outlastedOf(long, isLeading, task) : null;
  return {
    answered: answered.length,
    missed,
    open: waiting.length - missed,
    late: lateOf(answered),
    outlasted,
    overlapping:
      outlasted === null ? null : task.singleton === true ? 0 : long.filter(isBeside).length,
    longestMs: longestOf(answered),
  };
}

/** With a lock the next tick would have been skipped if the run were still on. */
function isPassedOver(index: number, { ticks, prompt }: Matched, task: Judged): boolean {
  const later = (prompt.at(-1) ?? 0) - (prompt[index + 1] ?? 0);
  if (later >= task.passedOver) return true;
  const next = ticks[index + 1];
  return (
    task.singleton === true &&
    next !== undefined &&
    next.line === null &&
    next.at + PATIENCE_MS <= task.to
  );
}

const isEnded = ({ line }: Tick): boolean => line !== null && isEnd(line);

/** A run that ended when its task was due again, with what became of the ticks meanwhile. */
type Long = {
  readonly end: number;
  readonly lagMs: number;
  readonly gapMs: number;
  readonly skips: number;
};

const isBeside = ({ skips }: Long): boolean => skips === 0;

function outlasting(ticks: readonly Tick[]): readonly Long[] {
  return ticks.flatMap((tick, index) => {
    const next = ticks[index + 1];
    if (!tick.isLate || tick.line === null || !isEnded(tick) || next === undefined) return [];
    const end = tick.line.at - tick.line.blurMs;
    if (next.at >= end) return [];
    const meanwhile = ticks.slice(index + 1, firstFrom(ticks, end));
    const skips = meanwhile.filter(({ line }) => line?.event.kind === "crontab-skipped").length;
    return [{ end, lagMs: end - tick.at, gapMs: next.at - tick.at, skips }];
  });
}

/** So many of them are needed where nothing but their ends speaks for it. */
const ENOUGH = 3;
/** What was held up in one process ends together once it goes on. */
const TOGETHER_MS = SECOND_MS;

/**
 * A skip by the lock between tick and end proves that the run was on. Without a lock a process that was held up looks alike; but then its lines come together, or
 * later and later.
 */
function outlastedOf(long: readonly Long[], isLeading: boolean, task: Judged): number | null {
  const proven = long.filter((each) => !isBeside(each)).length;
  const beside = long.filter(isBeside);
  const isAlone = ({ end }: Long): boolean =>
    task.lateAt.filter((at) => Math.abs(at - end) <= TOGETHER_MS).length <= 1;
  const alone = beside.filter(isAlone);
  const [first] = alone;
  const isQueue = first !== undefined && (alone.at(-1)?.lagMs ?? 0) - first.lagMs >= first.gapMs;
  if (beside.length === 0) return proven === 0 && isLeading ? null : proven;
  if (alone.length < ENOUGH || isQueue || task.singleton !== false)
    return proven === 0 ? null : proven;
  return proven + beside.length;
}

/** Runs that are long as a rule are not late, and runs that are short as a rule are when they come late: they began late, or took long for once. */
function lateOf(answered: readonly Tick[]): number | null {
  if (answered.length === 0) return null;
  const lateSkips = answered.filter((tick) => tick.isLate && !isEnded(tick)).length;
  const ends = answered.filter(isEnded);
  const late = ends.filter(({ isLate }) => isLate).length;
  return late * 2 > ends.length ? null : late + lateSkips;
}

function longestOf(answered: readonly Tick[]): number | null {
  let longest: number | null = null;
  for (const tick of answered) {
    if (!isEnded(tick) || tick.line === null) continue;
    longest = Math.max(longest ?? 0, tick.line.at - tick.at);
  }
  return longest;
}
