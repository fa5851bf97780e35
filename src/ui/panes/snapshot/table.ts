import { show } from "../../../domain/text.ts";
import { counted } from "../../../words/format.ts";
import { cellWidth, fitCells } from "../../../words/cells.ts";
import { plain, type Span } from "../../line.ts";
import type { Paper } from "./flow.ts";
import { shortName } from "./names.ts";

/** A list of names with figures at the right. */
export type Table = {
  readonly title: string;
  readonly figures: readonly { readonly title: string; readonly cells: number }[];
  readonly rows: readonly TableRow[];
  /** What changed and is not among the rows, the largest change first. */
  readonly others: readonly TableRow[];
  /** What stands there instead of rows. */
  readonly none: string;
};

export type TableRow = {
  readonly name: string;
  readonly figures: readonly string[];
  readonly isMarked: boolean;
  /** Its place among all that changed, the largest change first; null: unchanged. */
  readonly change: number | null;
};

type Room = { readonly rows: number; readonly width: number; readonly paper: Paper };

const MARK_CELLS = 2;
/** Of the rows, what is kept for changes that are not among the largest. */
const FOR_CHANGES = 0.4;

/** A head and at most `rows` rows, each exactly `width` cells; what is left out is counted. */
export function tableOf(table: Table, { rows, width, paper }: Room): readonly (readonly Span[])[] {
  const { title, figures, none } = table;
  const nameCells = width - MARK_CELLS - figures.reduce((sum, { cells }) => sum + cells + 1, 0);
  const { ellipsis } = paper.theme.glyphs;
  const row = (name: string, values: readonly string[]): string =>
    [
      fitCells(name, nameCells, { align: "left", ellipsis }),
      ...figures.map(({ cells }, index) =>
        fitCells(values[index] ?? "", cells, { align: "right", ellipsis }),
      ),
    ].join(" ");
  const head: readonly Span[] = [
    [
      `  ${row(
        title,
        figures.map((each) => each.title),
      )}`,
      "faint",
    ],
  ];
  const { shown, left } = chosen(table, rows);
  if (shown.length === 0) return [head, [[`  ${none}`.padEnd(width), "faint"]]];
  const drawn = shown.map((each): readonly Span[] => {
    const text = row(shortName(show(each.name), nameCells, ellipsis), each.figures);
    return [
      [each.isMarked ? "> " : "  ", "strong"],
      each.isMarked ? [text, "strong"] : plain(text),
    ];
  });
  const more: readonly Span[] = [[`  +${counted(left, "more", "more")}`.padEnd(width), "faint"]];
  return [head, ...drawn, ...(left > 0 ? [more] : [])].map((spans) => filled(spans, width));
}

const filled = (spans: readonly Span[], width: number): readonly Span[] => {
  const used = spans.reduce((sum, [text]) => sum + cellWidth(text), 0);
  return used < width ? [...spans, plain(" ".repeat(width - used))] : spans;
};

/** The largest; where something changed that is not among them, some of the rows are for that. One line is kept for the count of what is left out. */
function chosen(
  { rows, others }: Table,
  room: number,
): { readonly shown: readonly TableRow[]; readonly left: number } {
  const count = rows.length + others.length;
  if (count <= room) return { shown: [...rows, ...others], left: 0 };
  const space = Math.max(1, room - 1);
  const changed = [...rows, ...others]
    .filter(({ change }) => change !== null)
    .toSorted((a, b) => (a.change ?? 0) - (b.change ?? 0));
  const reserved = Math.min(Math.floor(space * FOR_CHANGES), changed.length);
  const first = rows.slice(0, space - reserved);
  const added = changed.filter((each) => !first.includes(each)).slice(0, reserved);
  const rest = rows.slice(first.length).filter((each) => !added.includes(each));
  return { shown: [...first, ...added, ...rest].slice(0, space), left: count - space };
}
