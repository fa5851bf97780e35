// The JSON at the end of a Monolog line: context and extra.
import type { Json } from "../../domain/log.ts";
import { isFields, NO_FIELDS, pidNumber, type Fields } from "./head.ts";

export type Tail = {
  /** Where the message ends. */
  readonly from: number;
  /** `context` and `extra`, where they are not empty. */
  readonly fields: Fields;
  readonly pid: number | null;
  /** How many of the two there are. */
  readonly count: number;
};

const OPENING = { brace: 123, bracket: 91 };
const CLOSING = { brace: 125, bracket: 93 };
const QUOTE = 34;
const BACKSLASH = 92;
const BLANK = 32;
/** Deeper is no context, and hard to write again. */
const DEEPEST = 64;
const NONE: Tail = { from: 0, fields: NO_FIELDS, pid: null, count: 0 };

/** Of a text that ends with `context extra`, or one of them, behind `separator`. Linear in its length. */
export function tailOf(text: string, separator = " "): Tail {
  if (separator === " " && text.endsWith(" [] []")) {
    return { from: text.length - 6, fields: NO_FIELDS, pid: null, count: 2 };
  }
  const last = valueBefore(text, trimmedEnd(text), separator);
  if (last === null) return { ...NONE, from: text.length };
  const first = valueBefore(text, last.from, separator);
  if (first === null) return tail(last.from, last.value, null);
  return tail(first.from, first.value, last.value);
}

function tail(from: number, context: Json, extra: Json): Tail {
  const fields = {
    ...(isEmpty(context) ? {} : { context }),
    ...(isEmpty(extra) ? {} : { extra }),
  };
  const pid = pidOf(extra, "process_id") ?? pidOf(context, "pid");
  return { from, fields, pid, count: extra === null ? 1 : 2 };
}

const isEmpty = (value: Json): boolean =>
  value === null || (typeof value === "object" && Object.keys(value).length === 0);

/** A PID that a key of an object holds, as a number or in digits. */
export function pidOf(value: Json | undefined, key: string): number | null {
  if (!isFields(value) || !Object.hasOwn(value, key)) return null;
  const told = value[key];
  if (typeof told === "number") return pidNumber(told);
  return typeof told === "string" && /^\d{1,7}$/u.test(told) ? pidNumber(Number(told)) : null;
}

/** The JSON value that ends there, with the separator before it taken off. */
function valueBefore(
  text: string,
  end: number,
  separator: string,
): { readonly from: number; readonly value: Json } | null {
  const start = openingOf(text, end);
  if (start === -1) return null;
  const from = start - separator.length;
  if (from < 0 || !text.startsWith(separator, from)) return null;
  const value = parsed(text.slice(start, end));
  return value === undefined ? null : { from, value };
}

function trimmedEnd(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === BLANK) end -= 1;
  return end;
}

/** Where the object or list begins that ends there; -1: none does. Backwards a quote is one where an even number of backslashes stands before it. */
function openingOf(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  if (last !== CLOSING.brace && last !== CLOSING.bracket) return -1;
  let depth = 0;
  let isQuoted = false;
  for (let at = end - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      if (isEscaped(text, at)) continue;
      isQuoted = !isQuoted;
    } else if (!isQuoted) {
      depth += step(code);
      if (depth === 0) return at;
      if (depth > DEEPEST) return -1;
    }
  }
  return -1;
}

function step(code: number): number {
  if (code === CLOSING.brace || code === CLOSING.bracket) return 1;
  return code === OPENING.brace || code === OPENING.bracket ? -1 : 0;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function parsed(json: string): Json | undefined {
  if (json === "[]") return [];
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}
