// Monolog's JsonFormatter (and Logstash's keys): an object per line, or over several where it is pretty printed.
import type { Json, LogLevel } from "../../../domain/log.ts";
import type { EpochMs } from "../../../domain/units.ts";
import { isZone } from "../../cron/zones.ts";
import { levelNumbered, levelOfWord } from "../levels.ts";
import { Stamps } from "../stamps.ts";
import { type Format, isFields, type Fields, type Head } from "../head.ts";
import { pidOf } from "../tail.ts";

export const monologJson: Format = { starts: "{", head: jsonHead };

/** From here on its depth is looked at before it is read. */
const LONG = 2000;
const DEEPEST = 200;

/** Of a line that is a whole object, or `{` alone, which begins one. */
function jsonHead(text: string, stamps: Stamps): Head | null {
  if (text.trimEnd() === "{") return { ...BEGUN, message: text };
  return jsonRecord(text, stamps);
}

const BEGUN: Head = {
  format: "plain",
  at: null,
  level: null,
  pid: null,
  workerId: null,
  channel: null,
  message: "{",
  fields: {},
  open: "json",
  settled: null,
};

/** null: it is no JSON, or no record of Monolog's. */
export function jsonRecord(text: string, stamps: Stamps): Head | null {
  const object = objectOf(text);
  if (object === null) return null;
  const { message, channel, level, level_name: name, datetime, ...rest } = object;
  if (typeof message !== "string") return null;
  const stamp = datetime ?? object["@timestamp"];
  const isRecord = [level, name, channel, stamp].filter((told) => told !== undefined).length >= 2;
  if (!isRecord) return null;
  return {
    format: "monolog-json",
    at: timeOf(stamp, stamps),
    level: levelOf(name) ?? levelOf(level),
    pid: pidOf(object["extra"], "process_id") ?? pidOf(object["context"], "pid"),
    workerId: null,
    channel: typeof channel === "string" ? channel : null,
    message,
    fields: rest,
    open: null,
    settled: null,
  };
}

function objectOf(text: string): Fields | null {
  if (text.length > LONG && isDeep(text)) return null;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON
    const value = JSON.parse(text) as Json;
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function levelOf(told: Json | undefined): LogLevel | null {
  if (typeof told === "number") return levelNumbered(told);
  return typeof told === "string" ? levelOfWord(told) : null;
}

/** Monolog 1 writes a DateTime as `{"date":…,"timezone_type":1|2|3,"timezone":…}`. */
function timeOf(told: Json | undefined, stamps: Stamps): EpochMs | null {
  if (typeof told === "string") return whole(told, stamps);
  if (typeof told === "number") return whole(String(told), stamps);
  if (!isFields(told)) return null;
  const { date, timezone } = told;
  if (typeof date !== "string") return null;
  if (typeof timezone !== "string") return whole(date, stamps);
  const zone = timezone === "Z" ? "UTC" : timezone;
  return isZone(zone) ? whole(date, new Stamps(zone)) : null;
}

/** A text that is nothing but a time. */
function whole(text: string, stamps: Stamps): EpochMs | null {
  const at = stamps.any(text, 0);
  return stamps.end === text.length ? at : null;
}
