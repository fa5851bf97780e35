import { show } from "../../../domain/text.ts";
import { cutCells } from "../../../words/cells.ts";
import { line, plain, spansWidth, type Line, type Span } from "../../line.ts";
import { wrapped } from "../../list-lines.ts";
import type { Style, Theme } from "../../theme.ts";

export type Paper = { readonly width: number; readonly zoneMinutes: number; readonly theme: Theme };

/** From here on two tables stand side by side, and labels are whole. */
export const WIDE = 120;

/** A label as a wide and as a narrow screen has it. */
export type Label = readonly [wide: string, narrow: string];

const GAP = "  ";

export const isWide = ({ width }: Paper): boolean => width >= WIDE;
export const labelCells = (paper: Paper): number => (isWide(paper) ? 22 : 14);

export const labelSpan = (label: Label | null, paper: Paper): Span => {
  const text = label === null ? "" : label[isWide(paper) ? 0 : 1];
  return [` ${text}`.padEnd(labelCells(paper)), "strong"];
};

/** Pieces side by side behind a label, none of them torn, over as many lines as they need. */
export function flow(
  label: Label | null,
  pieces: readonly (readonly Span[])[],
  paper: Paper,
): readonly Line[] {
  const room = paper.width - labelCells(paper) - 1;
  const lines: Span[][] = [];
  let used = Infinity;
  for (const piece of pieces) {
    const width = spansWidth(piece);
    const last = lines.at(-1);
    if (last === undefined || used + GAP.length + width > room) {
      lines.push([...piece]);
      used = width;
    } else {
      last.push(plain(GAP), ...piece);
      used += GAP.length + width;
    }
  }
  return lines.map((spans, index) =>
    line([labelSpan(index === 0 ? label : null, paper), ...spans], paper.width, paper.theme),
  );
}

/** A sentence behind a label, broken at blanks. */
export const sentence = (
  label: Label | null,
  [text, style]: readonly [text: string, style: Style],
  paper: Paper,
): readonly Line[] =>
  wrapped(show(text), paper.width - labelCells(paper) - 1).map((part, index) =>
    line([labelSpan(index === 0 ? label : null, paper), [part, style]], paper.width, paper.theme),
  );

type Lines = { readonly width: number; readonly most: number };

export const fits = (text: string, { width, most }: Lines): boolean =>
  wrapped(text, width).length <= most;

/** Broken at blanks into at most `most` lines of `width` cells; what is cut ends in the ellipsis. */
export function atMost(
  text: string,
  { width, most, ellipsis }: Lines & { readonly ellipsis: string },
): readonly string[] {
  const all = wrapped(text, width);
  if (all.length <= most) return all;
  const last = cutCells(all[most - 1] ?? "", width - ellipsis.length).text.trimEnd();
  return [...all.slice(0, most - 1), last + ellipsis];
}
