import type { LogEvent, LogLine, LogRecord } from "../../src/domain/log.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { epochMs } from "../../src/domain/units.ts";
import { aLogEvent, type EventFacts } from "../fixtures/log-event.ts";

const AT = epochMs(Date.UTC(2026, 10, 23, 5, 56));

export const line = (text: string, change: Partial<LogLine> = {}): LogLine => ({
  at: AT,
  clock: "backlog",
  source: "file:swoole.log",
  text: untrustedText(text),
  cutBytes: 0,
  cut: null,
  writer: null,
  ...change,
});

/** A worker's warning, of Swoole. */
export const record = (change: Partial<LogRecord> = {}): LogRecord => ({
  source: "file:swoole.log",
  format: "swoole",
  at: AT,
  seenAt: null,
  level: "warning",
  pid: 5865,
  workerId: 1,
  slot: untrustedText("Worker.1"),
  server: null,
  channel: null,
  message: untrustedText("a slow query"),
  fields: {},
  lines: [line("[2026-11-23 05:56:00 *5865.1]\tWARNING\ta slow query")],
  cutBytes: 0,
  ...change,
});

/** That worker was killed. */
export const event = (change: EventFacts = {}): LogEvent =>
  aLogEvent({
    at: AT,
    source: "file:swoole.log",
    pid: 5865,
    workerId: 1,
    slot: "Worker.1",
    status: 0,
    signal: 9,
    cause: "killed",
    ...change,
  });
