import type { Geometry } from "../store/view.ts";
import { columns } from "./columns/index.ts";
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
  let kept = columns.map((column) => ({ column, width: column.width(screenColumns) }));
  while (roomLeft(kept, screenColumns) < least) {
    const worst = Math.max(...kept.map(({ column }) => column.gives));
    if (worst === 0) break;
    kept = kept.filter(({ column }) => column.gives !== worst);
  }
  return { columns: kept, cells: Math.max(0, Math.min(MAX_CELLS, roomLeft(kept, screenColumns))) };
}

const roomLeft = (kept: TableLayout["columns"], screenColumns: number): number =>
  screenColumns - GUTTER - kept.reduce((sum, { width }) => sum + width + 1, 0);

/** What the store must know of the screen to window and to page. */
export function geometryOf(size: Size): Geometry {
  return {
    columns: size.columns,
    rows: size.rows,
    tableRows: Math.max(1, bodyLines(size) - TABLE_HEAD),
    cells: tableLayout(size.columns).cells,
    chartCells: Math.max(1, size.columns - CHART_LABELS),
  };
}
