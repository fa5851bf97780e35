import { LOG_LEVELS, type LogLevel } from "../../domain/log.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { Command } from "../command.ts";
import type { State } from "../state.ts";
import { erased, typed } from "../typing.ts";
import type { Geometry } from "../view.ts";
import { hasKeys } from "./heard.ts";
import { logPlaceOf } from "./place.ts";
import { moved, toAnyMatch, toMatch, unfolded } from "./moving.ts";
import { SINCE_MS, type LogScreen, type LogSearch } from "./screen.ts";
import { lookedAt, subjectOf } from "./subject.ts";
import { copiedText } from "./taken.ts";

type Type = Command["type"];
type CommandOf<Some extends Type> = {
  [T in Some]: Extract<Command, { readonly type: T }> & { readonly type: T };
}[Some];

/** Below debug there is nothing that is written; beyond critical nothing that differs. */
const THRESHOLDS: readonly (LogLevel | null)[] = [
  null,
  ...LOG_LEVELS.filter((level) => !["trace", "alert", "emergency"].includes(level)),
];
const SHIFT_CELLS = 16;

function looked(state: State, change: Partial<LogScreen>): State {
  const before = state.screen.logs;
  const logs = { ...before, ...change };
  const isLeft = before.position === null && logs.position !== null;
  const leftAt = isLeft ? state.known.logs.lastId : before.leftAt;
  return { ...state, screen: { ...state.screen, logs: { ...logs, leftAt } } };
}

/** Without keys: what is selected next begins at its first cell. */
const LEFT = { isFocused: false, isFull: false, column: 0 } as const;

const refused = (state: State, refusal: Refusal): State => ({
  ...state,
  program: { ...state.program, answer: { refused: refusal } },
});

type Changes = {
  readonly [T in Type]?: (state: State, command: CommandOf<T>, geometry: Geometry) => State;
};

const CHANGES: Changes = {
  "logs-focus": focused,
  "logs-toggle": (state) =>
    looked(
      state,
      state.screen.logs.isOpen === true
        ? { isOpen: false, isFocused: false, isFull: false }
        : { isOpen: true },
    ),
  "logs-full": (state) =>
    looked(state, { isOpen: true, isFocused: true, isFull: !state.screen.logs.isFull }),
  "logs-below": (state) => looked(state, { isBelow: !state.screen.logs.isBelow }),
  mark: marked,
  "logs-subject": (state) =>
    looked(state, { subject: nextSubject(state), areSourcesOpen: false, column: 0 }),
  "logs-level": (state, { by }) =>
    looked(state, { level: stepped(THRESHOLDS, state.screen.logs.level, by) }),
  "logs-since": (state, { by }) =>
    looked(state, { sinceMs: stepped(SINCE_MS, state.screen.logs.sinceMs, -by) }),
  "logs-wrap": (state) => looked(state, { isWrapped: !state.screen.logs.isWrapped }),
  "logs-times": (state) => looked(state, { hasTimes: !state.screen.logs.hasTimes }),
  "logs-shift": (state, { by }) =>
    looked(state, { column: Math.max(0, state.screen.logs.column + by * SHIFT_CELLS) }),
  "logs-sources": (state) => looked(state, { areSourcesOpen: !state.screen.logs.areSourcesOpen }),
  "logs-match": (state, { by }) => {
    const change = toMatch(state, by);
    return change === null
      ? refused(state, "no-log-match")
      : looked(state, { ...change, areSourcesOpen: false });
  },
  "logs-only": only,
  "filter-open": (state) =>
    looked(state, { search: withSearch(state, { text: "", isTyping: true }) }),
  "filter-type": (state, { text }) =>
    looked(state, { search: withSearch(state, typed(state.screen.logs.search, text)) }),
  "filter-erase": (state) => {
    const search = erased(state.screen.logs.search);
    return looked(state, { search: search === null ? null : withSearch(state, search) });
  },
  "filter-keep": kept,
  move: (state, { by }) => looked(state, moved(state, by)),
  page: (state, { by, part }, { logRows }) =>
    looked(state, moved(state, by * Math.max(1, part === "full" ? logRows : logRows >> 1))),
  top: (state) => looked(state, moved(state, -Infinity)),
  bottom: (state) => looked(state, { position: null, areSourcesOpen: false }),
  open: (state) => looked(state, unfolded(state)),
  back: stepBack,
  copy: orNothing,
  "logs-copy-record": orNothing,
};

/** What a key makes of the pane. `geometry`: as it is with the pane at its place. */
export function logsCommanded<T extends Type>(
  state: State,
  command: CommandOf<T>,
  geometry: Geometry,
): State {
  const change: Changes[T] = CHANGES[command.type];
  return change === undefined ? state : change(state, command, geometry);
}

/** There is a line to copy, or it is said that there is none. */
function orNothing(state: State, { type }: CommandOf<"copy" | "logs-copy-record">): State {
  return copiedText(state, type) === null ? refused(state, "no-log-line") : state;
}

function kept(state: State): State {
  const text = state.screen.logs.search?.text ?? "";
  if (text === "") return looked(state, { search: null });
  const next = looked(state, { search: withSearch(state, { isTyping: false }) });
  return looked(next, toAnyMatch(next));
}

/** Below the table the pane has a few lines: who wants to read needs all of them. */
function focused(state: State, _: CommandOf<"logs-focus">, geometry: Geometry): State {
  const isBack = hasKeys(state);
  const screen = { ...state.screen, list: null, snapshot: null };
  return looked(
    { ...state, screen },
    isBack
      ? LEFT
      : {
          isOpen: true,
          isFocused: true,
          isFull: state.screen.logs.isFull || isBelow(state, geometry),
        },
  );
}

/** Where it stands when it has not the whole body. */
const isBelow = ({ screen }: State, { columns }: Pick<Geometry, "columns">): boolean =>
  logPlaceOf({ ...screen.logs, isFull: false }, columns) === "below";

/** Of the row under the cursor; whoever marks wants to see the lines. */
function marked(state: State): State {
  const { opened, selected, logs } = state.screen;
  const key = opened ?? selected?.key;
  if (key === undefined) return state;
  const isMarked = logs.marked.includes(key);
  return looked(state, {
    isOpen: true,
    subject: "rows",
    column: 0,
    marked: isMarked ? logs.marked.filter((each) => each !== key) : [...logs.marked, key],
  });
}

function nextSubject(state: State): LogScreen["subject"] {
  const subject = subjectOf(state);
  if (subject === "all") return "rows";
  const role = subject === "rows" ? (lookedAt(state)[0]?.process.role ?? null) : null;
  return role === null ? "all" : { role };
}

function stepped<T>(steps: readonly T[], now: T, by: number): T {
  const index = Math.min(Math.max(0, steps.indexOf(now) + by), steps.length - 1);
  const step = steps[index];
  return step === undefined ? now : step;
}

function withSearch({ screen }: State, change: Partial<LogSearch>): LogSearch {
  return { text: "", isTyping: false, isOnly: false, ...screen.logs.search, ...change };
}

function only(state: State): State {
  const { search } = state.screen.logs;
  if (search === null || search.text === "")
    return looked(state, { search: withSearch(state, { isTyping: true, isOnly: true }) });
  return looked(state, { search: { ...search, isOnly: !search.isOnly } });
}

/** One level back: what lies on top is closed first. With the keys goes the position: a pane without them follows. */
function stepBack(state: State): State {
  const { search, areSourcesOpen, isFull } = state.screen.logs;
  if (search !== null) return looked(state, { search: null });
  if (areSourcesOpen) return looked(state, { areSourcesOpen: false });
  if (isFull) return looked(state, { isFull: false });
  return looked(state, { ...LEFT, position: null });
}

/** Without marks all lines are shown. */
export const unmarked = (state: State): State =>
  looked(state, { marked: [], subject: "all", column: 0 });

/** The file is there already: the same key again writes over it, any other does not. */
export const askedToOverwrite = (state: State): State => looked(state, { asksToOverwrite: true });

export const withoutAsking = (state: State): State =>
  state.screen.logs.asksToOverwrite ? looked(state, { asksToOverwrite: false }) : state;

/** The pane without keys, beside the table. */
export const besideTable = (logs: LogScreen): LogScreen =>
  logs.isFocused || logs.isFull ? { ...logs, ...LEFT } : logs;
