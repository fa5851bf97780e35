import { dateOfDay } from "../domain/calendar.ts";
import { GIB, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from "../domain/units.ts";

const DAY_MS = 24 * HOUR_MS;
/** From here on MiB are no longer read at a glance. */
const GIB_FROM = 10_000 * MIB;

/** Bytes in a column of MiB: `131.0`, from 10 000 MiB on `12.1G`. */
export function mebibytes(value: number): string {
  return Math.abs(value) >= GIB_FROM ? `${(value / GIB).toFixed(1)}G` : (value / MIB).toFixed(1);
}

/** A change in MiB: `+15.7`, `-88.4`, `0.0`. */
export const signedMebibytes = (value: number): string => signed(mebibytes(value));

/** Bytes with their unit, short: `1.79G`, `131M`, `2.9M`, `912K`. */
export function shortBytes(value: number): string {
  if (value === 0) return "0";
  if (value >= GIB) return `${(value / GIB).toFixed(2)}G`;
  if (value >= 100 * MIB) return `${(value / MIB).toFixed(0)}M`;
  if (value >= MIB) return `${(value / MIB).toFixed(1)}M`;
  return `${Math.round(value / KIB)}K`;
}

export const percent = (value: number): string =>
  Math.abs(value) >= 99.95 ? value.toFixed(0) : value.toFixed(1);

/** `1 error`, `2 errors`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** How long: `14s`, `02:13` (minutes and seconds), `3h05m`, `6d04h`. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE_MS) return `${Math.floor(whole / SECOND_MS)}s`;
  if (whole < HOUR_MS) {
    return `${two(whole / MINUTE_MS)}:${two((whole % MINUTE_MS) / SECOND_MS)}`;
  }
  return whole < DAY_MS
    ? `${Math.floor(whole / HOUR_MS)}h${two((whole % HOUR_MS) / MINUTE_MS)}m`
    : `${Math.floor(whole / DAY_MS)}d${two((whole % DAY_MS) / HOUR_MS)}h`;
}

/** How long, in one unit: `250ms`, `15s`, `2m`, `3h`, `6d`. */
export function shortDuration(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)}ms`;
  if (ms < MINUTE_MS) return `${trimmed(ms / SECOND_MS)}s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m`;
  return ms < DAY_MS ? `${Math.floor(ms / HOUR_MS)}h` : `${Math.floor(ms / DAY_MS)}d`;
}

/** `00:12:40`. */
export const stopwatch = (ms: number): string =>
  `${two(ms / HOUR_MS)}:${two((ms % HOUR_MS) / MINUTE_MS)}:${two((ms % MINUTE_MS) / SECOND_MS)}`;

/** Time of day `14:04:12` at `zoneMinutes` east of UTC. */
export function clockTime(at: number, zoneMinutes: number): string {
  const ofDay = floorMod(at + zoneMinutes * MINUTE_MS, DAY_MS);
  return `${two(ofDay / HOUR_MS)}:${two((ofDay % HOUR_MS) / MINUTE_MS)}:${two((ofDay % MINUTE_MS) / SECOND_MS)}`;
}

/** `14:04`. */
export const clockMinute = (at: number, zoneMinutes: number): string =>
  clockTime(at, zoneMinutes).slice(0, 5);

/** `14:04:12` on the day of `now`, else `11-24 14:04`; of another year, or where `now` is not known, with it. */
export function moment(at: number, now: number | null, zoneMinutes: number): string {
  const written = dateTime(at, zoneMinutes);
  const today = now === null ? "" : dateTime(now, zoneMinutes);
  if (written.slice(0, 10) === today.slice(0, 10)) return written.slice(11);
  const isThisYear = written.slice(0, 4) === today.slice(0, 4);
  return written.slice(isThisYear ? 5 : 0, 16);
}

/** `2026-11-26 14:04:12`. */
export const dateTime = (at: number, zoneMinutes: number): string =>
  `${dateOfDay(Math.floor((at + zoneMinutes * MINUTE_MS) / DAY_MS))} ${clockTime(at, zoneMinutes)}`;

/** `UTC`, `+08:00`. */
export function zoneName(zoneMinutes: number, isUtc: boolean): string {
  if (isUtc || zoneMinutes === 0) return "UTC";
  const minutes = Math.abs(zoneMinutes);
  return `${zoneMinutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/u, "");

const floorMod = (value: number, by: number): number => ((value % by) + by) % by;

/** A figure with its sign; a zero has none, also one that rounding made. */
const signed = (figure: string): string => {
  if (/^-?0\.0$/u.test(figure)) return "0.0";
  return figure.startsWith("-") ? figure : `+${figure}`;
};
