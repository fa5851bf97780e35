// Sentences of PHP: what ended a script, and throwables.
import type { Phrase } from "./phrase.ts";

const STARTS = ["PHP Fatal error: ", "Fatal error: ", "PHP Parse error: ", "Parse error: "];
/** @source php:Zend/zend_alloc.c zend_mm_safe_error, 7.4 to 8.5 */
const LIMIT =
  /^Allowed memory size of (\d{1,19}) bytes exhausted(?: at \S{1,300})? \(tried to allocate (\d{1,19}) bytes\)/u;
const SYSTEM =
  /^Out of memory \(allocated (\d{1,19})(?: bytes)?\)(?: at \S{1,300})? \(tried to allocate (\d{1,19}) bytes\)/u;
const EXIT = "Uncaught Swoole\\ExitException";
const EXCEPTION = /^((?:[A-Za-z_]\w{0,99}\\){0,12}[A-Za-z_]\w{0,99}(?:Exception|Error)): (.*)$/u;

/** What PHP prints itself. */
export function phpPhrase(message: string): Phrase | null {
  const start = STARTS.find((words) => message.startsWith(words));
  return start === undefined ? null : fatalPhrase(message.slice(start.length).trimStart());
}

/** `detail`: what stands behind `Fatal error:`. */
export function fatalPhrase(detail: string): Phrase {
  return { kind: "php-fatal", detail, memory: memoryOf(detail), isExit: detail.startsWith(EXIT) };
}

type Memory = Extract<Phrase, { kind: "php-fatal" }>["memory"];

function memoryOf(detail: string): Memory {
  const limit = LIMIT.exec(detail);
  const match = limit ?? SYSTEM.exec(detail);
  if (match === null) return null;
  const refusedBy = limit === null ? "system" : "limit";
  return { refusedBy, bytes: Number(match[1]), triedBytes: Number(match[2]) };
}

/** `RedisException: Connection refused in FILE:LINE` */
export function exceptionPhrase(message: string): Phrase | null {
  const colon = message.indexOf(": ");
  if (!message.startsWith("Error", colon - 5) && !message.startsWith("Exception", colon - 9)) {
    return null;
  }
  const match = EXCEPTION.exec(message);
  return match === null
    ? null
    : { kind: "exception", name: match[1] ?? "", detail: match[2] ?? "" };
}
