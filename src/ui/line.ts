import { cellWidth, cutCells } from "../words/cells.ts";
import type { Style, Theme } from "./theme.ts";

/** A line of the screen, cut to its exact width in cells and styled: ready for whoever paints it. */
export type Line = string;

/** A piece of a line before it is cut: printable text and how it is meant. */
export type Span = readonly [text: string, style: Style];

export const plain = (text: string): Span => [text, "plain"];

export const spansWidth = (spans: readonly Span[]): number =>
  spans.reduce((sum, [text]) => sum + cellWidth(text), 0);

/** The spans side by side in exactly `width` cells; what does not fit is cut, what is missing is blank. */
export function line(spans: readonly Span[], width: number, theme: Theme): Line {
  let drawn = "";
  let left = width;
  for (const [text, style] of spans) {
    if (left <= 0) break;
    const cut = cutCells(text, left);
    if (cut.text !== "") drawn += style === "plain" ? cut.text : theme.paint(cut.text, style);
    left -= cut.width;
    if (cut.width < cellWidth(text)) break;
  }
  return left > 0 ? drawn + " ".repeat(left) : drawn;
}

/** A whole line in one style, its blank end included: a selected row, an alarm. */
export function barLine(
  text: string,
  width: number,
  { theme, style }: { theme: Theme; style: Style },
): Line {
  const cut = cutCells(text, width);
  return theme.paint(cut.text + " ".repeat(Math.max(0, width - cut.width)), style);
}

export const blank = (width: number): Line => " ".repeat(width);

/** A piece of a line that gives way when there is no room: the highest `gives` first; 0 stays. */
export type Part = { readonly spans: readonly Span[]; readonly gives: number };

/** The parts that fit into `width`, in their order. */
export function fittingParts(parts: readonly Part[], width: number): readonly Part[] {
  let kept = parts;
  let total = kept.reduce((sum, part) => sum + spansWidth(part.spans), 0);
  while (total > width) {
    const worst = Math.max(...kept.map((part) => part.gives));
    if (worst === 0) break;
    const goes = kept.findLast((part) => part.gives === worst);
    kept = kept.filter((part) => part !== goes);
    total -= goes === undefined ? 0 : spansWidth(goes.spans);
  }
  return kept;
}
