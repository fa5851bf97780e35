// Times as logs write them.
import { epochMs, type EpochMs } from "../../domain/units.ts";
import { DAY_MS, spansOfDay } from "../cron/zones.ts";
import { otherStamp } from "./other-stamps.ts";
import { isDigit, localMsOf, zoneAt } from "./stamp-parts.ts";

const ZERO = 48;
/** `2026-11-23 05:46:00` */
const SECOND_LENGTH = 19;

/** Reads times at a place of a text. One per source: the second of the line before is not worked out again. */
export class Stamps {
  #zone: string;
  #second = "";
  #localMs = 0;
  #epochMs: number | null = null;
  /** Where the stamp that was read last ends; -1: there was none. */
  end = -1;

  /** Of the clocks that wrote times without a zone: IANA or an offset; null: UTC. */
  constructor(zone: string | null) {
    this.#zone = zone ?? "UTC";
  }

  /** From now on. */
  inZone(zone: string): void {
    this.#zone = zone;
    this.#second = "";
  }

  /** `2026-11-23 05:46:00`, also with `T`, fraction, `Z` or offset. null: no such stamp is there (`end` -1), or its zone is unknown. */
  iso(text: string, from: number): EpochMs | null {
    if (!this.#readSecond(text, from)) {
      this.end = -1;
      return null;
    }
    const fraction = this.#fraction(text, from + SECOND_LENGTH);
    const offset = this.#offset(text, this.end);
    const at = offset === null ? this.#epochMs : this.#localMs - offset;
    return at === null ? null : epochMs(at + fraction);
  }

  /** Also the other ways to write a time that say the date without doubt. Where the date is doubtful (`03/04/2026`) or missing: null, and `end` is behind it. */
  any(text: string, from: number): EpochMs | null {
    const at = this.iso(text, from);
    if (this.end !== -1) return at;
    const other = otherStamp(text, from);
    if (other === null) return null;
    this.end = other.end;
    if (other.localMs === null) return null;
    return other.offsetMs === null
      ? epochOf(other.localMs, this.#zone)
      : epochMs(other.localMs - other.offsetMs);
  }

  #readSecond(text: string, from: number): boolean {
    if (this.#second !== "" && text.startsWith(this.#second, from)) return true;
    const localMs = localOf(text, from);
    if (localMs === null) return false;
    this.#second = text.slice(from, from + SECOND_LENGTH);
    this.#localMs = localMs;
    this.#epochMs = epochOf(localMs, this.#zone);
    return true;
  }

  /** In milliseconds; a comma is Python's, and ISO's. */
  #fraction(text: string, from: number): number {
    this.end = from;
    const mark = text.charCodeAt(from);
    if (mark !== 46 && mark !== 44) return 0;
    let [ms, weight, at] = [0, 100, from + 1];
    for (; isDigit(text.charCodeAt(at)); at++) {
      ms += (text.charCodeAt(at) - ZERO) * weight;
      weight /= 10;
    }
    if (at > from + 1) this.end = at;
    return Math.floor(ms + 1e-6);
  }

  /** In milliseconds; null: the stamp has no zone. */
  #offset(text: string, from: number): number | null {
    const code = text.charCodeAt(from);
    if (code === 90) {
      this.end = from + 1;
      return 0;
    }
    if (code !== 43 && code !== 45 && code !== 32) return null;
    const zone = zoneAt(text, from);
    if (zone === null) return null;
    this.end = zone.end;
    return zone.offsetMs;
  }
}

/** Milliseconds as if the clock were UTC's; null: no time is written there. */
function localOf(text: string, from: number): number | null {
  if (text.charCodeAt(from + 4) !== 45 || text.charCodeAt(from + 7) !== 45) return null;
  const between = text.charCodeAt(from + 10);
  if (between !== 32 && between !== 84) return null;
  if (text.charCodeAt(from + 13) !== 58 || text.charCodeAt(from + 16) !== 58) return null;
  return localMsOf(
    [two(text, from) * 100 + two(text, from + 2), two(text, from + 5), two(text, from + 8)],
    [two(text, from + 11), two(text, from + 14), two(text, from + 17)],
  );
}

/** NaN where one of the two is no digit. */
function two(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

/** Of a time that comes twice, the first; of one that is skipped, as long after the change. null: the zone is unknown. */
function epochOf(localMs: number, zone: string): EpochMs | null {
  const day = Math.floor(localMs / DAY_MS);
  let before: number | null = null;
  for (let near = day - 1; near <= day + 1; near++) {
    for (const { from, to, offsetMs } of spansOfDay(zone, near)) {
      const at = localMs - offsetMs;
      if (at >= from && at < to) return epochMs(at);
      if (at >= to) before = offsetMs;
    }
  }
  return before === null ? null : epochMs(localMs - before);
}
