import type { LogLevel, LogRecord } from "../../../domain/log.ts";
import { show, showMarked } from "../../../domain/text.ts";
import type { LogEntry, LogPaneView } from "../../../store/logs/view.ts";
import { cellWidth, dropCells, fitCells, wrapCells } from "../../../words/cells.ts";
import { clockTime } from "../../../words/format.ts";
import { foldedText, LEVEL_WORDS } from "../../../words/log-pane.ts";
import { line, plain, spansWidth, type Line, type Span } from "../../line.ts";
import type { Style } from "../../theme.ts";
import type { Marker } from "./marks.ts";
import { messageOf } from "./message.ts";
import { isWide, type Paper } from "./paper.ts";

const LEVEL_STYLES: Readonly<Record<LogLevel, Style>> = {
  trace: "faint",
  debug: "faint",
  info: "good",
  notice: "good",
  warning: "warning",
  error: "bad",
  critical: "alarm",
  alert: "alarm",
  emergency: "alarm",
};
const LEVEL_CELLS = 5;
const TIME_CELLS = 8;
const SLOT_CELLS = 14;
const SHORT_SLOT_CELLS = 7;
/** Of a server before it, and its stroke. */
const SERVER_CELLS = 9;
const SHORT_SERVER_CELLS = 6;
/** Of what continues a head, the mark before each line included. */
const INDENT = "   ";
/** Code units of a text that are looked at for each cell: marks on a letter take no cell of their own. */
const UNITS_PER_CELL = 4;

type RecordEntry = Extract<LogEntry, { readonly kind: "record" }>;

export type LineLook = Pick<
  LogPaneView,
  "isFocused" | "isWrapped" | "hasTimes" | "hasServers" | "column" | "subject"
> & {
  readonly marker: Marker;
  readonly paper: Paper;
  /** More lines than these are not made of one text, nor of one record's continuation. */
  readonly most: number;
};

/** A record: its head, then its continuation or how much of that is folded away. Each line exactly as wide as the paper. */
export function recordLines(entry: RecordEntry, look: LineLook): readonly Line[] {
  const { record, isUnfolded, isSelected } = entry;
  const { width, theme } = look.paper;
  const rest = record.lines.slice(1);
  const hidden = foldedText(isUnfolded ? 0 : rest.length, record.cutBytes);
  return [
    ...textLines(
      {
        head: headSpans(entry, look),
        text: messageOf(record),
        style: isSelected && look.isFocused ? "strong" : "plain",
      },
      look,
    ),
    ...(isUnfolded ? rest.slice(0, look.most) : []).flatMap(({ text }) =>
      textLines({ head: [plain(INDENT)], text, style: "plain" }, look),
    ),
    ...(hidden === null ? [] : [line([plain(INDENT), [hidden, "faint"]], width, theme)]),
  ];
}

function headSpans(
  { record, isSelected, isMatch }: RecordEntry,
  { isFocused, hasTimes, hasServers, subject, paper }: LineLook,
): readonly Span[] {
  const { theme, zoneMinutes } = paper;
  const { unknown } = theme.glyphs;
  const gutter = isSelected && isFocused ? ">" : isMatch ? "*" : " ";
  const time = record.at === null ? unknown.padEnd(TIME_CELLS) : clockTime(record.at, zoneMinutes);
  const level = record.level === null ? "" : LEVEL_WORDS[record.level];
  const isOfOne = subject.kind === "rows" && subject.names.length === 1;
  return [
    [gutter, "strong"],
    ...(hasTimes ? [plain(`${time} `)] : []),
    [level.padEnd(LEVEL_CELLS), record.level === null ? "plain" : LEVEL_STYLES[record.level]],
    plain(" "),
    ...(isOfOne ? [] : [writerSpan(record, hasServers, paper)]),
  ];
}

/** Who wrote it, where that is not the same for all: `W0`, `T8`, a PID, or nobody; of several servers `shop/W0`. */
function writerSpan({ slot, pid, server }: LogRecord, hasServers: boolean, paper: Paper): Span {
  const { unknown, ellipsis } = paper.theme.glyphs;
  const wide = isWide(paper);
  const place = slot === null ? null : wide ? show(slot) : shortSlot(show(slot));
  const text = place ?? (pid === null ? unknown : String(pid));
  const cells = wide ? SLOT_CELLS : SHORT_SLOT_CELLS;
  const own = fitCells(text, cells, { align: "left", ellipsis });
  if (!hasServers) return [`${own} `, "worker"];
  const room = cells + (wide ? SERVER_CELLS : SHORT_SERVER_CELLS);
  const whose = server === null ? unknown : show(server);
  const left = room - Math.min(cells, cellWidth(text)) - STROKE.length;
  const before =
    cellWidth(whose) > left ? fitCells(whose, left, { align: "left", ellipsis }) : whose;
  const whole = `${before}${STROKE}${own.trimEnd()}`;
  return [`${fitCells(whole, room, { align: "left", ellipsis })} `, "worker"];
}

const STROKE = "/";

const shortSlot = (slot: string): string =>
  slot.replace(/^(W|T)(?:orker|askWorker)\.(?=\d)/u, "$1");

type Text = { readonly head: readonly Span[]; readonly text: string; readonly style: Style };

/** A text behind its head: cut and shifted in one line, or wrapped below itself. */
function textLines(
  { head, text, style }: Text,
  { isWrapped, column, marker, most, paper: { width, theme } }: LineLook,
): readonly Line[] {
  const room = Math.max(1, width - spansWidth(head));
  const cells = isWrapped ? room * most : column + room + 1;
  const shown = showMarked(text.slice(0, cells * UNITS_PER_CELL));
  const drawn = (spans: readonly Span[], part: string): Line =>
    line([...spans, ...marker(part, style)], width, theme);
  if (!isWrapped) {
    const { ellipsis } = theme.glyphs;
    const part = fitCells(dropCells(shown, column), room, { align: "left", ellipsis });
    return [drawn(head, part)];
  }
  const [first = "", ...rest] = wrapCells(shown, room, most);
  const beside = [plain(" ".repeat(width - room))];
  return [drawn(head, first), ...rest.map((part) => drawn(beside, part))];
}
