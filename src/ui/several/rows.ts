import { show } from "../../domain/text.ts";
import type { ScreenView } from "../../store/view.ts";
import { windowOf } from "../../store/several.ts";
import {
  bodyLines,
  isTooSmall,
  messageLines,
  tableLayout,
  tooSmallText,
  type Size,
} from "../geometry.ts";
import { ruled } from "../axis.ts";
import { blank, fittingParts, line, plain, type Line, type Span } from "../line.ts";
import { memoryLine, pressureLine } from "../panes/header/memory.ts";
import { messageRows } from "../panes/header/messages.ts";
import { stateSpan, titleLine } from "../panes/header/title.ts";
import { headSpans, tableLine } from "../panes/table/rows.ts";
import { counted } from "../../words/format.ts";
import type { Look } from "../sentences.ts";
import type { Theme } from "../theme.ts";
import { severalKeys } from "./keys.ts";

/**
 * The whole screen of several targets: above what is known of the one that has the selection, below each with its state, its own bar and its rows.
 * Exactly `size.rows` lines. `active`: the target that has the selection.
 */
export function severalFrame(
  parts: readonly ScreenView[],
  active: number,
  { size, look }: { readonly size: Size; readonly look: Look },
): readonly Line[] {
  const { theme } = look;
  const width = size.columns;
  if (isTooSmall(size)) return [line([plain(tooSmallText(size, "q"))], width, theme)];
  const looked = parts[active];
  if (looked === undefined) return [];
  const height = Math.max(1, bodyLines(size) - ABOVE_ROWS);
  const { all, selected } = groupLines(parts, active, { width, look });
  const offset = windowOf(selected, { height, all: all.length });
  const below = all.length - offset - height;
  const lines = [
    titleLine(looked.header, width, theme),
    memoryLine(looked.memory, looked.header, { width, theme }),
    pressureLine(looked.memory, looked.header, { width, theme }),
    ...messageRows(looked, { width, height: messageLines(size) }, look),
    line([[ruled(ruleText(parts, { offset, below }), width), "faint"]], width, theme),
    line(headSpans(looked.table, tableLayout(width), looked.header.zoneMinutes), width, theme),
    ...all.slice(offset, offset + height).map((draw) => draw()),
  ];
  const free = Array.from({ length: size.rows - 1 - lines.length }, () => blank(width));
  return [...lines, ...free, footer(width, theme)];
}

/** The rule and the head of the columns. */
export const ABOVE_ROWS = 2;

function ruleText(
  parts: readonly ScreenView[],
  { offset, below }: { readonly offset: number; readonly below: number },
): string {
  const processes = parts.reduce((sum, { table }) => sum + table.processCount, 0);
  const scroll = [offset > 0 ? `${offset} above` : "", below > 0 ? `${below} below` : ""]
    .filter((each) => each !== "")
    .join(", ");
  return [`${parts.length} targets`, counted(processes, "process", "processes"), scroll]
    .filter((each) => each !== "")
    .join(" - ");
}

type Paper = { readonly width: number; readonly look: Look };

/** All groups under each other, each line as what draws it: of many targets few are seen. And which line is the selected row, else the head of its target. */
function groupLines(
  parts: readonly ScreenView[],
  active: number,
  { width, look }: Paper,
): { readonly all: readonly (() => Line)[]; readonly selected: number } {
  const { theme } = look;
  const layout = tableLayout(width);
  const all: (() => Line)[] = [];
  let selected = 0;
  for (const [index, view] of parts.entries()) {
    const { header, memory, table } = view;
    const paper = { width, zoneMinutes: header.zoneMinutes, theme, marked: new Set<string>() };
    if (index === active) selected = all.length;
    all.push(() => line(targetSpans(view, look), width, theme));
    all.push(() => memoryLine(memory, header, { width, theme }));
    for (const each of table.lines) {
      const isHere = each.type === "process" && each.isSelected && index === active;
      if (isHere) selected = all.length;
      const drawn = each.type === "process" ? { ...each, isSelected: isHere } : each;
      all.push(() => tableLine(drawn, layout, paper));
    }
  }
  return { all, selected };
}

function targetSpans(
  { header, table, conclusions }: ScreenView,
  { theme, sentences }: Look,
): readonly Span[] {
  const fault = header.state === "live" ? null : header.fault;
  const alerts = conclusions.length === 0 ? "" : `  ! ${conclusions.length}`;
  return [
    [`${show(header.target)}  `, "strong"],
    stateSpan(header, theme),
    plain(`  ${counted(table.processCount, "process", "processes")}`),
    [alerts, "bad"],
    ...(fault === null ? [] : [[`  ${show(sentences.fault(fault))}`, "bad"] as const]),
  ];
}

function footer(width: number, theme: Theme): Line {
  const named = severalKeys.flatMap(({ footer: text }) => (text === null ? [] : [text]));
  const parts = [...new Set(named)].map((text, index) => {
    const [key = "", word = ""] = text.split(" ");
    return { gives: index, spans: [[key, "strong"], plain(` ${word}  `)] as const };
  });
  return line(
    [plain(" "), ...fittingParts(parts, width - 1).flatMap(({ spans }) => spans)],
    width,
    theme,
  );
}
