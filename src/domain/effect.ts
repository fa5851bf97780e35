import type { Untrusted } from "./text.ts";

/** What a key asks for and a transition cannot do. A closed union, executed in `cli/effects.ts`. */
export type Effect =
  | { readonly type: "quit" }
  | { readonly type: "suspend" }
  | { readonly type: "copy"; readonly text: string }
  /** A key that can do nothing here: it is answered in words. */
  | { readonly type: "nothing-to"; readonly what: "copy" | "jump" }
  | { readonly type: "record-start" }
  | { readonly type: "record-stop" }
  /** Looks at all that stand beside the target, too. */
  | { readonly type: "attach-all" }
  | { readonly type: "audit-export" }
  | { readonly type: "project-again" }
  /** The raw lines that the log pane runs through (`shownLines`), into a file; over one that is there only when `isSure`. */
  | { readonly type: "logs-save"; readonly isSure: boolean }
  /** Reads what stood in log files before what is kept of them. */
  | { readonly type: "logs-earlier" }
  /** Reads the memory of one process; while one is being read, another waits for nothing and is refused. */
  | { readonly type: "snapshot-take"; readonly subject: SnapshotSubject }
  | { readonly type: "snapshot-cancel" }
  | { readonly type: "snapshot-export" };

/** Whose memory is read, as the State knows it. */
export type SnapshotSubject = {
  readonly pid: number;
  readonly nsPid: number | null;
  readonly slot: Untrusted | null;
};
