import type { LogSearchView } from "../../../store/logs/view.ts";
import type { Span } from "../../line.ts";
import type { Style } from "../../theme.ts";

/** A text with what is searched in it standing out. */
export type Marker = (text: string, style: Style) => readonly Span[];

export const unmarked: Marker = (text, style) => [[text, style]];

/** Marks what `search` finds in printed text; nothing where it is no pattern. */
export function markerOf(search: LogSearchView | null): Marker {
  const pattern =
    search === null || search.text === "" || search.isInvalid ? null : patternOf(search);
  if (pattern === null) return unmarked;
  return (text, style) => {
    const spans: Span[] = [];
    let from = 0;
    for (const { 0: found, index } of text.matchAll(pattern)) {
      if (found === "") continue;
      if (index > from) spans.push([text.slice(from, index), style]);
      spans.push([found, "selected"]);
      from = index + found.length;
    }
    return from < text.length ? [...spans, [text.slice(from), style]] : spans;
  };
}

/** As the store reads it (`store/logs/search.ts`): plain text ignores case, a pattern where it ends in `i`. */
function patternOf({ text, isRegex }: LogSearchView): RegExp | null {
  const groups = isRegex ? DELIMITED.exec(text)?.groups : undefined;
  const [source, flags] =
    groups === undefined ? [escaped(text), "gi"] : [groups["source"] ?? "", `g${groups["flags"]}`];
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

const DELIMITED = /^\/(?<source>.+)\/(?<flags>i?)$/u;

const escaped = (text: string): string =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
