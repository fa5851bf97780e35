import type { LogEvent, LogRecord, Told } from "../domain/log.ts";
import { timeText } from "../recording/time.ts";

/**
 * One line of `logs --json`, without its end (contract 2.2): keys in its order, unknown is `null`. Text of the target stays as it is, escaped by JSON.
 * `hasServers`: there are several, and a slot alone does not tell whose it is.
 */
export const toldJson = (told: Told, hasServers = false): string =>
  JSON.stringify(
    told.type === "record"
      ? recordJson(told.record, hasServers)
      : eventJson(told.event, hasServers),
  );

const recordJson = (record: LogRecord, hasServers: boolean) => ({
  type: "record",
  at: timeText(record.at),
  source: record.source,
  format: record.format,
  level: record.level,
  pid: record.pid,
  workerId: record.workerId,
  slot: record.slot,
  ...(hasServers ? { server: record.server } : null),
  channel: record.channel,
  message: record.message,
  fields: record.fields,
  lines: record.lines.map(({ text }) => text),
  cutBytes: record.cutBytes,
});

const eventJson = (event: LogEvent, hasServers: boolean) => ({
  type: "event",
  at: timeText(event.at),
  kind: event.kind,
  pid: event.pid,
  workerId: event.workerId,
  slot: event.slot,
  ...(hasServers ? { server: event.server } : null),
  status: event.status,
  signal: event.signal,
  cause: event.cause,
  task: event.task,
  reason: event.reason,
  detail: event.detail,
  story: event.story,
});
