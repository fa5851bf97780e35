import type { Effect } from "../domain/effect.ts";
import type { Command } from "./command.ts";
import { copiedFromList, isHeardInList, jumpText, listCommanded, listOf } from "./list-commands.ts";
import { copiedRow } from "./copied.ts";
import { besideTable, logsCommanded, unmarked, withoutAsking } from "./logs/commands.ts";
import { hasKeys, isForLogs, isHeardInLogs, isOfPane } from "./logs/heard.ts";
import { logsEffects } from "./logs/taken.ts";
import type { LogCommand } from "./logs/command.ts";
import { windowMs } from "./select/axis.ts";
import { linesOf, offsetOf } from "./select/lines.ts";
import { tableRoom } from "./select/screen.ts";
import { withPane } from "./logs/pane.ts";
import { pageAfter, pageTurned } from "./pages.ts";
import { moved, reselected } from "./selection.ts";
import {
  comparisonChanged,
  isHeardInSnapshot,
  refusedWithoutSnapshot,
  scrolled,
  snapshotBegun,
  snapshotEffects,
  snapshotLeft,
  snapshotSlotChanged,
  snapshotsOpened,
  snapshotStepped,
} from "./snapshot-commands.ts";
import { erased, typed } from "./typing.ts";
import { DEFAULT_ZOOM_MS, WINDOWS_MS, type ListScreen, type Screen, type State } from "./state.ts";
import { SORT_KEYS, type Geometry } from "./view.ts";

type Type = Command["type"];

type CommandOf<Some extends Type> = {
  [T in Some]: Extract<Command, { readonly type: T }> & { readonly type: T };
}[Some];

/** What a command makes of the State; a command without an entry here asks for an effect only. */
type Changes = {
  readonly [T in Exclude<Type, LogCommand["type"]>]: (
    state: State,
    command: CommandOf<T>,
    geometry: Geometry,
  ) => State;
};

export type Outcome = { readonly state: State; readonly effects: readonly Effect[] };

/**
 * A key was pressed. The answer to the last one goes; what the screen hides (frozen, help, an opened process) does not move.
 * While a filter is typed only its own commands, movements and ways out count.
 */
export function commanded(state: State, command: Command, geometry: Geometry): Outcome {
  const heard = withoutAnswer(state);
  if (!isHeard(heard, command)) return { state: heard, effects: [] };
  const page = pageTurned(heard.screen, command);
  if (page !== null) return { state: looked(heard, { page }), effects: [] };
  const next = nextOf(withoutAsking(heard), command, geometry);
  const settledNext = settled(heard, next, tableRoom(next.known, withPane(next, geometry)));
  const turned = pageAfter(heard.screen, settledNext.screen);
  return {
    state: turned === settledNext.screen.page ? settledNext : looked(settledNext, { page: turned }),
    effects: effectsOf(heard, command),
  };
}

function nextOf(state: State, command: Command, geometry: Geometry): State {
  if (isOfList(state, command)) return listChanged(state, command, geometry);
  const window = tableRoom(state.known, withPane(state, geometry));
  if (isOfPane(command) || isForLogs(state, command)) return logsCommanded(state, command, window);
  return changed(state, command, window);
}

const withoutAnswer = (state: State): State =>
  state.program.answer === null ? state : { ...state, program: { ...state.program, answer: null } };

const ALWAYS: readonly Type[] = ["freeze", "back", "quit", "suspend"];
const MOVING: readonly Type[] = ["move", "page", "top", "bottom"];
const IN_FILTER: readonly Type[] = ["filter-type", "filter-erase", "filter-keep"];
const EVERYWHERE: readonly Type[] = ["help", "record", "utc"];
const IN_HELP: readonly Type[] = [...MOVING, ...EVERYWHERE];
const IN_PROCESS: readonly Type[] = [
  ...MOVING,
  ...EVERYWHERE,
  "zoom",
  "copy",
  "view",
  "snapshot-take",
];

function isHeard({ screen }: State, command: Command): boolean {
  const { type } = command;
  if (screen.isFrozen) return ALWAYS.includes(type);
  if (screen.isHelpOpen) return ALWAYS.includes(type) || IN_HELP.includes(type);
  if (screen.list !== null) return isHeardInList(screen.list, command);
  if (screen.snapshot !== null) return isHeardInSnapshot(command);
  return hasKeys({ screen })
    ? isHeardInLogs({ screen }, command)
    : isHeardInTable({ screen }, command);
}

function isHeardInTable({ screen }: Pick<State, "screen">, command: Command): boolean {
  const { type } = command;
  if (screen.filter?.isTyping === true)
    return type !== "freeze" && [...ALWAYS, ...MOVING, ...IN_FILTER].includes(type);
  if (screen.opened !== null)
    return ALWAYS.includes(type) || IN_PROCESS.includes(type) || isOfPane(command);
  return !IN_FILTER.includes(type);
}

/** Under the help and in a frozen screen a list answers as the table does. */
const isOfList = ({ screen }: State, { type }: Command): boolean =>
  screen.list !== null &&
  !screen.isFrozen &&
  !screen.isHelpOpen &&
  !["help", "freeze", "utc", "view", "logs-focus"].includes(type);

/** What the list makes of it; who jumps finds the processes filtered. */
function listChanged(state: State, command: Command, geometry: Geometry): State {
  const { list } = state.screen;
  if (list === null) return state;
  const next = listCommanded(state.known, list, command, geometry);
  const text = command.type === "jump" ? jumpText(state.known, list) : null;
  return looked(state, {
    list: next,
    ...(text === null ? {} : { filter: { text, isTyping: false }, opened: null }),
  });
}

function changed<T extends keyof Changes>(
  state: State,
  command: CommandOf<T>,
  geometry: Geometry,
): State {
  return CHANGES[command.type](state, command, geometry);
}

/** A changed table keeps its selected row, and its window around it. */
function settled(before: State, next: State, { tableRows }: Geometry): State {
  if (next.screen === before.screen) return next;
  const state = reselected(before, next);
  const { offset, selected } = state.screen;
  const window = { offset, height: tableRows };
  return looked(state, { offset: offsetOf(linesOf(state).all, selected?.key ?? null, window) });
}

const looked = (state: State, change: Partial<Screen>): State => ({
  ...state,
  screen: { ...state.screen, ...change },
});

const paged = (state: State, lines: number): State =>
  looked(moved(state, lines), { offset: state.screen.offset + lines });

const same = (state: State): State => state;

const CHANGES: Changes = {
  move: (state, { by }) => moved(state, by),
  page: (state, { by, part }, { tableRows }) =>
    paged(state, by * Math.max(1, part === "full" ? tableRows : tableRows >> 1)),
  top: (state) => paged(state, -linesOf(state).all.length),
  bottom: (state) => paged(state, linesOf(state).all.length),
  "sort-shift": (state, { by }) => {
    const key = SORT_KEYS[SORT_KEYS.indexOf(state.screen.sort.key) + by];
    return key === undefined ? state : looked(state, { sort: { key, isReversed: false } });
  },
  "sort-by": (state, { key }) => looked(state, { sort: { key, isReversed: false } }),
  reverse: (state) => {
    const { key, isReversed } = state.screen.sort;
    return looked(state, { sort: { key, isReversed: !isReversed } });
  },
  tree: (state) => looked(state, { isTree: !state.screen.isTree }),
  "filter-open": (state) =>
    looked(state, { filter: { text: state.screen.filter?.text ?? "", isTyping: true } }),
  "filter-type": (state, { text }) => looked(state, { filter: typed(state.screen.filter, text) }),
  "filter-erase": (state) => looked(state, { filter: erased(state.screen.filter) }),
  "filter-keep": (state) => {
    const text = state.screen.filter?.text ?? "";
    return looked(state, { filter: text === "" ? null : { text, isTyping: false } });
  },
  open: (state) => looked(state, { opened: selectedKey(state), isChosen: true }),
  back: (state) => back(state),
  help: (state) => looked(state, { isHelpOpen: !state.screen.isHelpOpen }),
  freeze: (state) => looked(state, { isFrozen: !state.screen.isFrozen }),
  zoom: (state, { by }) => looked(state, { zoomMs: zoomed(state, by) }),
  utc: (state) => looked(state, { isUtc: !state.screen.isUtc }),
  view: (state, { view }) => viewed(state, view),
  "snapshot-take": snapshotBegun,
  "snapshot-step": (state, { by }) => snapshotStepped(state, by),
  "snapshot-slot": snapshotSlotChanged,
  "snapshot-against": comparisonChanged,
  "snapshot-export": refusedWithoutSnapshot,
  scroll: (state, { line }) => scrolled(state, line),
  copy: refusedWithoutSnapshot,
  record: same,
  "show-all": same,
  jump: same,
  "audit-export": same,
  "project-again": same,
  "attach-all": same,
  suspend: same,
  quit: same,
};

/** Another view; the one that is looked at stays as it is. */
function viewed(state: State, view: CommandOf<"view">["view"]): State {
  if (view === "snapshot") return snapshotsOpened(state);
  const { list } = state.screen;
  if (view === "processes")
    return looked(state, { list: null, snapshot: null, logs: besideTable(state.screen.logs) });
  return looked(state, { list: list?.view === view ? list : listOf(view), snapshot: null });
}

const selectedKey = (state: State): string | null => {
  const key = state.screen.selected?.key;
  return linesOf(state).entries.find((entry) => entry.key === key)?.key ?? null;
};

/** One level back: what lies on top is closed first. */
function back(state: State): State {
  const { isFrozen, isHelpOpen, filter, opened } = state.screen;
  if (isFrozen) return looked(state, { isFrozen: false });
  if (isHelpOpen) return looked(state, { isHelpOpen: false });
  if (state.screen.snapshot !== null) return snapshotLeft(state);
  if (filter?.isTyping === true) return looked(state, { filter: null });
  if (opened !== null) return looked(state, { opened: null });
  if (state.screen.logs.marked.length > 0) return unmarked(state);
  return filter === null ? state : looked(state, { filter: null });
}

/** Nothing to go back from: here `q` quits. */
export const isAtTop = ({ screen }: State): boolean =>
  !screen.isFrozen &&
  !screen.isHelpOpen &&
  screen.list === null &&
  screen.snapshot === null &&
  screen.logs.marked.length === 0 &&
  screen.filter === null &&
  screen.opened === null;

/** 1: nearer, a shorter window than the one that is seen; -1: further; 0: as at the start. */
function zoomed(state: State, by: -1 | 0 | 1): number {
  if (by === 0) return DEFAULT_ZOOM_MS;
  const from = WINDOWS_MS.indexOf(by === 1 ? windowMs(state) : state.screen.zoomMs);
  return WINDOWS_MS[from - by] ?? WINDOWS_MS[from] ?? DEFAULT_ZOOM_MS;
}

/** Wherever one is. */
const ALWAYS_EFFECTS = ["quit", "suspend", "attach-all"] as const;

function effectsOf(state: State, command: Command): readonly Effect[] {
  const { type } = command;
  const always = ALWAYS_EFFECTS.find((each) => each === type);
  if (always !== undefined) return [{ type: always }];
  if (type === "record") return [{ type: recordEffect(state) }];
  const { list, snapshot, isFrozen, isHelpOpen } = state.screen;
  const isSnapshots = snapshot !== null && !isFrozen && !isHelpOpen;
  if (type === "snapshot-take" || isSnapshots) return snapshotEffects(state, command);
  if (list !== null) return listEffects(state, list, type);
  if (isOfPane(command) || isForLogs(state, command)) return logsEffects(state, command);
  return type === "copy" ? copyEffects(copiedRow(state)) : [];
}

const recordEffect = ({ program }: State): "record-start" | "record-stop" =>
  program.recording === null ? "record-start" : "record-stop";

function listEffects({ known }: State, list: ListScreen, type: Type): readonly Effect[] {
  if (type === "audit-export" || type === "project-again") return [{ type }];
  if (type === "jump") return jumpText(known, list) === null ? nothingTo("jump") : [];
  return type === "copy" ? copyEffects(copiedFromList(known, list)) : [];
}

const copyEffects = (text: string | null): readonly Effect[] =>
  text === null ? nothingTo("copy") : [{ type: "copy", text }];

const nothingTo = (what: "copy" | "jump"): readonly Effect[] => [{ type: "nothing-to", what }];
