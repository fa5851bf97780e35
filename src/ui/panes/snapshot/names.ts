import { cellWidth, graphemes } from "../../../words/cells.ts";

/** A class or a holder in at most `width` cells: of its namespace the front goes first, then the front of the rest, so that class and property stay. `name`: shown text. */
export function shortName(name: string, width: number, ellipsis: string): string {
  if (cellWidth(name) <= width) return name;
  let rest = name;
  for (let at = rest.indexOf("\\"); at >= 0; at = rest.indexOf("\\")) {
    const short = `${ellipsis}${rest.slice(at)}`;
    if (cellWidth(short) <= width) return short;
    rest = rest.slice(at + 1);
  }
  return ellipsis + tail(rest, Math.max(0, width - cellWidth(ellipsis)));
}

function tail(text: string, width: number): string {
  let kept = "";
  for (const grapheme of [...graphemes(text)].toReversed()) {
    if (cellWidth(grapheme + kept) > width) break;
    kept = grapheme + kept;
  }
  return kept;
}
