import type { Untrusted } from "./text.ts";
import type { Bytes } from "./units.ts";

/** Where log lines come from, and why it is looked at. */
export type LogSource = {
  /** As in its lines: `file:PATH`, `journal`, `stdout`. */
  readonly source: string;
  /** `log_file`: a setting of Swoole. `runtime-logs`: Hyperf's folder. `descriptor`: stdout or stderr of a process is that file. `unit`: a process belongs to it. `option`: the user named it. */
  readonly why: "log_file" | "runtime-logs" | "descriptor" | "unit" | "option";
  /** The process that led there; null: a setting did. */
  readonly pid: number | null;
  /** `no-dd`: the target has none, which files need. */
  readonly state: "followed" | "absent" | "unreadable" | "no-dd" | "ended";
  /** Size of the file when it was last looked at; null: not a file, or not known. */
  readonly bytes: Bytes | null;
  /** In the system's words, where it cannot be followed. */
  readonly detail: Untrusted | null;
};
