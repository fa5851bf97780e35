// `[DATE SYMBOLpid.id]<TAB>LEVEL<TAB>message` of Swoole 4.2 to 6.2; tabs become blanks on the way through some shippers.
// @source swoole:src/core/log.cc, captures of 4.8.13, 5.1.8 and 6.2.1
import { capitalsEnd, levelNamed } from "../levels.ts";
import { isDigit } from "../stamp-parts.ts";
import type { Stamps } from "../stamps.ts";
import { epochMs, type EpochMs } from "../../../domain/units.ts";
import { type Format, endsWithPlace, NO_FIELDS, pidNumber, type Head, type Open } from "../head.ts";

export const swoole: Format = { starts: "[", head: swooleHead };

/** A date format may be of any length; this is far more than one has. */
const MOST_DATE = 128;
const BLANK = 32;
const TAB = 9;

function swooleHead(text: string, stamps: Stamps): Head | null {
  const close = closingBracket(text);
  if (close === -1) return null;
  const dot = digitsBefore(text, close);
  if (dot === close || text.charCodeAt(dot - 1) !== 46) return minusId(text, close, stamps);
  return headFrom(text, { close, idFrom: dot, dot: dot - 1 }, stamps);
}

/** An id of -1: a process without one. */
function minusId(text: string, close: number, stamps: Stamps): Head | null {
  const from = digitsBefore(text, close);
  if (from === close || text.charCodeAt(from - 1) !== 45) return null;
  if (text.charCodeAt(from - 2) !== 46) return null;
  return headFrom(text, { close, idFrom: from - 1, dot: from - 2 }, stamps);
}

type Places = { readonly close: number; readonly idFrom: number; readonly dot: number };

function headFrom(text: string, { close, idFrom, dot }: Places, stamps: Stamps): Head | null {
  const pidFrom = digitsBefore(text, dot);
  const symbol = text[pidFrom - 1] ?? "";
  if (pidFrom === dot || !"#$*^@%".includes(symbol) || text.charCodeAt(pidFrom - 2) !== BLANK) {
    return null;
  }
  const levelFrom = blanksEnd(text, close + 1);
  const levelTo = capitalsEnd(text, levelFrom);
  const messageFrom = blanksEnd(text, levelTo);
  const level = levelNamed(text.slice(levelFrom, levelTo));
  if (level === null || levelFrom === close + 1 || messageFrom === levelTo) return null;
  const hasId = symbol === "*" || symbol === "^";
  const id = Number(text.slice(idFrom, close));
  const message = text.slice(messageFrom);
  return {
    format: "swoole",
    at: dateOf(text, pidFrom - 2, stamps),
    level,
    pid: pidNumber(Number(text.slice(pidFrom, dot))),
    workerId: hasId && id >= 0 ? id : null,
    channel: null,
    message,
    fields: NO_FIELDS,
    open: openOf(message),
    settled: null,
  };
}

/** An uncaught exception whose own message has several lines. */
const openOf = (message: string): Open | null =>
  message.startsWith("php_swoole_server_rshutdown") &&
  message.includes("Fatal error: Uncaught ") &&
  !endsWithPlace(message)
    ? "throwable"
    : null;

function closingBracket(text: string): number {
  const most = Math.min(text.length, MOST_DATE);
  for (let at = 1; at < most; at++) if (text.charCodeAt(at) === 93) return at;
  return -1;
}

function digitsBefore(text: string, end: number): number {
  let at = end;
  while (isDigit(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function blanksEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== TAB && code !== BLANK) return at;
    at += 1;
  }
}

const MICROSECONDS = /<\.(\d{1,6})>$/u;

/** null where the date format leaves a doubt, as without a date. `log_date_with_microseconds` writes them as `<.848012>`. */
function dateOf(text: string, end: number, stamps: Stamps): EpochMs | null {
  const iso = stamps.iso(text, 1);
  if (iso !== null && stamps.end === end) return iso;
  const date = text.slice(1, end);
  const fraction = MICROSECONDS.exec(date);
  const length = date.length - (fraction?.[0].length ?? 0);
  const at = stamps.any(text, 1);
  if (at === null || stamps.end !== 1 + length) return null;
  return epochMs(at + Number((fraction?.[1] ?? "").slice(0, 3).padEnd(3, "0")));
}
