import { show } from "../../../domain/text.ts";
import { MINUTE_MS, SECOND_MS } from "../../../domain/units.ts";
import type {
  Axis,
  ProcessRow,
  Ruler,
  ScreenView,
  TableLine,
  TableView,
} from "../../../store/view.ts";
import { fitCells } from "../../../words/cells.ts";
import { cellSpan } from "../../columns/column.ts";
import { columns } from "../../columns/index.ts";
import { shortBytes } from "../../../words/format.ts";
import { GUTTER, tableLayout, type Size, type TableLayout } from "../../geometry.ts";
import { axisLabels, ruled } from "../../axis.ts";
import { barLine, line, plain, type Line, type Span } from "../../line.ts";
import { legendText, rulerSpans } from "../../ruler.ts";
import { sparkline } from "../../sparkline.ts";
import { roleLook, type Theme } from "../../theme.ts";

/** The rule over the table, its head, the ruler of ticks, and the rows inside the window: at most `height` lines. */
export function tableRows(
  { table, header, logs }: Pick<ScreenView, "table" | "header" | "logs">,
  size: Size,
  theme: Theme,
): readonly Line[] {
  const layout = tableLayout(size.columns);
  const width = size.columns;
  const marked = new Set(logs?.marked ?? []);
  const paper = { width, zoneMinutes: header.zoneMinutes, theme, marked };
  const drawn = table.lines.map((each) => tableLine(each, layout, paper));
  return [
    line([[ruled(ruleText(table), width), "faint"]], width, theme),
    line(headSpans(table, layout, header.zoneMinutes), width, theme),
    ...(table.ruler === null ? [] : [line(tickSpans(table.ruler, layout, theme), width, theme)]),
    ...(table.empty === null ? drawn : [line(emptySpans(table), width, theme)]),
  ].slice(0, size.rows);
}

function ruleText({
  processCount,
  hiddenCount,
  sort,
  isTree,
  filter,
  axis,
  above,
  below,
}: TableView): string {
  const title = columns.find(({ id }) => id === sort.key)?.title(axis) ?? sort.key;
  const scroll = [above > 0 ? `${above} above` : "", below > 0 ? `${below} below` : ""].filter(
    (each) => each !== "",
  );
  return [
    `Processes ${processCount}`,
    `sort ${title} ${sort.isReversed ? "^" : "v"}`,
    isTree ? "tree" : "",
    filter === null || filter.text === "" ? "" : `filter ${show(filter.text)} hides ${hiddenCount}`,
    axisText(axis),
    scroll.length === 0 ? "" : `${scroll.join(", ")} (PgUp PgDn)`,
  ]
    .filter((each) => each !== "")
    .join(" - ");
}

function axisText({ windowMs, cells }: Axis): string {
  if (cells <= 0) return "";
  const perCell = windowMs / cells / SECOND_MS;
  return `${trimmed(windowMs / MINUTE_MS)} min, ${trimmed(perCell)} s/cell`;
}

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/u, "");

export function headSpans(
  { sort, axis }: TableView,
  layout: TableLayout,
  zoneMinutes: number,
): readonly Span[] {
  const titles = layout.columns.flatMap(({ column, width }): Span[] => {
    const isSorted = column.id === sort.key;
    const title = isSorted
      ? withArrow(column.title(axis), width, sort.isReversed)
      : column.title(axis);
    return [
      [
        fitCells(title, width, { align: column.align, ellipsis: "" }),
        isSorted ? "strong" : "faint",
      ],
      plain(" "),
    ];
  });
  return [plain("  "), ...titles, [axisLabels(axis, layout.cells, zoneMinutes), "faint"]];
}

function withArrow(title: string, width: number, isReversed: boolean): string {
  const arrow = isReversed ? "^" : "v";
  return title.length + 2 <= width ? `${title} ${arrow}` : `${title}${arrow}`;
}

/** The ticks stand over the sparklines, their names beside them under the heads of the columns. */
function tickSpans(ruler: Ruler, layout: TableLayout, { glyphs }: Theme): readonly Span[] {
  const beside = layout.columns.reduce((sum, { width }) => sum + width + 1, 0);
  const names = fitCells(legendText(ruler, beside - 1), beside, { align: "left", ellipsis: "" });
  return [plain(" ".repeat(GUTTER)), [names, "faint"], ...rulerSpans(ruler, glyphs)];
}

type Paper = {
  readonly width: number;
  readonly zoneMinutes: number;
  readonly theme: Theme;
  /** Keys of the rows whose lines the log shows. */
  readonly marked: ReadonlySet<string>;
};

export function tableLine(each: TableLine, layout: TableLayout, paper: Paper): Line {
  if (each.type === "process") {
    return processLine(each.row, layout, { ...paper, isSelected: each.isSelected });
  }
  const [text, style] = each.type === "server" ? serverSpan(each) : othersSpan(each);
  return line([[`  ${text}`, style]], paper.width, paper.theme);
}

function serverSpan({
  server: { id, framework, mode },
  processCount,
}: Extract<TableLine, { readonly type: "server" }>): Span {
  const facts = [framework, mode === null ? null : `${mode} mode`, counted(processCount)];
  const known = facts.filter((fact) => fact !== null).map(show);
  return [`${show(id)}  ${known.join(", ")}`, "strong"];
}

const counted = (processes: number): string =>
  processes === 1 ? "1 process" : `${processes} processes`;

function othersSpan({ count, rssBytes }: Extract<TableLine, { readonly type: "others" }>): Span {
  const memory = rssBytes === null ? "" : `, ${shortBytes(rssBytes)} resident`;
  return [`and ${count} that are not Swoole's${memory}`, "faint"];
}

/** One process. The selected one has a `>`, a dead one an `x`, an orphan an `o`, one that is marked for the log a `*` where there is room, beside what the columns say. */
function processLine(
  row: ProcessRow,
  layout: TableLayout,
  { width, zoneMinutes, theme, marked, isSelected }: Paper & { readonly isSelected: boolean },
): Line {
  const state = row.isAlive ? (row.process.orphan ? "o" : "") : "x";
  const mark = marked.has(row.key) ? "*" : " ";
  const gutter = (isSelected ? ">" : state === "" ? " " : mark) + (state === "" ? mark : state);
  const spans: Span[] = [[gutter, row.isAlive && !row.process.orphan ? "plain" : "bad"]];
  for (const placed of layout.columns) {
    spans.push(
      cellSpan(placed.column, row, { width: placed.width, zoneMinutes, theme }),
      plain(" "),
    );
  }
  const style = row.isAlive ? roleLook(row.process.role).style : "faint";
  spans.push(...sparkline(row.cells, row.cellMarks, { glyphs: theme.glyphs, style }));
  if (!isSelected) return line(spans, width, theme);
  return barLine(spans.map(([text]) => text).join(""), width, { theme, style: "selected" });
}

const EMPTY: Readonly<Record<NonNullable<TableView["empty"]>, string>> = {
  waiting: "waiting for the first sample",
  "no-shell": "no process can be seen without a shell there",
  "no-server": "no Swoole server is seen here; what starts will appear",
  "no-match": "nothing fits the filter",
};

function emptySpans({ empty, filter }: TableView): readonly Span[] {
  const wanted = empty === "no-match" ? ` ${show(filter?.text ?? "")}` : "";
  return empty === null ? [] : [plain(`  ${EMPTY[empty]}${wanted}`)];
}
