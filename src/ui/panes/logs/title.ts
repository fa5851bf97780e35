import { show } from "../../../domain/text.ts";
import type { LogPaneView, LogSubject, LogPlace } from "../../../store/logs/view.ts";
import { cellWidth } from "../../../words/cells.ts";
import { grouped, LEVEL_WORDS, roleText, sinceText } from "../../../words/log-pane.ts";
import { ruled } from "../../axis.ts";
import { line, type Line } from "../../line.ts";
import type { Paper } from "./paper.ts";
import { statusTexts } from "./status.ts";

/** More of the marked rows are counted. */
const NAMES = 3;
/** Before and behind the text of a rule. */
const ENDS_CELLS = 3;

/** Whose lines these are: `Worker.0`, `pid 39`, `all`. */
export function subjectText(subject: LogSubject): string {
  if (subject.kind === "all") return "all";
  if (subject.kind === "role") return roleText(subject.role);
  const { names } = subject;
  const named = names
    .slice(0, NAMES)
    .map((name) => (typeof name === "number" ? `pid ${name}` : show(name)));
  const more = names.length - named.length;
  if (named.length === 0) return "no row";
  return [...named, ...(more > 0 ? [`+${more}`] : [])].join(" ");
}

/** The rule over the pane: whose lines, where one stands in them, what is hidden. The last parts give way. Below a table there is no status line: it says that, too. */
export function titleLine(view: LogPaneView, place: LogPlace, paper: Paper): Line {
  const { width, theme } = paper;
  const parts = [
    `2 Logs  ${subjectText(view.subject)}`,
    positionText(view),
    ...filterTexts(view),
    ...lookTexts(view),
    ...(place === "below" ? statusTexts(view, paper) : []),
  ];
  const textOf = (kept: number): string => parts.slice(0, kept).join(" - ");
  let kept = parts.length;
  while (kept > 1 && cellWidth(textOf(kept)) + ENDS_CELLS > width) kept -= 1;
  const text = ruled(textOf(kept), width);
  return line([[text, view.isFocused ? "strong" : "faint"]], width, theme);
}

function positionText({ isFollowing, newCount, areSourcesOpen }: LogPaneView): string {
  if (areSourcesOpen) return "sources";
  if (isFollowing) return "follow";
  return `${newCount === 0 ? "paused" : `+${grouped(newCount)} new`}, G follows`;
}

type Filters = Pick<LogPaneView, "level" | "sinceMs" | "search">;

/** What hides lines. */
export const filterTexts = ({ level, sinceMs, search }: Filters): readonly string[] => [
  ...(level === null ? [] : [`level>=${LEVEL_WORDS[level]}`]),
  ...(sinceMs === null ? [] : [sinceText(sinceMs)]),
  ...(search?.isOnly === true ? [`only ${show(search.text)}`] : []),
];

const lookTexts = ({ isWrapped, column }: LogPaneView): readonly string[] => [
  ...(isWrapped ? ["wrapped"] : []),
  ...(column > 0 ? [`from cell ${column}`] : []),
];
