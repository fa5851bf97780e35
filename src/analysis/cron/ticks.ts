import { dateOfDay } from "../../domain/calendar.ts";
import { epochMs, HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { ParsedRule } from "./rule.ts";
import { DAY_MS, spansOfDay, type Span } from "./zones.ts";

/** How far is looked; a rule for 29 February may be empty within. */
const FARTHEST_MS = 400 * DAY_MS;

/**
 * The next ticks, strictly later than `after` and at most 400 days; fewer where fewer lie there. Hyperf looks at each minute as the clocks of the zone show it: a
 * local time that comes twice ticks twice, one that is skipped does not. [] for a rule that is invalid or never runs, and for an unknown zone.
 */
export function nextTicks(
  rule: ParsedRule,
  zone: string,
  after: EpochMs,
  count: number,
): readonly EpochMs[] {
  const ticks: EpochMs[] = [];
  for (const tick of ticking(rule, zone, { from: after, to: after + FARTHEST_MS + 1 })) {
    if (ticks.length >= count) break;
    if (tick > after) ticks.push(tick);
  }
  return ticks;
}

/** The last ticks, strictly earlier than `before` and at most 400 days, the newest first. */
export function previousTicks(
  rule: ParsedRule,
  zone: string,
  before: EpochMs,
  count: number,
): readonly EpochMs[] {
  const ticks: EpochMs[] = [];
  const range = { from: before - FARTHEST_MS, to: before, isBackward: true };
  for (const tick of ticking(rule, zone, range)) {
    if (ticks.length >= count) break;
    ticks.push(tick);
  }
  return ticks;
}

/** Ticks from `from` on and before `to`, in their order: the last `most` of them, of the last 400 days. */
export function ticksBetween(
  rule: ParsedRule,
  zone: string,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  most: number,
): readonly EpochMs[] {
  const ticks: EpochMs[] = [];
  const range = { from: Math.max(from, to - FARTHEST_MS), to, isBackward: true };
  for (const tick of ticking(rule, zone, range)) {
    if (ticks.length >= most) break;
    ticks.push(tick);
  }
  return ticks.toReversed();
}

/** `to` is not part of it. */
type Range = { readonly from: number; readonly to: number; readonly isBackward?: boolean };
/** The values of a rule in the order of the walk. */
type Walk = Pick<ParsedRule, "days" | "months" | "weekdays"> & {
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly isBackward: boolean;
};

function* ticking(rule: ParsedRule, zone: string, range: Range): Generator<EpochMs> {
  if (!rule.valid || rule.neverEnds || rule.seconds.length === 0) return;
  const isBackward = range.isBackward ?? false;
  const inOrder = (values: readonly number[]): readonly number[] =>
    isBackward ? values.toReversed() : values;
  const walk = { ...rule, hours: inOrder(rule.hours), minutes: inOrder(rule.minutes), isBackward };
  const seconds = inOrder(rule.seconds);
  // the minute may have begun before the range
  const around = { from: range.from - MINUTE_MS + 1, to: range.to };
  for (const minute of minutesOf(walk, zone, around))
    for (const second of seconds) {
      const tick = minute + second * SECOND_MS;
      if (tick >= range.from && tick < range.to) yield epochMs(tick);
    }
}

/** The begins of minutes that fit, span by span of the zone's clocks. */
function* minutesOf(walk: Walk, zone: string, { from, to }: Range): Generator<number> {
  const days = numbers(Math.floor(from / DAY_MS), Math.floor((to - 1) / DAY_MS), walk.isBackward);
  for (const day of days) {
    const spans = spansOfDay(zone, day);
    for (const span of walk.isBackward ? spans.toReversed() : spans) {
      const clipped = { from: Math.max(from, span.from), to: Math.min(to, span.to) };
      if (clipped.from < clipped.to) yield* minutesOfSpan(walk, span, clipped);
    }
  }
}

function* minutesOfSpan(walk: Walk, { offsetMs }: Span, { from, to }: Range): Generator<number> {
  const first = Math.floor((from + offsetMs) / DAY_MS);
  const last = Math.floor((to - 1 + offsetMs) / DAY_MS);
  for (const localDay of numbers(first, last, walk.isBackward)) {
    if (!fitsDay(walk, localDay)) continue;
    for (const hour of walk.hours) {
      const begin = localDay * DAY_MS + hour * HOUR_MS - offsetMs;
      if (begin >= to || begin + HOUR_MS <= from) continue;
      for (const minute of walk.minutes) {
        const at = begin + minute * MINUTE_MS;
        if (at >= from && at < to) yield at;
      }
    }
  }
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

function fitsDay({ days, months, weekdays }: Walk, day: number): boolean {
  if (!weekdays.includes(weekdayOf(day))) return false;
  if (days.length === 31 && months.length === 12) return true;
  const date = dateOfDay(day);
  return months.includes(Number(date.slice(-5, -3))) && days.includes(Number(date.slice(-2)));
}

function* numbers(first: number, last: number, isBackward: boolean): Generator<number> {
  if (isBackward) for (let each = last; each >= first; each -= 1) yield each;
  else for (let each = first; each <= last; each += 1) yield each;
}
