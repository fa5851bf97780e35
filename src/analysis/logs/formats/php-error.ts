// What PHP itself prints: `PHP Fatal error:  …` (log_errors), `Fatal error: …` (display_errors), `[23-Nov-2026 05:46:00 UTC] PHP …` (error_log).
// @source php:main/main.c php_error_cb, php_log_err_with_severity
import type { LogLevel } from "../../../domain/log.ts";
import { epochMs, type EpochMs } from "../../../domain/units.ts";
import { isZone } from "../../cron/zones.ts";
import { isDigit } from "../stamp-parts.ts";
import { Stamps } from "../stamps.ts";
import { type Format, endsWithPlace, NO_FIELDS, type Head } from "../head.ts";

export const phpError: Format = { starts: "[PFWNDRCS", head: phpHead };

const KINDS: readonly (readonly [name: string, level: LogLevel])[] = [
  ["Fatal error: ", "error"],
  ["Parse error: ", "error"],
  ["Warning: ", "warning"],
  ["Notice: ", "notice"],
  ["Deprecated: ", "notice"],
  ["Recoverable fatal error: ", "error"],
  ["Catchable fatal error: ", "error"],
  ["Core error: ", "error"],
  ["Core warning: ", "warning"],
  ["Compile error: ", "error"],
  ["Compile warning: ", "warning"],
  ["Strict Standards: ", "notice"],
];

const BY_LETTER: ReadonlyMap<string, typeof KINDS> = Map.groupBy(KINDS, ([name]) => name.charAt(0));

function phpHead(text: string, stamps: Stamps): Head | null {
  if (text.startsWith("[")) return datedHead(text, stamps);
  return headOf(text, text.startsWith("PHP ") ? 4 : 0);
}

/** With the time before it, in brackets. */
function datedHead(text: string, stamps: Stamps): Head | null {
  if (!isDigit(text.charCodeAt(1)) || text.charCodeAt(3) !== 45) return null;
  const close = text.indexOf("] PHP ");
  if (close === -1 || close > 64) return null;
  const head = headOf(text.slice(close + 2), 4);
  return head === null ? null : { ...head, at: timeOf(text, close, stamps) };
}

function headOf(text: string, from: number): Head | null {
  const kinds = BY_LETTER.get(text.charAt(from));
  const kind = kinds?.find(([name]) => text.startsWith(name, from));
  if (kind === undefined) return null;
  const [name, level] = kind;
  const isFatal = name === "Fatal error: " || name === "Parse error: ";
  if (from === 0 && !isFatal && !endsWithLine(text)) return null;
  const isTorn = isFatal && text.includes("Uncaught ") && !endsWithPlace(text);
  return {
    format: "php-error",
    at: null,
    level,
    pid: null,
    workerId: null,
    channel: null,
    message: text,
    fields: NO_FIELDS,
    open: isTorn && !endsWithLine(text) ? "throwable" : null,
    settled: null,
  };
}

const LINE = / on line \d+$/u;
const endsWithLine = (text: string): boolean => LINE.test(text.slice(-24));

/** PHP names its zone behind the time. */
function timeOf(text: string, close: number, stamps: Stamps): EpochMs | null {
  const at = stamps.any(text, 1);
  if (stamps.end === close) return at;
  const zone = text.slice(stamps.end + 1, close);
  if (stamps.end === -1 || !isZone(zone)) return null;
  const there = new Stamps(zone).any(text, 1);
  return there === null ? null : epochMs(there);
}
