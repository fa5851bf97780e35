import type { Untrusted } from "./text.ts";
import type { Bytes, EpochMs } from "./units.ts";

/** One line as it came, without its line end. Bytes that are no UTF-8 stand in `text` as U+DC80..U+DCFF (Python's surrogateescape), so that the raw bytes can be written again. */
export type LogLine = {
  /** The source's own time stamp (docker, kubectl, journald), else the time of reading. */
  readonly at: EpochMs;
  /** Whose time that is. `backlog`: the line was there before anyone looked, and `at` says nothing of when it was written. */
  readonly clock: "source" | "reading" | "backlog";
  /** `stdout`, `stderr`, `file:PATH`, `journal`, `stdin` (contract 2.2). */
  readonly source: string;
  /** At most `MOST_LINE_BYTES` of the line. */
  readonly text: Untrusted;
  /** How much came behind that in the same line. */
  readonly cutBytes: number;
  /** That, raw, where it is still at hand: a recording keeps only how much it was. */
  readonly cut: Uint8Array | null;
  /** PID of the writer in its own namespace, where the source says it (journald); else null. */
  readonly writer: number | null;
  /** There: what came before it in its source was never read, so many bytes. It came too fast, or went with its file; null: nobody knows how much. */
  readonly lostBytes?: Bytes | null;
};

/** What is shown and recognised of one line; more of it is only kept (contract 2.2 `cutBytes`). */
export const MOST_LINE_BYTES = 64 * 1024;

export const LOG_FORMATS = [
  "swoole",
  "hyperf-stdout",
  "monolog-line",
  "monolog-json",
  "php-error",
  "octane",
  "custom",
  "plain",
] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Lowest first. */
export const LOG_LEVELS = [
  "trace",
  "debug",
  "info",
  "notice",
  "warning",
  "error",
  "critical",
  "alert",
  "emergency",
] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A head line with its continuation (a trace, a message of several lines). Every line is in exactly one record. */
export type LogRecord = {
  readonly source: string;
  readonly format: LogFormat;
  /** The line's own time, else its source's; null: neither says. */
  readonly at: EpochMs | null;
  /** When its head was read; null for what was there before. A bound for `at` where that is null. */
  readonly seenAt: EpochMs | null;
  readonly level: LogLevel | null;
  /** Who wrote it: a PID in the namespace of the server; null: the line does not say. */
  readonly pid: number | null;
  /** Of heads with `*` and `^` only: a `#` carries a thread id, a dying worker `@pid.0`. */
  readonly workerId: number | null;
  /** The slot that its writer filled when it was written; null: not told. */
  readonly slot: Untrusted | null;
  /** Id of the server whose source it came from; null: not told. */
  readonly server: string | null;
  readonly channel: Untrusted | null;
  /** Of the head, without context, extra and continuation. */
  readonly message: Untrusted;
  /** What the line carries beside: Monolog context and extra, keys of JSON, Octane's `method path status heapBytes durationMs`. */
  readonly fields: { readonly [key: string]: Json };
  readonly lines: readonly LogLine[];
  /** All that was cut from its lines. */
  readonly cutBytes: number;
};

export const LOG_EVENT_KINDS = [
  "server-start",
  "server-stop",
  "worker-start",
  "process-start",
  "process-stop",
  "reload",
  "abnormal-exit",
  "forced-stop",
  "manager-lost",
  "php-fatal",
  "crontab-registered",
  "crontab-tick",
  "crontab-run",
  "crontab-failed",
  "crontab-skipped",
  "crontab-cancelled",
  "crontab-blocked",
] as const;
export type LogEventKind = (typeof LOG_EVENT_KINDS)[number];

export const EXIT_CAUSES = ["php-fatal", "exit", "killed", "oom", "crash", "terminated"] as const;
export type ExitCause = (typeof EXIT_CAUSES)[number];

export const EVENT_REASONS = ["exit-timeout", "task-mutex", "server-mutex"] as const;
export type EventReason = (typeof EVENT_REASONS)[number];

/** What a record says happened (contract 2.2): whom it is about, not who wrote it. */
export type LogEvent = {
  readonly kind: LogEventKind;
  readonly at: EpochMs | null;
  /** As in its record. */
  readonly seenAt: EpochMs | null;
  readonly source: string;
  readonly pid: number | null;
  readonly workerId: number | null;
  readonly slot: Untrusted | null;
  /** As in its record. */
  readonly server: string | null;
  readonly status: number | null;
  readonly signal: number | null;
  readonly cause: ExitCause | null;
  readonly task: Untrusted | null;
  readonly reason: EventReason | null;
  /** In the words of the log: what was fatal, what blocked a lock, the coroutine that could not leave. */
  readonly detail: Untrusted | null;
  /** Events of one chain (a reload and its victims) share it; null: it stands alone. */
  readonly story: string | null;
};

/** What an account of logs tells, in its order. */
export type Told =
  | { readonly type: "record"; readonly record: LogRecord }
  | { readonly type: "event"; readonly event: LogEvent };
