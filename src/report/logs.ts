import type { LogEvent, LogRecord, Told } from "../domain/log.ts";
import { timeText } from "../recording/time.ts";

/** One line of `logs --json`, without its end (contract 2.2): keys in its order, unknown is `null`. Text of the target stays as it is, escaped by JSON. */
export const toldJson = (told: Told): string =>
  JSON.stringify(told.type === "record" ? recordJson(told.record) : eventJson(told.event));

const recordJson = (record: LogRecord) => ({
  type: "record",
  at: timeText(record.at),
  source: record.source,
  format: record.format,
  level: record.level,
  pid: record.pid,
  workerId: record.workerId,
  slot: record.slot,
  channel: record.channel,
  message: record.message,
  fields: record.fields,
  lines: record.lines.map(({ text }) => text),
  cutBytes: record.cutBytes,
});

const eventJson = (event: LogEvent) => ({
  type: "event",
  at: timeText(event.at),
  kind: event.kind,
  pid: event.pid,
  workerId: event.workerId,
  slot: event.slot,
  status: event.status,
  signal: event.signal,
  cause: event.cause,
  task: event.task,
  reason: event.reason,
  detail: event.detail,
  story: event.story,
});
