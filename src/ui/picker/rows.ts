import { DEMO_KIND, isPlace, isStopped, type Entry } from "../../store/picker/entries.ts";
import type { PickerState, Refusal } from "../../store/picker/state.ts";
import { unansweredKinds, type PickerView } from "../../store/picker/view.ts";
import { show } from "../../domain/text.ts";
import { cellWidth, fitCells } from "../../words/cells.ts";
import { faultText } from "../../words/faults.ts";
import { nothingToWatchText } from "../../words/notices.ts";
import { attachingText, noRowsText, unansweredTexts } from "../../words/picker.ts";
import { isTooSmall, tooSmallText, type Size } from "../geometry.ts";
import { barLine, blank, line, plain, spansWidth, type Line, type Span } from "../line.ts";
import { headLine, laidOut, rowLine, wrapped, type Paper } from "../list-lines.ts";
import type { Style, Theme } from "../theme.ts";
import { pickerColumns, placeColumns } from "./columns.ts";
import { scrollRule, tabsLine, titleLine } from "./head.ts";
import { footerKeys } from "./keys.ts";

/** Title, kinds, rule, head; the keys. */
const AROUND = 5;

/** How many rows a screen has room for, beside a line for each kind that does not answer. */
export const pickerRows = (state: PickerState, size: Size): number =>
  Math.max(1, size.rows - AROUND - unansweredKinds(state).length);

type Now = {
  readonly theme: Theme;
  /** Our clock: ages are counted to it. */
  readonly nowMs: number;
  /** What was chosen; null: nothing yet. */
  readonly attaching: string | null;
};

/** The whole screen: exactly `size.rows` lines of exactly `size.columns` cells; on a screen that is too small one line that says so. */
export function pickerLines(
  view: PickerView,
  size: Size,
  { theme, nowMs, attaching }: Now,
): readonly Line[] {
  const width = size.columns;
  if (isTooSmall(size)) return [line([plain(tooSmallText(size, "Ctrl-C"))], width, theme)];
  const paper = { width, theme };
  const columnsOf = isPlace(view.kind) ? placeColumns : pickerColumns;
  const columns = laidOut(columnsOf({ view, glyphs: theme.glyphs, nowMs }), width);
  const rows = view.rows.map((row) => {
    const look = { isSelected: row.isSelected, style: rowStyle(row), paper };
    return row.candidate.kind === DEMO_KIND
      ? demoLine(row, look)
      : rowLine<Entry>(row, columns, look);
  });
  const top = [
    titleLine(view, paper),
    tabsLine(view.tabs, paper),
    scrollRule(view, paper),
    headLine(columns, paper),
    ...reasonLines(view, paper),
    ...rows,
  ];
  const bottom = [
    ...view.unanswered.map((each) => unansweredLine(each, paper)),
    footer(view, attaching, paper),
  ];
  const free = Math.max(0, size.rows - top.length - bottom.length);
  const middle = Array.from({ length: free }, () => blank(width));
  return [...top.slice(0, size.rows - bottom.length), ...middle, ...bottom];
}

type RowLook = Parameters<typeof rowLine>[2];

/** From here on memory is drawn as what may soon be over. */
const WARNING_FROM = 0.8;
const BAD_FROM = 0.95;

function rowStyle({ ratio, candidate }: Entry): Style {
  if (isStopped(candidate)) return "faint";
  if (ratio === null || ratio < WARNING_FROM) return "plain";
  return ratio < BAD_FROM ? "warning" : "bad";
}

const refusalText = (refusal: Refusal): string =>
  refusal.kind === "nothing-to-watch"
    ? nothingToWatchText(refusal.where, refusal.strangers)
    : faultText(refusal);

/** It has no figures: its words go over all columns. */
function demoLine({ candidate: { name, command } }: Entry, look: RowLook): Line {
  const { width, theme } = look.paper;
  const text = `${look.isSelected ? ">" : " "} ${show(name)}   ${show(command ?? "")}`;
  if (look.isSelected) return barLine(text, width, { theme, style: "selected" });
  return line([[text, look.style]], width, theme);
}

/** Why there is no row, or none but the demo; nothing where there is one. */
function reasonLines(view: PickerView, { width, theme }: Paper): readonly Line[] {
  const { rows, isNarrowed, tabs } = view;
  const isDemoAlone = rows.every(({ candidate: { kind } }) => kind === DEMO_KIND);
  if (!isDemoAlone || (rows.length > 0 && view.hasCandidates)) return [];
  const shown = tabs.find(({ isShown }) => isShown);
  const text =
    view.fault === null
      ? noRowsText({ isNarrowed, kind: view.kind, isAsked: shown?.isAsked === true })
      : faultText(view.fault);
  const style = view.fault === null ? "faint" : "warning";
  return wrapped(text, width - 3).map((part) => line([[`  ${part}`, style]], width, theme));
}

function unansweredLine(
  { kind, fault }: PickerView["unanswered"][number],
  { width, theme }: Paper,
): Line {
  const label = ` ${kind}: `;
  const room = width - cellWidth(label);
  const texts = unansweredTexts(fault);
  const text = texts.find((each) => cellWidth(each) <= room) ?? texts.at(-1) ?? texts[0];
  const cut = fitCells(text, room, { align: "left", ellipsis: theme.glyphs.ellipsis });
  return line([[label + cut, "faint"]], width, theme);
}

/** What is typed, why the last key did nothing, what is being done; and the keys. */
function footer(view: PickerView, attaching: string | null, { width, theme }: Paper): Line {
  if (attaching !== null) return line([[` ${attachingText(attaching)}`, "strong"]], width, theme);
  const { filter, refusal } = view;
  const left: Span[] = [
    plain(" "),
    filter === "" ? ["type to filter", "faint"] : [`/${show(filter)}`, "strong"],
    ...(filter === "" ? [] : [["_", "selected"] as const]),
    plain("   "),
    ...(refusal === null ? [] : [[refusalText(refusal), "warning"] as const, plain("   ")]),
  ];
  const keys = footerKeys(view).map(([key, word]): Span[] => [
    [key, "strong"],
    plain(` ${word}  `),
  ]);
  let kept = keys;
  while (kept.length > 1 && spansWidth([...left, ...kept.flat()]) > width) {
    kept = [...kept.slice(0, -2), ...kept.slice(-1)];
  }
  return line([...left, ...kept.flat()], width, theme);
}
