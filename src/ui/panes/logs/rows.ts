import type { LogEntry, LogPaneView, LogPlace } from "../../../store/logs/view.ts";
import type { HeaderView } from "../../../store/view.ts";
import {
  moreText,
  NO_LINE_YET,
  NO_SOURCE,
  noneFollowedText,
  noneOfSubjectText,
  nonePassText,
} from "../../../words/log-pane.ts";
import type { Size } from "../../geometry.ts";
import { blank, line, type Line } from "../../line.ts";
import type { Theme } from "../../theme.ts";
import { recordLines, type LineLook } from "./entry-lines.ts";
import { markerOf } from "./marks.ts";
import type { Paper } from "./paper.ts";
import { ruleLines } from "./rule-lines.ts";
import { sentenceLines, sourceLines } from "./source-lines.ts";
import { statusLines } from "./status.ts";
import { filterTexts, subjectText, titleLine } from "./title.ts";

/** From here on all that the status says has room in one line; in a narrow pane it takes three, when these are there. */
const ONE_STATUS_FROM = 120;
const MANY_LINES = 16;

/** The log pane: its rule, the entries down to the position, and what was searched and kept. Exactly `size.rows` lines of `size.columns` cells. */
export function logRows(
  view: LogPaneView,
  header: Pick<HeaderView, "zoneMinutes">,
  { size, theme, place }: { readonly size: Size; readonly theme: Theme; readonly place: LogPlace },
): readonly Line[] {
  const paper = { width: size.columns, zoneMinutes: header.zoneMinutes, theme };
  const title = titleLine(view, place, paper);
  const status = place === "below" ? [] : statusLines(view, mostStatusLines(size), paper);
  const room = Math.max(0, size.rows - 1 - status.length);
  return [title, ...bodyLines(view, room, paper), ...status].slice(0, size.rows);
}

const mostStatusLines = ({ columns, rows }: Size): number =>
  columns >= ONE_STATUS_FROM ? 1 : rows < MANY_LINES ? 2 : 3;

function bodyLines(view: LogPaneView, room: number, paper: Paper): readonly Line[] {
  if (view.areSourcesOpen) return filledBelow(sourceLines(view.sources, paper), room, paper);
  if (view.entries.length === 0)
    return filledBelow(sentenceLines(emptyText(view), paper), room, paper);
  const lines = entryLines(view, room, paper);
  return [...blanks(room - lines.length, paper), ...lines];
}

const blanks = (count: number, { width }: Paper): readonly Line[] =>
  Array.from({ length: Math.max(0, count) }, () => blank(width));

const filledBelow = (lines: readonly Line[], room: number, paper: Paper): readonly Line[] => [
  ...lines.slice(0, room),
  ...blanks(room - lines.length, paper),
];

/** The last `room` lines of the entries. The last entry begins where it begins, also when it is too long for the pane. */
function entryLines(view: LogPaneView, room: number, paper: Paper): readonly Line[] {
  const look = { ...view, marker: markerOf(view.search), paper, most: Math.max(1, room) };
  const selected = view.entries.findIndex((entry) => entry.kind === "record" && entry.isSelected);
  if (!view.isFollowing && selected >= 0 && selected < view.entries.length - 1)
    return linesAround(view.entries, { selected, room, look });
  let lines: readonly Line[] = [];
  for (const entry of view.entries.toReversed()) {
    if (lines.length >= room) break;
    const drawn = linesOf(entry, look);
    lines = lines.length === 0 ? cutBelow(drawn, entry, room, paper) : [...drawn, ...lines];
  }
  return lines.slice(Math.max(0, lines.length - room));
}

/** At the very top more stands below the selected one: it stays in sight. */
function linesAround(
  entries: readonly LogEntry[],
  {
    selected,
    room,
    look,
  }: { readonly selected: number; readonly room: number; readonly look: LineLook },
): readonly Line[] {
  const lines = entries.map((entry) => linesOf(entry, look));
  const before = lines.slice(0, selected).flat().length;
  const end = before + (lines[selected]?.length ?? 0);
  const from = Math.min(before, Math.max(0, end - room));
  return lines.flat().slice(from, from + room);
}

const linesOf = (entry: LogEntry, look: LineLook): readonly Line[] =>
  entry.kind === "record" ? recordLines(entry, look) : ruleLines(entry, look.paper, look);

function cutBelow(
  lines: readonly Line[],
  entry: LogEntry,
  room: number,
  { width, theme }: Paper,
): readonly Line[] {
  const whole =
    entry.kind === "record" && entry.isUnfolded ? entry.record.lines.length : lines.length;
  if (Math.max(lines.length, whole) <= room) return lines;
  const more = line([[`   ${moreText(whole - room + 1)}`, "faint"]], width, theme);
  return [...lines.slice(0, Math.max(0, room - 1)), more];
}

/** Why there is nothing to show, and the way out. */
function emptyText(view: LogPaneView): string {
  const { sources, kept, attributed, subject } = view;
  if (attributed.of > 0) {
    const conditions = filterTexts(view);
    if (kept.records > 0 && conditions.length > 0) return nonePassText(conditions);
    if (kept.records === 0) return noneOfSubjectText(subjectText(subject), attributed);
  }
  if (sources.length === 0) return NO_SOURCE;
  const isAnyRead = sources.some(({ state }) => state === "followed" || state === "ended");
  return isAnyRead ? NO_LINE_YET : noneFollowedText(sources.length);
}
