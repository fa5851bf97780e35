import type { Untrusted } from "./text.ts";
import type { Bytes } from "./units.ts";

export const SOURCE_REASONS = [
  /** A setting of Swoole. */
  "log_file",
  /** Hyperf's folder. */
  "runtime-logs",
  /** stdout or stderr of a process is that file, or it holds one that is named a log. */
  "descriptor",
  /** stdout and stderr of the container, as its engine keeps them. */
  "container",
  /** A unit of systemd that a process belongs to. */
  "unit",
  /** The user named it. */
  "option",
] as const;
export type SourceReason = (typeof SOURCE_REASONS)[number];

/** `no-dd`, `no-ls`: the target has none, which files need. `forbidden`: a right of whoever asks is missing. */
export const SOURCE_STATES = [
  "followed",
  "absent",
  "unreadable",
  "forbidden",
  "no-dd",
  "no-ls",
  "ended",
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** Where log lines come from, and why it is looked at. */
export type LogSource = {
  /** As in its lines: `file:PATH`, `journal`, `stdout`. */
  readonly source: string;
  readonly why: SourceReason;
  /** The process that led there; null: a setting did. */
  readonly pid: number | null;
  /** Id of the server that writes there; null: several, or not told. */
  readonly server: string | null;
  readonly state: SourceState;
  /** Size of the file when it was last looked at; null: not a file, or not known. */
  readonly bytes: Bytes | null;
  /** In the system's words, where it cannot be followed; of a container's output that is unreadable: the log driver. */
  readonly detail: Untrusted | null;
};
