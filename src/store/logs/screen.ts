import type { LogLevel } from "../../domain/log.ts";
import type { Role } from "../../domain/role.ts";
import { MINUTE_MS } from "../../domain/units.ts";

/** How the log pane is looked at. */
export type LogScreen = {
  /** Null: nobody said; it opens with the first source that is followed, or the first line. */
  readonly isOpen: boolean | null;
  /** Keys go to it. */
  readonly isFocused: boolean;
  readonly isFull: boolean;
  readonly isBelow: boolean;
  /** Row keys, in the order of marking. */
  readonly marked: readonly string[];
  /** `rows`: those that are marked, else the selected one. Null: nobody said; all until somebody chooses a row. */
  readonly subject: Subject | null;
  /** The lowest that is shown; null: all. */
  readonly level: LogLevel | null;
  readonly search: LogSearch | null;
  readonly sinceMs: number | null;
  readonly isWrapped: boolean;
  readonly hasTimes: boolean;
  readonly column: number;
  /** Id of the record that is looked at, the last that is shown; null: whatever comes last. */
  readonly position: number | null;
  /** Id of the newest thing there was when the end was left. */
  readonly leftAt: number;
  readonly unfolded: readonly number[];
  readonly areSourcesOpen: boolean;
  readonly asksToOverwrite: boolean;
};

export type Subject = "rows" | "all" | { readonly role: Role };

export type LogSearch = {
  readonly text: string;
  readonly isTyping: boolean;
  readonly isOnly: boolean;
};

export const SINCE_MS: readonly (number | null)[] = [
  ...[1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS),
  null,
];

export const CLOSED_LOGS: LogScreen = {
  isOpen: null,
  isFocused: false,
  isFull: false,
  isBelow: false,
  marked: [],
  subject: null,
  level: null,
  search: null,
  sinceMs: null,
  isWrapped: false,
  hasTimes: true,
  column: 0,
  position: null,
  leftAt: 0,
  unfolded: [],
  areSourcesOpen: false,
  asksToOverwrite: false,
};
