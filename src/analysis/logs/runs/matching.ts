// Which line of the log is the end of which tick's run.
import { MINUTE_MS, SECOND_MS } from "../../../domain/units.ts";
import type { Pause, Timed } from "./timed.ts";

export type Tick = {
  readonly at: number;
  /** Null: no line is its end. */
  line: Timed | null;
  /** That came later than a run may that begins in time and takes no time. */
  isLate: boolean;
};

/** One task against its lines. */
export type Matched = {
  readonly ticks: readonly Tick[];
  /** By index, and one more: how many ticks before it have a run that was over in time. */
  readonly prompt: readonly number[];
  /** Runs that went well and are the end of no tick. A failure may have been pending. */
  readonly surplus: number;
};

export type MatchedTask = {
  /** Oldest first, those that come twice twice. */
  readonly ticks: readonly number[];
  /** Its lines, oldest first. */
  readonly lines: readonly Timed[];
  readonly pauses: readonly Pause[];
  readonly lateMs: number;
  /** After so many later runs that were over in time a tick without a line counts as missed. */
  readonly passedOver: number;
};

/** A timer may fire a millisecond early, and many a time stamp has whole seconds: `:49` of a tick at `:50`. */
const EARLY_MS = SECOND_MS;

/**
 * Lines are laid to ticks as they come nearest: those within the tolerance to their tick, what a stop cancelled to the ticks that were pending, and what came later
 * to the oldest tick that still waits, for runs of a task end in the order of their ticks more often than not.
 */
export function matched(task: MatchedTask): Matched {
  const ticks: readonly Tick[] = task.ticks
    .filter((at) => !task.pauses.some(({ from, to }) => at >= from + EARLY_MS && at < to))
    .map((at) => ({ at, line: null, isLate: false }));
  // a skip is logged when it is due, an end at any time: the tick is the skip's
  const skips = task.lines.filter(isAtItsTick);
  const ends = task.lines.filter(isEnd);
  const late = [...skips, ...ends].filter((line) => !isPrompt(ticks, line, task.lateMs));
  for (const line of task.lines.filter(({ event }) => event.kind === "crontab-cancelled"))
    cancel(ticks, line);
  const prompt = promptOf(ticks);
  let surplus = 0;
  for (const line of late.toSorted((a, b) => a.at - b.at))
    if (!isWaitedFor(ticks, line, { prompt, task }) && line.event.kind === "crontab-run")
      surplus += 1;
  return { ticks, prompt, surplus };
}

/** A run that is over, however it ended. */
export const isEnd = ({ event: { kind } }: Timed): boolean =>
  kind === "crontab-run" || kind === "crontab-failed";

const isAtItsTick = ({ event: { kind } }: Timed): boolean =>
  kind === "crontab-skipped" || kind === "crontab-blocked";

/** The nearest tick that waits, within the tolerance. */
function isPrompt(ticks: readonly Tick[], line: Timed, lateMs: number): boolean {
  let nearest: Tick | null = null;
  for (let index = firstFrom(ticks, line.at - lateMs - line.blurMs); ; index += 1) {
    const tick = ticks[index];
    if (tick === undefined || tick.at > line.at + EARLY_MS) break;
    if (tick.line !== null) continue;
    if (nearest === null || Math.abs(line.at - tick.at) < Math.abs(line.at - nearest.at))
      nearest = tick;
  }
  if (nearest !== null) nearest.line = line;
  return nearest !== null;
}

/** The whole minute was handed out at its begin: what of it was still to come is what is cancelled. */
function cancel(ticks: readonly Tick[], line: Timed): void {
  const end = (Math.floor(line.at / MINUTE_MS) + 1) * MINUTE_MS;
  for (let index = firstFrom(ticks, line.at - EARLY_MS - line.blurMs); ; index += 1) {
    const tick = ticks[index];
    if (tick === undefined || tick.at >= end) return;
    if (tick.line !== null) continue;
    tick.line = line;
    return;
  }
}

function promptOf(ticks: readonly Tick[]): readonly number[] {
  const counts = [0];
  for (const { line } of ticks) {
    counts.push((counts.at(-1) ?? 0) + Number(line !== null && isEnd(line)));
  }
  return counts;
}

type Context = { readonly prompt: readonly number[]; readonly task: MatchedTask };

/** A late end goes to the oldest tick of the same life of the server that waits and was not passed over, a late skip to the last that waits. */
function isWaitedFor(ticks: readonly Tick[], line: Timed, { prompt, task }: Context): boolean {
  const end = firstFrom(ticks, line.at);
  const born = task.pauses.findLast(({ to }) => to <= line.at)?.to ?? -Infinity;
  let waiting: Tick | null = null;
  for (let index = firstFrom(ticks, born); index < end; index += 1) {
    const tick = ticks[index];
    if (tick === undefined || tick.line !== null) continue;
    const later = (prompt[end] ?? 0) - (prompt[index + 1] ?? 0);
    if (later >= task.passedOver) continue;
    waiting = tick;
    if (isEnd(line)) break;
  }
  if (waiting === null) return false;
  waiting.line = line;
  waiting.isLate = true;
  return true;
}

/** Index of the first tick that is not earlier. */
export function firstFrom(ticks: readonly { readonly at: number }[], at: number): number {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ticks[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
