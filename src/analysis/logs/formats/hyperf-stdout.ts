// `[2026-11-23 05:46:00.123] [LEVEL] [component] message` of Hyperf's StdoutLogger: with the time since 3.2.0, with colour on a terminal, the component where the
// context names one. @source hyperf:src/framework/src/Logger/StdoutLogger.php
import type { LogLevel } from "../../../domain/log.ts";
import { capitalsEnd, levelNamed } from "../levels.ts";
import type { Stamps } from "../stamps.ts";
import { type Format, endsWithPlace, NO_FIELDS, type Head, type Open } from "../head.ts";

export const hyperfStdout: Format = { starts: "[\u001b", head: hyperfHead };

/** `[2026-11-23 05:46:00.123] ` */
const STAMP_LENGTH = 26;
const ESC = 27;
const BRACKET = 91;
const CLOSE = 93;

function hyperfHead(text: string, stamps: Stamps): Head | null {
  const isStamped = text.charCodeAt(STAMP_LENGTH - 2) === CLOSE;
  const at = isStamped ? stamps.iso(text, 1) : null;
  const hasTime = isStamped && stamps.end === STAMP_LENGTH - 2;
  if (isStamped && !hasTime && stamps.end !== -1) return null;
  const place = levelAt(text, hasTime ? STAMP_LENGTH : 0);
  if (place === null) return null;
  const { level, end } = place;
  const component = componentAt(text, end);
  const message = text.slice(component === null ? end : end + component.length + 3);
  return {
    format: "hyperf-stdout",
    at: hasTime ? at : null,
    level,
    pid: null,
    workerId: null,
    channel: component,
    message,
    fields: NO_FIELDS,
    open: level === "error" || level === "warning" ? openOf(message) : null,
    settled: null,
  };
}

/** `[LEVEL] `, with or without colour. */
function levelAt(
  text: string,
  from: number,
): { readonly level: LogLevel; readonly end: number } | null {
  const bracket = colourEnd(text, from);
  if (text.charCodeAt(bracket) !== BRACKET) return null;
  const close = capitalsEnd(text, bracket + 1);
  if (text.charCodeAt(close) !== CLOSE) return null;
  const level = levelNamed(text.slice(bracket + 1, close));
  const behind = colourEnd(text, close + 1);
  const isBehind = text.charCodeAt(behind) === 32 || behind === text.length;
  return level === null || !isBehind ? null : { level, end: behind + 1 };
}

/** Behind `ESC[32m`, where one is there. */
function colourEnd(text: string, from: number): number {
  if (text.charCodeAt(from) !== ESC || text.charCodeAt(from + 1) !== BRACKET) return from;
  let at = from + 2;
  while (isParameter(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === 109 ? at + 1 : from;
}

/** Digits and semicolons. */
const isParameter = (code: number): boolean => (code >= 48 && code <= 57) || code === 59;

const COMPONENT = /\[([A-Za-z][\w.-]{0,63})\] /uy;

function componentAt(text: string, from: number): string | null {
  if (text.charCodeAt(from) !== BRACKET) return null;
  COMPONENT.lastIndex = from;
  return COMPONENT.exec(text)?.[1] ?? null;
}

const THROWABLE = /^[\w\\]{1,200}(?:Exception|Error): /u;

/** A throwable whose message goes on in the next line: its first line does not end with a place. */
function openOf(message: string): Open | null {
  return !endsWithPlace(message) && THROWABLE.test(message) ? "throwable" : null;
}
