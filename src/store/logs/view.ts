// The log pane as data: `store/logs/pane.ts` makes it of the State, `ui/panes/logs` draws it. No colour, no width, no sentence.
import type { LogEvent, LogLevel, LogRecord } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Role } from "../../domain/role.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { Bytes, EpochMs } from "../../domain/units.ts";

/** Where the pane stands: beside the table, below it, instead of it; `none`: it is closed. */
export type LogPlace = "none" | "beside" | "below" | "full";

/** Whose lines are shown. */
export type LogSubject =
  | { readonly kind: "all" }
  /** The selected row, or those that are marked. */
  | { readonly kind: "rows"; readonly names: readonly (Untrusted | number)[] }
  | { readonly kind: "role"; readonly role: Role };

export type LogPaneView = {
  readonly subject: LogSubject;
  /** Keys of the table's rows that are marked; none: the subject is the selected one. */
  readonly marked: readonly string[];
  /** Keys go to it. */
  readonly isFocused: boolean;
  /** It has the whole body. */
  readonly isFull: boolean;
  /** Below the table also where there is room beside it. */
  readonly isBelow: boolean;
  /** The last of them is the position; oldest first, at most as many as the pane has lines; a record may take several lines. */
  readonly entries: readonly LogEntry[];
  /** At the end: what comes is shown. Else `newCount` records came since. */
  readonly isFollowing: boolean;
  readonly newCount: number;
  /** Those known to be below it are hidden. */
  readonly level: LogLevel | null;
  readonly search: LogSearchView | null;
  /** Only what is younger; null: all that is kept. */
  readonly sinceMs: number | null;
  readonly isWrapped: boolean;
  readonly hasTimes: boolean;
  /** Several servers are known: a slot alone does not tell whose it is. */
  readonly hasServers: boolean;
  /** First cell that is shown of a line; 0 when wrapped. */
  readonly column: number;
  /** Of the records that are kept: how many name their writer. */
  readonly attributed: { readonly named: number; readonly of: number };
  readonly kept: LogKept;
  readonly sources: readonly LogSource[];
  /** The sources are looked at instead of the lines. */
  readonly areSourcesOpen: boolean;
  /** The file that was to be written is there already: `logs-save` again writes over it, any other key does not. */
  readonly asksToOverwrite: boolean;
};

/** What was searched: the span and size of what is kept of the subject. */
export type LogKept = {
  readonly oldestAt: EpochMs | null;
  readonly records: number;
  readonly lines: number;
  readonly bytes: Bytes;
  readonly mostBytes: Bytes;
  readonly mostLines: number;
  /** Pushed out by newer ones. */
  readonly evictedLines: number;
  /** Came too fast, or were lost at the source: they were never read. What is known of it in lines, and in bytes; `gaps`: how often. */
  readonly droppedLines: number;
  readonly lostBytes: Bytes;
  readonly gaps: number;
};

export type LogSearchView = {
  readonly text: string;
  readonly isTyping: boolean;
  /** `/text/` is a regular expression. */
  readonly isRegex: boolean;
  readonly isInvalid: boolean;
  /** Only what matches is shown. */
  readonly isOnly: boolean;
  /** Records and events that match, among those of the subject. */
  readonly matches: number;
};

export type LogEntry =
  | {
      readonly kind: "record";
      /** Stable while it is kept. */
      readonly id: number;
      readonly record: LogRecord;
      readonly isSelected: boolean;
      readonly isMatch: boolean;
      /** Its continuation is shown. */
      readonly isUnfolded: boolean;
    }
  /** A rule: something happened. */
  | { readonly kind: "event"; readonly id: number; readonly event: LogEvent }
  /** A rule: tasks were due, and what the private memory of the one process that is looked at did then; null: not told. */
  | {
      readonly kind: "tick";
      readonly at: EpochMs;
      readonly letters: string;
      readonly memory: { readonly from: Bytes; readonly to: Bytes } | null;
    }
  /** Lines that are missing here. */
  | ({ readonly kind: "gap"; readonly id: number } & LogGap);

/** What was never read: it came too fast, or went with its file. Null: nobody knows how much. */
export type LogGap = { readonly droppedLines: number | null; readonly lostBytes: Bytes | null };
