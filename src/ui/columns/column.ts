import type { Axis, ProcessRow, SortKey } from "../../store/view.ts";
import { fitCells } from "../../words/cells.ts";
import type { Span } from "../line.ts";
import type { Style, Theme } from "../theme.ts";

/** A column of the table. Its id is what the table is sorted by. */
export type Column = {
  readonly id: SortKey;
  readonly title: (axis: Axis) => string;
  /** Cells on a screen of that many columns. */
  readonly width: (screenColumns: number) => number;
  readonly align: "left" | "right";
  /** The highest goes first when the screen is narrow; 0 stays. */
  readonly gives: number;
  /** What stands in it, its unit and whence it is. */
  readonly help: string;
  /** Null: unknown, drawn as such and never as 0. */
  readonly text: (row: ProcessRow, zoneMinutes: number) => string | null;
  readonly style: (row: ProcessRow) => Style;
};

export const always = (cells: number) => (): number => cells;
export const titled = (text: string) => (): string => text;
export const isPlain = (): Style => "plain";

/** The cell of a row, exactly `width` wide, times in the zone of the screen. */
export function cellSpan(
  column: Column,
  row: ProcessRow,
  { width, zoneMinutes, theme }: { width: number; zoneMinutes: number; theme: Theme },
): Span {
  const { unknown, ellipsis } = theme.glyphs;
  const text = column.text(row, zoneMinutes);
  const drawn = fitCells(text ?? unknown, width, { align: column.align, ellipsis });
  return [drawn, row.isAlive ? column.style(row) : "faint"];
}
