import { dateOfDay, dayOf } from "../domain/calendar.ts";
import { epochMs, type EpochMs } from "../domain/units.ts";

/** RFC 3339, its parts by position. The contract writes UTC with milliseconds; a foreign writer may have a zone and more or fewer digits. */
const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:[Zz]|([+-])(\d\d):?(\d\d))$/u;
const DAY_MS = 86_400_000;
const LAST_MS = 253_402_300_799_999;
const FIRST_MS = -62_167_219_200_000;

/** `2026-11-25T22:30:00.000Z`, cut to the millisecond; null for what no such text can say (not finite, outside the years 0 to 9999). */
export function timeText(at: number | null): string | null {
  if (at === null || !(at >= FIRST_MS && at <= LAST_MS)) return null;
  const whole = Math.floor(at);
  const day = Math.floor(whole / DAY_MS);
  const rest = whole - day * DAY_MS;
  const hour = two(Math.floor(rest / 3_600_000));
  const minute = two(Math.floor(rest / 60_000) % 60);
  const second = two(Math.floor(rest / 1000) % 60);
  return `${dateOfDay(day)}T${hour}:${minute}:${second}.${String(rest % 1000).padStart(3, "0")}Z`;
}

/** The moment that RFC 3339 text says, cut to the millisecond; null for any other text, also for a day that its month does not have. */
export function timeOfText(text: unknown): EpochMs | null {
  if (typeof text !== "string") return null;
  const parts = WRITTEN.exec(text);
  if (parts === null) return null;
  const part = (index: number): number => Number(parts[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  // RFC 3339 allows a leap second; it is the second after :59 here, as in POSIX
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  const zone = part(9) * 60 + part(10);
  const ms = Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
  const minutes = hour * 60 + minute - (parts[8] === "-" ? -zone : zone);
  return epochMs(dayOf(year, month, day) * DAY_MS + minutes * 60_000 + second * 1000 + ms);
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
