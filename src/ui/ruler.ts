import { show } from "../domain/text.ts";
import type { Ruler } from "../store/view.ts";
import { cellWidth } from "../words/cells.ts";
import type { Span } from "./line.ts";
import type { Glyphs } from "./theme.ts";

/** `·b··a··a`: a letter where a task ticks. */
export function rulerSpans({ cells }: Ruler, { tickless }: Glyphs): readonly Span[] {
  const spans: [string, Span[1]][] = [];
  for (const cell of cells) {
    const style = cell === null ? "faint" : "strong";
    const last = spans.at(-1);
    if (last?.[1] === style) last[0] += cell ?? tickless;
    else spans.push([cell ?? tickless, style]);
  }
  return spans;
}

const GAP = "  ";

/** `a close-orders  b daily-report  +2`: whose letters these are, in at most `width` cells; who has no room is counted. */
export function legendText({ tasks }: Ruler, width: number): string {
  const names = tasks.map(({ letter, name }) => `${letter} ${show(name)}`);
  for (let kept = names.length; kept >= 0; kept -= 1) {
    const rest = kept === names.length ? [] : [`+${names.length - kept}`];
    const text = [...names.slice(0, kept), ...rest].join(GAP);
    if (cellWidth(text) <= width) return text;
  }
  return "";
}
