import { show } from "../../../domain/text.ts";
import type { LogPaneView, LogSearchView } from "../../../store/logs/view.ts";
import { clockMinute } from "../../../words/format.ts";
import {
  attributionText,
  droppedText,
  grouped,
  keptText,
  matchesText,
} from "../../../words/log-pane.ts";
import {
  fittingParts,
  line,
  plain,
  spansWidth,
  type Line,
  type Part,
  type Span,
} from "../../line.ts";
import type { Style } from "../../theme.ts";
import { isWide, type Paper } from "./paper.ts";

/** What was searched, how much is kept since when, what was lost, who names its writer: over at most `most` lines; the last of that gives way. */
export function statusLines(view: LogPaneView, most: number, paper: Paper): readonly Line[] {
  const { width, theme } = paper;
  const lines: Span[][] = [];
  for (const { spans } of fittingParts(statusParts(view, paper), (width - 1) * most)) {
    const last = lines.at(-1);
    if (last !== undefined && spansWidth(last) + GAP.length + spansWidth(spans) <= width)
      last.push(plain(GAP), ...spans);
    else if (lines.length < most) lines.push([plain(" "), ...spans]);
  }
  return lines.map((spans) => line(spans, width, theme));
}

const GAP = "  ";

/** The same in words alone, for a rule. */
export const statusTexts = (view: LogPaneView, paper: Paper): readonly string[] =>
  statusParts(view, paper).map(({ spans }) => spans.map(([text]) => text).join(""));

function statusParts({ search, kept, attributed }: LogPaneView, paper: Paper): readonly Part[] {
  const { evictedLines, oldestAt } = kept;
  const dropped = droppedText(kept);
  const since = oldestAt === null ? null : clockMinute(oldestAt, paper.zoneMinutes);
  const isUnsaid = attributed.named < attributed.of;
  return [
    ...(search === null || search.text === "" ? [] : [searchPart(search)]),
    ...(dropped === null ? [] : [part(1, dropped, "warning")]),
    part(2, keptText(kept, since)),
    ...(attributed.of === 0
      ? []
      : [part(3, attributionText(attributed, isWide(paper)), isUnsaid ? "warning" : "plain")]),
    ...(evictedLines === 0 ? [] : [part(4, `${grouped(evictedLines)} pushed out`)]),
  ];
}

const part = (gives: number, text: string, style: Style = "plain"): Part => ({
  gives,
  spans: [[text, style]],
});

const searchPart = ({ text, isInvalid, matches }: LogSearchView): Part => {
  const pattern = text.startsWith("/") ? show(text) : `/${show(text)}`;
  return isInvalid
    ? part(0, `${pattern} is no pattern`, "bad")
    : part(0, `${pattern} ${matchesText(matches)}`, "strong");
};
