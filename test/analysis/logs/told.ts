import { logAccount, type LogAccount } from "../../../src/analysis/logs/account.ts";
import type { LogEvent, LogLine, LogRecord, Told } from "../../../src/domain/log.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { START } from "../../store/build.ts";

export const anAccount = (): LogAccount => logAccount({ zone: null, pidPattern: null });

/** Lines that were in a file before anyone looked. */
export const linesOf = (text: string, source = "file:app.log"): readonly LogLine[] =>
  text.split("\n").map((line) => aLine(line, { source }));

/** Lines that were read `second` seconds after the start of `test/store/build.ts`. */
export const readAt = (second: number, text: string, source = "file:app.log"): readonly LogLine[] =>
  text
    .split("\n")
    .map((line) => aLine(line, { source, clock: "reading", at: epochMs(START + second * 1000) }));

const aLine = (text: string, facts: Partial<LogLine>): LogLine => ({
  at: epochMs(START),
  clock: "backlog",
  source: "file:app.log",
  text: untrustedText(text),
  cutBytes: 0,
  cut: null,
  writer: null,
  ...facts,
});

/** Tabs of Swoole's heads, as they are easiest to read in a test. */
export const swoole = (head: string, level: string, message: string): string =>
  `[${head}]\t${level}\t${message}`;

export const eventsOf = (told: readonly Told[]): readonly LogEvent[] =>
  told.flatMap((one) => (one.type === "event" ? [one.event] : []));

export const recordsOf = (told: readonly Told[]): readonly LogRecord[] =>
  told.flatMap((one) => (one.type === "record" ? [one.record] : []));

/** All that a log tells, from its first line to its end. */
export function eventsIn(text: string): readonly LogEvent[] {
  const account = anAccount();
  return eventsOf([...account.lines(linesOf(text)), ...account.end()]);
}

export const kindsOf = (events: readonly LogEvent[]): readonly string[] =>
  events.map(({ kind }) => kind);

/** The one event of that kind. */
export function theOne(events: readonly LogEvent[], kind: LogEvent["kind"]): LogEvent {
  const [only, ...others] = events.filter((event) => event.kind === kind);
  if (only === undefined || others.length > 0) {
    throw new Error(`${events.length} events, ${others.length + 1} of ${kind}`);
  }
  return only;
}
