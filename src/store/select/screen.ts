import { logPane, withPane } from "../logs/pane.ts";
import type { Known, State } from "../state.ts";
import type { Axis, Geometry, ProcessView, ScreenView, TableLine, TableView } from "../view.ts";
import { axisOf } from "./axis.ts";
import { headerView } from "./header.ts";
import { linesOf, offsetOf, type Line, type Lines } from "./lines.ts";
import { listView } from "./list.ts";
import { memoryView } from "./memory.ts";
import { abovePods, isWithoutShell, podsView } from "./pods.ts";
import { processView } from "./process.ts";
import { rowOf } from "./rows.ts";
import { snapshotView } from "./snapshot.ts";
import { belowRuler, rulerOf } from "./ticks.ts";

/**
 * What is drawn of the State now. `ourNow`: our clock, for the age of what is shown.
 * @cost of the visible rows only; each sample adds its points to what was counted before.
 */
export function screenView(state: State, whole: Geometry, ourNow: number): ScreenView {
  const { known, screen } = state;
  const geometry = withPane(state, whole);
  const axis = axisOf(state, geometry.cells);
  const lines = linesOf(state);
  const looked = screen.opened ?? screen.selected?.key ?? null;
  const server = lines.entries.find(({ key }) => key === looked)?.server ?? null;
  return {
    header: headerView(state, ourNow),
    memory: memoryView(known, server, axis),
    conclusions: known.conclusions,
    table: tableView(state, lines, axis, geometry),
    pods: podsView(known, belowRuler(known, geometry), ourNow),
    process: openedView(state, lines, geometry),
    list: listView(state, geometry),
    snapshot: snapshotView(state),
    logs: logPane(state, geometry),
    isHelpOpen: screen.isHelpOpen,
    page: screen.page,
  };
}

function openedView(state: State, lines: Lines, geometry: Geometry): ProcessView | null {
  const { known, screen } = state;
  const entry = lines.entries.find(({ key }) => key === screen.opened);
  if (entry === undefined) return null;
  const row = rowOf(entry, known, axisOf(state, geometry.cells));
  return processView(entry, row, known, axisOf(state, geometry.chartCells));
}

function tableView(state: State, lines: Lines, axis: Axis, geometry: Geometry): TableView {
  const { known, screen } = state;
  const hasRuler = belowRuler(known, geometry).tableRows < geometry.tableRows;
  const height = tableRoom(known, geometry).tableRows;
  const selected = screen.selected?.key ?? null;
  const first = offsetOf(lines.all, selected, { offset: screen.offset, height });
  const seen = lines.all.slice(first, first + height);
  const drawn = (line: Line): TableLine =>
    line.type === "process"
      ? {
          type: "process",
          row: rowOf(line.entry, known, axis),
          isSelected: line.entry.key === selected,
        }
      : line;
  return {
    lines: seen.map(drawn),
    above: first,
    below: lines.all.length - first - seen.length,
    processCount: lines.processCount,
    hiddenCount: lines.hiddenCount,
    sort: screen.sort,
    isTree: screen.isTree,
    filter: screen.filter,
    axis,
    ruler: hasRuler ? rulerOf(known, axis) : null,
    empty: emptiness(state, lines),
  };
}

/** What is left for rows between the ruler and what is not attached to. */
export const tableRoom = (known: Known, geometry: Geometry): Geometry =>
  abovePods(known, belowRuler(known, geometry));

function emptiness({ known }: State, { entries, hiddenCount }: Lines): TableView["empty"] {
  if (entries.length > 0) return null;
  if (known.sample === null) return isWithoutShell(known) ? "no-shell" : "waiting";
  return hiddenCount > 0 ? "no-match" : "no-server";
}
