import { tickTolerance } from "../../analysis/cron/tolerance.ts";
import type { Process } from "../../domain/sample.ts";
import type { Series } from "../../domain/series.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";
import { paceMs } from "../pace.ts";
import type { Known } from "../state.ts";
import { privateSeries } from "../tracks.ts";
import type { Axis, ProcessRow } from "../view.ts";
import type { Entry } from "./entry.ts";
import type { Span } from "./slope.ts";
import { ticksOn, type TaskTicks } from "./ticks.ts";

/** A step takes at most so many sampling intervals; half of one more, for samples come irregularly. */
const STEP_INTERVALS = 3.5;
const MIN_POINTS = 4;
/** Ticks with their tolerance that cover more of the time than this tell nothing: a step stands under one by chance. */
const TELLING_SHARE = 0.1;
const MAX_LETTERS = 3;

/** A rise, the two points between which most of it came, and the point up to which it is counted. */
type Rise = {
  readonly bytes: number;
  readonly to: EpochMs;
  readonly after: EpochMs;
  readonly at: EpochMs;
};

/** The longest that a step may take at the pace of now. */
export const stepMs = (known: Known): number => STEP_INTERVALS * paceMs(known);

/** The largest step of a row over the axis. Letters only where the live heap is read: without it nothing tells whose memory it is. */
export function stepOf({ process, track }: Entry, known: Known, axis: Axis): ProcessRow["step"] {
  const rise = largestRise(privateSeries(track), axis, stepMs(known));
  if (rise === null) return null;
  return { bytes: rise.bytes, at: rise.at, letters: lettersAt(rise, process, { known, axis }) };
}

function lettersAt(
  rise: Rise,
  { heapBytes }: Process,
  { known, axis }: { readonly known: Known; readonly axis: Axis },
): string {
  if (heapBytes === null || known.declared === null || rise.bytes <= 0) return "";
  const { project } = known.declared;
  const { lateMs } = tickTolerance(project.versions["hyperf/crontab"], project.crontab.strategy);
  const isTelling = ({ ticks }: TaskTicks): boolean =>
    ticks.length * (lateMs + paceMs(known)) <= TELLING_SHARE * axis.windowMs;
  const letters = ticksOn(project, axis)
    .filter((task) => isTelling(task) && isUnder(rise, task.ticks, lateMs))
    .map(({ letter }) => letter);
  return letters.length > MAX_LETTERS ? "" : letters.join("");
}

/** It came between a tick and the latest begin of its run, as near as samples tell. */
function isUnder({ after, at }: Rise, ticks: readonly EpochMs[], lateMs: number): boolean {
  const last = ticks.findLast((tick) => tick <= at);
  return last !== undefined && after < last + lateMs;
}

/** Rises that may be the largest of a window: `to` goes up, `bytes` go down, so that the first inside a window is its largest. */
type Counted = { readonly reachMs: number; readonly rises: Rise[]; countedTo: EpochMs | null };

/** Each second adds one point. Only a memory of results; they follow from the series and `reachMs` alone. */
const countedOf = new WeakMap<Series, Counted>();

/**
 * The largest rise between two points at most `reachMs` apart, the later of them in the window; of 0 bytes where nothing rose.
 * @returns null below four points
 * @cost    each point is looked at once, together with those within `reachMs` before it
 */
export function largestRise(series: Series, { from, to }: Span, reachMs: number): Rise | null {
  const end = series.indexFrom(to);
  if (end - series.indexFrom(from) < MIN_POINTS) return null;
  const last = series.at(end - 1);
  const found = risesTo(series, end, reachMs).find((rise) => rise.to >= from);
  return found ?? { bytes: 0, to: last, after: last, at: last };
}

function risesTo(series: Series, end: number, reachMs: number): readonly Rise[] {
  const newest = series.at(end - 1);
  const known = countedOf.get(series);
  const isSame = known?.reachMs === reachMs;
  // A State from before sees its own past only: it is counted anew, and what was counted since stays.
  const isPast = isSame && known.countedTo !== null && known.countedTo > newest;
  const result = isSame && !isPast ? known : { reachMs, rises: [], countedTo: null };
  if (!isPast) countedOf.set(series, result);
  count(result, series, end);
  return result.rises;
}

function count(result: Counted, series: Series, end: number): void {
  const { rises, countedTo, reachMs } = result;
  const first = countedTo === null ? 0 : series.indexFrom(epochMs(countedTo + 1));
  for (let index = first; index < end; index += 1) {
    const rise = riseTo(series, index, reachMs);
    if (rise === null) continue;
    while ((rises.at(-1)?.bytes ?? Infinity) <= rise.bytes) rises.pop();
    rises.push(rise);
  }
  result.countedTo = series.at(end - 1);
  const oldest = series.at(0);
  while ((rises[0]?.to ?? oldest) < oldest) rises.shift();
}

/** From the lowest point within reach to this one; null where it does not rise to it: then it was over before. */
function riseTo(series: Series, index: number, reachMs: number): Rise | null {
  const [at, value] = [series.at(index), series.value(index)];
  if (index > 0 && value <= series.value(index - 1)) return null;
  let rise: Rise | null = null;
  let most: { readonly bytes: number; readonly index: number } = { bytes: -Infinity, index };
  for (let each = index - 1; each >= 0 && at - series.at(each) <= reachMs; each -= 1) {
    const part = series.value(each + 1) - series.value(each);
    if (part > most.bytes) most = { bytes: part, index: each };
    const bytes = value - series.value(each);
    if (bytes > (rise?.bytes ?? 0))
      rise = { bytes, to: at, after: series.at(most.index), at: series.at(most.index + 1) };
  }
  return rise;
}
