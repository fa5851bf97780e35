// Which lines belong to the record before them.
import type { LogFormat } from "../../domain/log.ts";
import { bannerSentence } from "./formats/banner.ts";
import type { Open } from "./head.ts";
import { tailOf } from "./tail.ts";
import { isDigit } from "./stamp-parts.ts";

/** Words that begin a line of a trace. */
const TRACE = [
  "Stack trace:",
  "Next ",
  "[stacktrace]",
  "[previous exception]",
  '"}',
  "thrown in ",
  "Caused by: ",
] as const;
const NEXT = /^Next [\w\\]+: /u;
const CRASH = /^A (?:bug|process crash) occurred in Swoole-v/u;
const OF_BANNER = /^(?:={20,}|-{20,}| \[Coroutine-\d+\]|#\d+ .*|\s.*)$/u;

/** It has the shape of a trace's line, or stands further in; a plain line has only traces behind it. */
export function hasShape(body: string, isPlain: boolean): boolean {
  const first = body.charCodeAt(0);
  if (first === 35) return isDigit(body.charCodeAt(1));
  if (first === 32 || first === 9) return !isPlain || body.startsWith("  thrown in ");
  const word = TRACE.find((start) => body.startsWith(start));
  return word !== undefined && (word !== "Next " || NEXT.test(body));
}

/** What the line opens that it continues; null: it is not the begin of Swoole's words about a crash. */
export const opensReport = (format: LogFormat, body: string): boolean =>
  format === "swoole" && body.startsWith("A ") && CRASH.test(body);

/** It belongs to the record, whatever it looks like. */
export function isWithin(open: Open | null, body: string): boolean {
  if (open === null) return false;
  return open !== "banner" || OF_BANNER.test(body) || bannerSentence(body) !== null;
}

/** Nothing that looks like nothing follows it. */
export function closes(open: Open, body: string): boolean {
  switch (open) {
    case "tail":
      return body.startsWith('"}') || tailOf(body).count > 0;
    case "throwable":
      return body === "Stack trace:";
    case "report":
      return body.startsWith("PHP_VERSION");
    case "banner":
    case "json":
      return false;
  }
}
