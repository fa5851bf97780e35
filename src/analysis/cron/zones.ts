import { epochMs, MINUTE_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";

export const DAY_MS = 1440 * MINUTE_MS;

/** A stretch of time in which the clocks of a zone are not changed. `to` is not part of it. */
export type Span = { readonly from: EpochMs; readonly to: EpochMs; readonly offsetMs: number };

/**
 * PHP and Intl know the zone, and mean the same. Names without a stroke that are abbreviations to PHP (`CET` has no summer there, `IST` is Israel's) are not
 * among them.
 * @source compared with PHP 8.2's DateTimeZone and date_default_timezone_set, January and July 2026
 */
export const isZone = (name: string): boolean => clockOf(name) !== null;

/** What the clocks of a zone show in one day of UTC, counted from 1970: mostly one span, two when they are changed. [] for an unknown zone. */
export function spansOfDay(zone: string, day: number): readonly Span[] {
  const clock = clockOf(zone);
  if (clock === null) return [];
  const known = clock.days.get(day);
  if (known !== undefined) return known;
  const spans = measured(clock, day * DAY_MS);
  if (clock.days.size >= DAYS_KEPT) clock.days.clear();
  clock.days.set(day, spans);
  return spans;
}

/** Zones with one word that are no abbreviation. */
const ONE_WORD = new Set(
  (
    "utc gmt uct zulu universal greenwich gmt0 gmt+0 gmt-0 est mst hst est5edt cst6cdt mst7mdt pst8pdt prc roc rok nz nz-chat w-su gb gb-eire eire cuba egypt " +
    "hongkong iceland iran israel jamaica japan kwajalein libya navajo poland portugal singapore turkey"
  ).split(" "),
);
const OFFSET = /^([+-])(\d{1,2})(?::?([0-5]\d))?$/u;
const FARTHEST_HOURS = 14;

/** `days`: a store of what was measured, so that a tick does not cost a call of Intl. */
type Clock = {
  readonly offsetAt: (at: number) => number;
  readonly days: Map<number, readonly Span[]>;
};
const ZONES_KEPT = 64;
/** A bit over the days that are looked ahead, and back. */
const DAYS_KEPT = 2000;
const clocks = new Map<string, Clock | null>();

function clockOf(zone: string): Clock | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const offsetAt = offsetsOf(zone);
  const clock = offsetAt === null ? null : { offsetAt, days: new Map<number, readonly Span[]>() };
  if (clocks.size >= ZONES_KEPT) clocks.clear();
  clocks.set(zone, clock);
  return clock;
}

function offsetsOf(zone: string): Clock["offsetAt"] | null {
  const [, sign, hours, minutes = "0"] = OFFSET.exec(zone) ?? [];
  if (hours !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
    if (offset > FARTHEST_HOURS * 60 * MINUTE_MS) return null;
    return () => (sign === "-" ? -offset : offset);
  }
  const name = zone.toLowerCase();
  const isPlace = name.includes("/") && !name.startsWith("systemv/");
  if (!isPlace && !ONE_WORD.has(name)) return null;
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      timeZoneName: "longOffset",
      year: "numeric",
    });
    return (at) => offsetIn(format.format(at));
  } catch {
    return null;
  }
}

/** Of `1/1/2026, GMT+05:45`; `GMT` alone is none. */
function offsetIn(text: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/u.exec(text) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === "-" ? -ms : ms;
}

const spanOf = (from: number, to: number, offsetMs: number): Span => ({
  from: epochMs(from),
  to: epochMs(to),
  offsetMs,
});

function measured({ offsetAt }: Clock, start: number): readonly Span[] {
  const end = start + DAY_MS;
  const [before, after] = [offsetAt(start), offsetAt(end)];
  if (before === after) return [spanOf(start, end, before)];
  let [same, changed] = [0, DAY_MS / SECOND_MS];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetAt(start + middle * SECOND_MS) === before) same = middle;
    else changed = middle;
  }
  const change = start + changed * SECOND_MS;
  const spans = [spanOf(start, change, before), spanOf(change, end, after)];
  return spans.filter(({ from, to }) => from < to);
}
