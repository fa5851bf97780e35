import { epochMs } from "../../domain/units.ts";
import type { State } from "../state.ts";
import type { Geometry } from "../view.ts";
import { logPlaceOf, placed } from "./place.ts";
import type { LogScreen } from "./screen.ts";
import { isMatch } from "./search.ts";
import { areSeveral } from "./servers.ts";
import { indexFrom, isGap, type Kept } from "./shelf.ts";
import type { Found } from "./shown.ts";
import { meantOf, type Meant } from "./subject.ts";
import { tickEntries } from "./tick-entries.ts";
import type { LogEntry, LogPaneView, LogSearchView } from "./view.ts";
import { below, isRecord, lookedRecord, runOf, windowed, type Run } from "./window.ts";

const isShown = ({ screen: { logs, list, snapshot } }: State): boolean =>
  logs.isOpen === true && list === null && snapshot === null;

/** The room for all else, with the pane at its place. */
export const withPane = (state: State, geometry: Geometry): Geometry =>
  placed(geometry, logPlaceOf(isShown(state) ? state.screen.logs : null, geometry.columns));

/** The last answer for each `LogScreen`. It follows from the State and the room alone. */
const remembered = new WeakMap<LogScreen, { readonly asked: Asked; readonly view: LogPaneView }>();

type Asked = readonly unknown[];

/**
 * The log pane; null: it is closed, or a list or snapshots stand before the processes.
 * @cost of the lines that are seen, and of those that came since the last look; a search looks further back with each call.
 */
export function logPane(state: State, { logRows }: Pick<Geometry, "logRows">): LogPaneView | null {
  const { known, screen } = state;
  if (!isShown(state)) return null;
  const meant = meantOf(state);
  const seconds = meant.entry === null && screen.logs.sinceMs === null ? null : known.sample;
  const { declared, logs } = known;
  const hasServers = areSeveral(known);
  const asked = [logs, meant.key, logRows, seconds, declared, screen.logs.marked, hasServers];
  const last = remembered.get(screen.logs);
  if (last?.asked.every((each, index) => each === asked[index]) === true) return last.view;
  const run = runOf(state, meant);
  const view = viewOf(state, meant, run, logRows);
  if (run.found === null || run.found.isWhole(run.shown.all))
    remembered.set(screen.logs, { asked, view });
  return view;
}

function viewOf(state: State, meant: Meant, run: Run, rows: number): LogPaneView {
  const { logs } = state.known;
  const { ring } = logs.book;
  const { position, ...screen } = state.screen.logs;
  return {
    subject: meant.subject,
    marked: screen.marked,
    isFocused: screen.isFocused,
    isFull: screen.isFull,
    isBelow: screen.isBelow,
    entries: entriesOf(state, meant, run, rows),
    isFollowing: position === null,
    newCount: newCount(run, state.screen.logs),
    level: screen.level,
    search: searchView(state.screen.logs, run.found),
    sinceMs: screen.sinceMs,
    isWrapped: screen.isWrapped,
    hasTimes: screen.hasTimes,
    hasServers: areSeveral(state.known),
    column: screen.isWrapped ? 0 : screen.column,
    attributed: ring.attributed,
    kept: ring.figures(meant),
    sources: logs.sources,
    areSourcesOpen: screen.areSourcesOpen,
    asksToOverwrite: screen.asksToOverwrite,
  };
}

/** Below where one stands, and only what came since the end was left. */
function newCount(run: Run, { position, leftAt }: LogScreen): number {
  if (position === null) return 0;
  let count = 0;
  for (const kept of below(run, indexFrom(run.all, Math.max(position, leftAt) + 1)))
    if (isRecord(kept)) count += 1;
  return count;
}

function searchView({ search }: LogScreen, found: Found | null): LogSearchView | null {
  if (search === null) return null;
  return {
    ...search,
    isRegex: found?.query.isRegex ?? false,
    isInvalid: found !== null && found.query.fits === null,
    matches: found?.count ?? 0,
  };
}

/** With the ticks of the one row that is looked at between them. */
function entriesOf(state: State, meant: Meant, run: Run, rows: number): readonly LogEntry[] {
  const { position, search } = state.screen.logs;
  const kept = windowed(run, position, rows);
  const selected = lookedRecord(run, position);
  const drawn = (each: Kept) => entryOf(each, { state, run, isSelected: each === selected });
  const ticks = search?.isOnly === true ? [] : ticksBeside(state, meant, kept, rows);
  if (ticks.length === 0) return kept.flatMap((each) => drawn(each) ?? []);
  const entries: LogEntry[] = [];
  let next = 0;
  for (const each of kept) {
    for (; next < ticks.length && (ticks[next]?.at ?? 0) <= (each.time ?? 0); next += 1)
      entries.push(...ticks.slice(next, next + 1));
    const entry = drawn(each);
    if (entry !== null) entries.push(entry);
  }
  return [...entries, ...ticks.slice(next)].slice(-rows);
}

function ticksBeside(state: State, { entry }: Meant, kept: readonly Kept[], rows: number) {
  const { known, screen } = state;
  const times = kept.flatMap(({ time }) => time ?? []);
  const [first, last] = [times[0], times.at(-1)];
  if (entry === null || first === undefined || last === undefined) return [];
  const isFollowing = screen.logs.position === null;
  const to = isFollowing ? Math.max(last, known.sample?.at ?? last) : last;
  return tickEntries(known, entry, { from: first, to: epochMs(to) }, rows);
}

type Beside = { readonly state: State; readonly run: Run; readonly isSelected: boolean };

function entryOf(kept: Kept, { state, run, isSelected }: Beside): LogEntry | null {
  const { id, content } = kept;
  if (content === null) return null;
  if (typeof content !== "string")
    return isGap(content) ? { kind: "gap", id, ...content } : { kind: "event", id, event: content };
  const record = state.known.logs.book.ring.record(kept);
  if (record === null) return null;
  return {
    kind: "record",
    id,
    record,
    isSelected,
    isMatch: isMatch(kept, run.found?.query.fits ?? null),
    isUnfolded: state.screen.logs.unfolded.includes(id),
  };
}
