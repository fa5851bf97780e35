// Names of levels, as loggers write them.
import type { LogLevel } from "../../domain/log.ts";

const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ["TRACE", "trace"],
  ["DEBUG", "debug"],
  ["INFO", "info"],
  ["NOTICE", "notice"],
  ["WARNING", "warning"],
  ["ERROR", "error"],
  ["CRITICAL", "critical"],
  ["ALERT", "alert"],
  ["EMERGENCY", "emergency"],
]);

/** Of other loggers than PHP's. */
const FOREIGN: ReadonlyMap<string, LogLevel> = new Map([
  ["WARN", "warning"],
  ["ERR", "error"],
  ["CRIT", "critical"],
  ["EMERG", "emergency"],
  ["FATAL", "critical"],
]);

/** @source Monolog\Level */
const NUMBERS: ReadonlyMap<number, LogLevel> = new Map([
  [100, "debug"],
  [200, "info"],
  [250, "notice"],
  [300, "warning"],
  [400, "error"],
  [500, "critical"],
  [550, "alert"],
  [600, "emergency"],
]);

/** `INFO`; null: no level of Swoole, Hyperf or Monolog. */
export const levelNamed = (name: string): LogLevel | null => LEVELS.get(name) ?? null;

/** In any case, also of other loggers. */
export function levelOfWord(word: string): LogLevel | null {
  const upper = word.toUpperCase();
  return LEVELS.get(upper) ?? FOREIGN.get(upper) ?? null;
}

/** Monolog's number. */
export const levelNumbered = (number: number): LogLevel | null => NUMBERS.get(number) ?? null;

const LONGEST = 9;

/** Where the capitals end that begin there; at most `EMERGENCY` long. */
export function capitalsEnd(text: string, from: number): number {
  let at = from;
  while (at - from <= LONGEST) {
    const code = text.charCodeAt(at);
    if (!(code >= 65 && code <= 90)) break;
    at += 1;
  }
  return at;
}
