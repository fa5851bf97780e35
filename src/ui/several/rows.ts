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

/** One target of several. */
export type Part = { readonly uri: string; readonly view: ScreenView };

export type Place = { readonly active: number; readonly offset: number };

/**
 * The whole screen of several targets: above what is known of the one that has the selection, below each with its state, its own bar and its rows.
 * Exactly `size.rows` lines; `offset`: the first line of the window, as it was bent.
 */
export function severalFrame(
  parts: readonly Part[],
  place: Place,
  { size, look }: { readonly size: Size; readonly look: Look },
): { readonly lines: readonly Line[]; readonly offset: number } {
  const { theme } = look;
  const width = size.columns;
  if (isTooSmall(size))
    return { lines: [line([plain(tooSmallText(size, "q"))], width, theme)], offset: place.offset };
  const active = parts[place.active]?.view;
  if (active === undefined) return { lines: [], offset: 0 };
  const height = Math.max(1, bodyLines(size) - 2);
  const { all, selected } = groupLines(parts, place.active, { width, theme });
  const offset = windowOf(place.offset, selected, { height, all: all.length });
  const below = all.length - offset - height;
  const lines = [
    titleLine(active.header, width, theme),
    memoryLine(active.memory, active.header, { width, theme }),
    pressureLine(active.memory, active.header, { width, theme }),
    ...messageRows(active, { width, height: messageLines(size) }, look),
    line([[ruled(ruleText(parts, { offset, below }), width), "faint"]], width, theme),
    line(headSpans(active.table, tableLayout(width), active.header.zoneMinutes), width, theme),
    ...all.slice(offset, offset + height),
  ];
  const free = Array.from({ length: size.rows - 1 - lines.length }, () => blank(width));
  return { lines: [...lines, ...free, footer(width, theme)], offset };
}

function ruleText(
  parts: readonly Part[],
  { offset, below }: { readonly offset: number; readonly below: number },
): string {
  const processes = parts.reduce((sum, { view }) => sum + view.table.processCount, 0);
  const scroll = [offset > 0 ? `${offset} above` : "", below > 0 ? `${below} below` : ""]
    .filter((each) => each !== "")
    .join(", ");
  return [`${parts.length} targets`, counted(processes, "process", "processes"), scroll]
    .filter((each) => each !== "")
    .join(" - ");
}

type Paper = { readonly width: number; readonly theme: Theme };

/** All groups under each other, and which line is the selected row, else the head of its target. */
function groupLines(
  parts: readonly Part[],
  active: number,
  { width, theme }: Paper,
): { readonly all: readonly Line[]; readonly selected: number } {
  const layout = tableLayout(width);
  const all: Line[] = [];
  let selected = 0;
  for (const [index, { uri, view }] of parts.entries()) {
    const { header, memory, table } = view;
    const paper = { width, zoneMinutes: header.zoneMinutes, theme, marked: new Set<string>() };
    if (index === active) selected = all.length;
    all.push(line(targetSpans(uri, view, theme), width, theme));
    all.push(memoryLine(memory, header, { width, theme }));
    for (const each of table.lines) {
      const isHere = each.type === "process" && each.isSelected && index === active;
      if (isHere) selected = all.length;
      const drawn = each.type === "process" ? { ...each, isSelected: isHere } : each;
      all.push(tableLine(drawn, layout, paper));
    }
  }
  return { all, selected };
}

function targetSpans(uri: string, view: ScreenView, theme: Theme): readonly Span[] {
  const { header, table, conclusions } = view;
  const alerts = conclusions.length === 0 ? "" : `  ! ${conclusions.length}`;
  return [
    [`${show(uri)}  `, "strong"],
    stateSpan(header, theme),
    plain(`  ${counted(table.processCount, "process", "processes")}`),
    [alerts, "bad"],
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
