import { show } from "../domain/text.ts";
import type { ListView } from "../store/list-view.ts";
import { ruled } from "./axis.ts";
import { cellWidth, fitCells, graphemes } from "../words/cells.ts";
import { barLine, line, plain, type Line, type Span } from "./line.ts";
import type { Style, Theme } from "./theme.ts";

/** A column of a list: its title, its cells (the last takes what is left), and on which widths of the screen it stands. */
export type ListColumn<Row> = {
  readonly title: string;
  readonly cells: number;
  readonly from: number;
  /** Up to which width it stands; absent: to any. */
  readonly until?: number;
  readonly text: (row: Row) => string;
};

export type Paper = { readonly width: number; readonly theme: Theme };

/** The columns a screen has room for; the last one has the rest. */
export function laidOut<Row>(
  columns: readonly ListColumn<Row>[],
  width: number,
): readonly (ListColumn<Row> & { readonly width: number })[] {
  const kept = columns.filter(({ from, until = Infinity }) => width >= from && width <= until);
  const fixed = kept.slice(0, -1).reduce((sum, { cells }) => sum + cells + 1, 2);
  return kept.map((column, index) => ({
    ...column,
    width: index === kept.length - 1 ? Math.max(0, width - fixed) : column.cells,
  }));
}

export function headLine<Row>(
  columns: readonly (ListColumn<Row> & { readonly width: number })[],
  { width, theme }: Paper,
): Line {
  const titles = columns.map((column) => cut(column.title, column.width, "")).join(" ");
  return line([[`  ${titles}`, "faint"]], width, theme);
}

export function rowLine<Row>(
  row: Row,
  columns: readonly (ListColumn<Row> & { readonly width: number })[],
  look: { readonly isSelected: boolean; readonly style: Style; readonly paper: Paper },
): Line {
  const { width, theme } = look.paper;
  const texts = columns.map((column) => cut(column.text(row), column.width, theme.glyphs.ellipsis));
  const text = `${look.isSelected ? ">" : " "} ${texts.join(" ")}`;
  if (look.isSelected) return barLine(text, width, { theme, style: "selected" });
  return line([[text, look.style]], width, theme);
}

const cut = (text: string, width: number, ellipsis: string): string =>
  fitCells(show(text), width, { align: "left", ellipsis });

/** The rule over a list: what it is, how much of it is hidden, where the window stands. Of what it is the last parts give way. */
export function ruleLine(parts: readonly string[], view: ListView, { width, theme }: Paper): Line {
  const { filter, hiddenCount, above, below } = view;
  const scroll = [above > 0 ? `${above} above` : "", below > 0 ? `${below} below` : ""].filter(
    (each) => each !== "",
  );
  const window = [
    scroll.join(", "),
    filter === null || filter.text === "" ? "" : `filter ${filter.text} hides ${hiddenCount}`,
  ].filter((each) => each !== "");
  const textOf = (kept: number) =>
    [...parts.slice(0, kept), ...window].map((each) => show(each)).join(" - ");
  let kept = parts.length;
  while (kept > 1 && cellWidth(textOf(kept)) + ENDS_CELLS > width) kept -= 1;
  return line([[ruled(textOf(kept), width), "faint"]], width, theme);
}

/** What stands before and behind the text of a rule. */
const ENDS_CELLS = 3;

const LABEL_CELLS = 8;

/** A labelled text over as many lines as it needs, broken at blanks. */
export function paragraph(
  label: string,
  text: string | null,
  { width, theme }: Paper,
): readonly Line[] {
  if (text === null || text === "") return [];
  const room = Math.max(10, width - LABEL_CELLS - 2);
  return text
    .split("\n")
    .flatMap((part) => wrapped(show(part), room))
    .map((part, index) => {
      const head: Span = [` ${(index === 0 ? label : "").padEnd(LABEL_CELLS)}`, "faint"];
      return line([head, plain(part)], width, theme);
    });
}

/**
 * The page that is turned to, of lines that are more than `rows`: `head` stands on each, the last line says which it is. Pages are counted round, so that
 * neither key ever does nothing.
 */
export function pageOf(
  { head, lines }: { readonly head: readonly Line[]; readonly lines: readonly Line[] },
  { page, rows }: { readonly page: number; readonly rows: number },
  { width, theme }: Paper,
): readonly Line[] {
  if (head.length + lines.length <= rows) return [...head, ...lines];
  const room = Math.max(1, rows - head.length - 1);
  const count = Math.ceil(lines.length / room);
  const index = ((page % count) + count) % count;
  const says = `  ... page ${index + 1} of ${count}: PgDn, PgUp`;
  const shown = [...head, ...lines.slice(index * room, (index + 1) * room)];
  return [...shown.slice(0, Math.max(0, rows - 1)), line([[says, "faint"]], width, theme)];
}

/** At most `rows` lines; where some are cut the last one says so. */
export function fitted(
  lines: readonly Line[],
  rows: number,
  { width, theme }: Paper,
): readonly Line[] {
  if (lines.length <= rows) return lines;
  const more = line([["  ... more on a higher screen", "faint"]], width, theme);
  return [...lines.slice(0, Math.max(0, rows - 1)), more];
}

/** Broken at blanks, a word longer than the line where the line ends; the indentation of code stays, as far as there is room beside it. */
export function wrapped(text: string, width: number): readonly string[] {
  const rest = text.trimStart();
  const indent = text.slice(0, Math.min(text.length - rest.length, width >> 1));
  const lines: string[] = [];
  let current = indent;
  let used = indent.length;
  let isEmpty = true;
  for (const word of rest.split(" ").flatMap((each) => pieces(each, width - indent.length))) {
    const cells = cellWidth(word);
    if (!isEmpty && used + 1 + cells > width) {
      lines.push(current);
      [current, used] = [word, cells];
    } else {
      current += isEmpty ? word : ` ${word}`;
      used += cells + (isEmpty ? 0 : 1);
    }
    isEmpty = false;
  }
  return [...lines, current];
}

/** A word in parts that fit into a line; of Chinese text a whole sentence is a word. */
function pieces(word: string, width: number): readonly string[] {
  if (cellWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part = "";
  for (const grapheme of graphemes(word)) {
    if (part !== "" && cellWidth(part + grapheme) > width) {
      parts.push(part);
      part = "";
    }
    part += grapheme;
  }
  return [...parts, part];
}

const MISSING = {
  reading:
    "no project yet: it is read as soon as a server is seen; where it is not found, --project DIR names it",
  nowhere: "no project is found at the processes: swtop --project DIR names it",
  "not-there": "no project is found in the directory that --project names",
  "too-large": "the project is too large to be read here: swtop audit DIR beside it",
  playing: "no project yet: the recording has not come to one",
  recording: "this recording has no project in it",
} as const;

/** Why there is nothing to list; null: there is. */
export const missingText = (
  { missing, rows, hiddenCount }: ListView,
  none: string,
): string | null => {
  if (missing !== null) return MISSING[missing];
  if (rows.length > 0) return null;
  return hiddenCount > 0 ? "nothing fits the filter" : none;
};
