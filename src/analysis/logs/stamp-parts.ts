// What the ways to write a time have in common.
import { dayOf } from "../../domain/calendar.ts";
import { SECOND_MS } from "../../domain/units.ts";

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const ZONE = /(?: ?([+-])(\d\d):?(\d\d)| (?:UTC|GMT|Z))(?![\d\w])/uy;

/** `+02:00`, ` -0530`, ` UTC` at a place. */
export function zoneAt(
  text: string,
  from: number,
): { readonly end: number; readonly offsetMs: number } | null {
  ZONE.lastIndex = from;
  const match = ZONE.exec(text);
  if (match === null) return null;
  const [, sign, hours = "0", minutes = "0"] = match;
  const ms = (Number(hours) * 60 + Number(minutes)) * 60 * SECOND_MS;
  return { end: ZONE.lastIndex, offsetMs: sign === "-" ? -ms : ms };
}

type Three = readonly [number, number, number];

/** null: there is no such date or time. */
export function localMsOf([year, month, day]: Three, [hour, minute, second]: Three): number | null {
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  const isTime = hour <= 23 && minute <= 59 && second <= 60 && hour + minute + second >= 0;
  if (!isDate || !isTime || !(year >= 1970)) return null;
  return (dayOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * SECOND_MS;
}
