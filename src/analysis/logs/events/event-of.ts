import type { LogEvent, LogEventKind, LogRecord } from "../../../domain/log.ts";
import { untrustedText, type Untrusted } from "../../../domain/text.ts";

type Facts = Partial<Omit<LogEvent, "kind" | keyof Whence>>;

/** When and where a record was written: what is kept of it while its event waits. A record may have many long lines. */
export type Whence = Pick<LogRecord, "at" | "seenAt" | "source" | "server">;

export const whenceOf = ({ at, seenAt, source, server }: LogRecord): Whence => ({
  at,
  seenAt,
  source,
  server,
});

/** An event that this record tells of; what is not given is not known. */
export const eventOf = (record: Whence, kind: LogEventKind, facts: Facts = {}): LogEvent => ({
  kind,
  at: record.at,
  seenAt: record.seenAt,
  source: record.source,
  pid: null,
  workerId: null,
  slot: null,
  server: record.server,
  status: null,
  signal: null,
  cause: null,
  task: null,
  reason: null,
  detail: null,
  story: null,
  ...facts,
});

const MOST_DETAIL = 1000;

/** Words of the log, of bounded length. */
export const wordsOf = (text: string): Untrusted => untrustedText(text.slice(0, MOST_DETAIL));
