import type { LogPlace } from "../store/logs/view.ts";
import type { Geometry } from "../store/view.ts";
import { columns as tableColumns } from "./columns/index.ts";
import type { Column } from "./columns/column.ts";

/** The terminal's size in cells. */
export type Size = { readonly columns: number; readonly rows: number };

export const SMALLEST: Size = { columns: 60, rows: 15 };

/** Lines that stand always: title, memory, what stands against the limit; rule and head of the table; keys. */
const ABOVE = 3;
const TABLE_HEAD = 2;
const FOOTER = 1;
/** The mark of the selected row and the letter of its state. */
export const GUTTER = 2;
const MAX_CELLS = 60;
/** Beside the chart of an opened process: its figures. */
export const CHART_LABELS = 10;

export const isTooSmall = (size: Size): boolean =>
  size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;

/** The one line of a screen that is too small. */
export const tooSmallText = ({ columns, rows }: Size, out: string): string =>
  `needs ${SMALLEST.columns}x${SMALLEST.rows}, has ${columns}x${rows} (${out} quits)`;

/** Most lines for faults, conclusions and notices. */
export const messageLines = ({ rows }: Size): number => (rows < 20 ? 1 : rows < 40 ? 2 : 3);

/** Lines between the messages and the keys, however many there are. */
export const bodyLines = (size: Size): number =>
  Math.max(0, size.rows - ABOVE - messageLines(size) - FOOTER);

export type TableLayout = {
  readonly columns: readonly { readonly column: Column; readonly width: number }[];
  /** Of the sparkline. */
  readonly cells: number;
};

/** Which columns a screen has room for, and what is left for the sparkline: at least 20 cells from 80 columns on, else 10. */
export function tableLayout(screenColumns: number): TableLayout {
  const least = screenColumns < 80 ? 10 : 20;
  let kept = tableColumns.map((column) => ({ column, width: column.width(screenColumns) }));
  while (roomLeft(kept, screenColumns) < least) {
    const worst = Math.max(...kept.map(({ column }) => column.gives));
    if (worst === 0) break;
    kept = kept.filter(({ column }) => column.gives !== worst);
  }
  return { columns: kept, cells: Math.max(0, Math.min(MAX_CELLS, roomLeft(kept, screenColumns))) };
}

const roomLeft = (kept: TableLayout["columns"], screenColumns: number): number =>
  screenColumns - GUTTER - kept.reduce((sum, { width }) => sum + width + 1, 0);

/** The least lines of a log below a table; the rule over them comes to that. */
const LEAST_LOG_LINES = 3;
/** Over the entries of a log pane, and under them where it is not below. */
const LOG_RULE = 1;
const LOG_STATUS = 1;
/** Between table and log. */
export const BAR = 1;

/** How the body is shared; a part that is not there has the size 0. The log's columns are without the bar. */
export type Split = { readonly table: Size; readonly log: Size };

const NOTHING: Size = { columns: 0, rows: 0 };

/** The body of a screen for the table (or an opened row) and the log pane: beside it three of eight columns, below it a fifth of the lines. */
export function splitBody({ columns, rows }: Size, place: LogPlace): Split {
  if (place === "none") return { table: { columns, rows }, log: NOTHING };
  if (place === "full") return { table: NOTHING, log: { columns, rows } };
  if (place === "below") {
    const lines = LOG_RULE + Math.max(LEAST_LOG_LINES, Math.floor(rows / 5));
    return { table: { columns, rows: rows - lines }, log: { columns, rows: lines } };
  }
  const cells = Math.floor((columns * 3) / 8);
  return {
    table: { columns: columns - cells, rows },
    log: { columns: cells - BAR, rows },
  };
}

/** What the store must know of the screen to window and to page. Under a log that has the whole body the table stays as it was. */
export function geometryOf(size: Size): Geometry {
  const body = { columns: size.columns, rows: bodyLines(size) };
  const around = (place: LogPlace) => {
    const { table, log } = splitBody(body, place);
    return { ...tableRoom(table), logRows: logRoom(log, place) };
  };
  return {
    columns: size.columns,
    rows: size.rows,
    ...around("none"),
    withLogs: {
      beside: around("beside"),
      below: around("below"),
      full: { logRows: logRoom(body, "full") },
    },
  };
}

const tableRoom = ({ columns, rows }: Size) => ({
  tableRows: Math.max(1, rows - TABLE_HEAD),
  cells: tableLayout(columns).cells,
  chartCells: Math.max(1, columns - CHART_LABELS),
});

const logRoom = ({ rows }: Size, place: LogPlace): number =>
  Math.max(1, rows - LOG_RULE - (place === "below" ? 0 : LOG_STATUS));
