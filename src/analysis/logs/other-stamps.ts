// The ways to write a time that are not ISO's.
import { SECOND_MS } from "../../domain/units.ts";
import { localMsOf, zoneAt } from "./stamp-parts.ts";

type OtherStamp = {
  readonly end: number;
  /** As if the clock were UTC's; null: the date is doubtful, or not said. */
  readonly localMs: number | null;
  /** null: no zone is said. */
  readonly offsetMs: number | null;
};

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
const TIME = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;

type Shape = {
  readonly pattern: RegExp;
  /** Year, month, day of the groups; null: not told. The time is in the last four. */
  readonly date: (groups: readonly string[]) => readonly [number, number, number] | null;
};

const monthOf = (name: string | undefined): number =>
  MONTHS.indexOf((name ?? "").toLowerCase()) + 1;

const SHAPES: readonly Shape[] = [
  /** `2026/11/23 05:46:00` (nginx, Go) */
  {
    pattern: new RegExp(String.raw`(\d{4})[/.](\d\d)[/.](\d\d)[ T]${TIME}`, "uy"),
    date: ([year, month, day]) => [Number(year), Number(month), Number(day)],
  },
  /** `23-Nov-2026 05:46:00` (PHP's error_log), `23/Nov/2026:05:46:00` (access logs) */
  {
    pattern: new RegExp(String.raw`(\d{1,2})[-/ ]${MONTH}[-/ ](\d{4})[ :]${TIME}`, "uy"),
    date: ([day, month, year]) => [Number(year), monthOf(month), Number(day)],
  },
  /** `23.11.2026 05:46:00` */
  {
    pattern: new RegExp(String.raw`(\d\d)\.(\d\d)\.(\d{4})[ T]${TIME}`, "uy"),
    date: ([day, month, year]) => [Number(year), Number(month), Number(day)],
  },
  /** `11/23/2026 05:46:00`: month or day first, nobody knows */
  {
    pattern: new RegExp(String.raw`(\d\d)[/-](\d\d)[/-](\d{2,4})[ T]${TIME}`, "uy"),
    date: () => null,
  },
  /** `Nov 23 05:46:00` (syslog): of which year? */
  { pattern: new RegExp(String.raw`${MONTH} {1,2}(\d{1,2}) ${TIME}`, "uy"), date: () => null },
  { pattern: new RegExp(TIME, "uy"), date: () => null },
];

/** `Mon Nov 23 05:46:00 2026` (strftime's %c) */
const CTIME = new RegExp(
  String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? ${MONTH} {1,2}(\d{1,2}) ${TIME} (\d{4})`,
  "uy",
);
/** Seconds since 1970, with a fraction or as milliseconds. */
const EPOCH = /(1\d{9})(?:\.(\d{1,9})|(\d{3}))?(?!\d)/uy;

/** null: no time is written there. */
export function otherStamp(text: string, from: number): OtherStamp | null {
  const told = epochAt(text, from) ?? ctimeAt(text, from);
  if (told !== null) return told;
  for (const { pattern, date } of SHAPES) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null) continue;
    const groups = match.slice(1);
    return stamp(text, pattern.lastIndex, { day: date(groups), time: groups.slice(-4) });
  }
  return null;
}

function epochAt(text: string, from: number): OtherStamp | null {
  EPOCH.lastIndex = from;
  const match = EPOCH.exec(text);
  if (match === null) return null;
  const [, seconds, fraction, ms] = match;
  const localMs = Number(seconds) * SECOND_MS + (ms === undefined ? msOf(fraction) : Number(ms));
  return { end: EPOCH.lastIndex, localMs, offsetMs: 0 };
}

function ctimeAt(text: string, from: number): OtherStamp | null {
  CTIME.lastIndex = from;
  const match = CTIME.exec(text);
  if (match === null) return null;
  const [, month, day, hour = "", minute = "", second = "", fraction = "", year] = match;
  return stamp(text, CTIME.lastIndex, {
    day: [Number(year), monthOf(month), Number(day)],
    time: [hour, minute, second, fraction],
  });
}

type Read = {
  readonly day: readonly [number, number, number] | null;
  readonly time: readonly (string | undefined)[];
};

function stamp(text: string, end: number, { day, time }: Read): OtherStamp {
  const zone = zoneAt(text, end);
  const [hour, minute, second, fraction] = time;
  const local =
    day === null ? null : localMsOf(day, [Number(hour), Number(minute), Number(second)]);
  return {
    end: zone?.end ?? end,
    localMs: local === null ? null : local + msOf(fraction),
    offsetMs: zone?.offsetMs ?? null,
  };
}

const msOf = (fraction: string | undefined): number =>
  Number((fraction ?? "").slice(0, 3).padEnd(3, "0"));
