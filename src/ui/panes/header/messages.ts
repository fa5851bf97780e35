import { show } from "../../../domain/text.ts";
import type { EpochMs } from "../../../domain/units.ts";
import type { ScreenView } from "../../../store/view.ts";
import { fitCells } from "../../../words/cells.ts";
import { alsoWatchedText, formerPodText } from "../../../words/notices.ts";
import { moment } from "../../../words/format.ts";
import { lostManagerText } from "../../../words/log-events.ts";
import { blank, line, type Line, type Span } from "../../line.ts";
import type { Look } from "../../sentences.ts";

/** What must be said before any table: why nothing comes, what is wrong, why this is shown. One line at least, at most `height`. */
export function messageRows(
  view: ScreenView,
  size: { width: number; height: number },
  look: Look,
): readonly Line[] {
  const { width, height } = size;
  const messages = messagesOf(view, look);
  const shown = messages.slice(0, height);
  const more = messages.length - shown.length;
  const drawn = shown.map(([text, style], index) => {
    const tail = index === shown.length - 1 && more > 0 ? `  (+${more} more)` : "";
    const { ellipsis } = look.theme.glyphs;
    const room = width - tail.length;
    const cut = fitCells(text, room, { align: "left", ellipsis }).trimEnd();
    return line([[cut + tail, style]], width, look.theme);
  });
  return drawn.length === 0 ? [blank(width)] : drawn;
}

function messagesOf({ header, conclusions }: ScreenView, { sentences }: Look): readonly Span[] {
  const { fault, state, notice, zoneMinutes, otherWatchers, lostManagers, formerPod } = header;
  const clock = (at: EpochMs): string => moment(at, header.at, zoneMinutes);
  const says: Span[] = [];
  if (fault !== null && state !== "live") says.push([` ${show(sentences.fault(fault))}`, "bad"]);
  for (const conclusion of conclusions) {
    const text = sentences.conclusion(conclusion, clock);
    says.push([` ! ${show(text)}`, "bad"]);
  }
  for (const lost of lostManagers) says.push([` ! ${lostManagerText(lost)}`, "bad"]);
  if (formerPod !== null) says.push([` ${formerPodText(formerPod, clock)}`, "warning"]);
  if (otherWatchers.length > 0) says.push([` ${alsoWatchedText(otherWatchers)}`, "warning"]);
  if (notice !== null) says.push([` ${show(notice)}`, "warning"]);
  return says;
}
