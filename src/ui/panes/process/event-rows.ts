import type { ProcessView } from "../../../store/view.ts";
import { clockTime } from "../../../words/format.ts";
import { logEventSubject, logEventText } from "../../../words/log-events.ts";
import { fitCells } from "../../../words/cells.ts";
import { line, plain, type Line } from "../../line.ts";
import type { Theme } from "../../theme.ts";
import { LABEL_CELLS } from "./fact-rows.ts";

/** What logs tell of its place, newest first: at most `most` lines, none where they tell nothing. */
export function eventRows(
  { events }: Pick<ProcessView, "events">,
  zoneMinutes: number,
  { width, most, theme }: { readonly width: number; readonly most: number; readonly theme: Theme },
): readonly Line[] {
  const { unknown, ellipsis } = theme.glyphs;
  return events.slice(0, most).map((event, index) => {
    const time = event.at === null ? unknown : clockTime(event.at, zoneMinutes);
    const text = [time, logEventSubject(event), logEventText(event)].join(" ");
    const label = (index === 0 ? "log" : "").padEnd(LABEL_CELLS);
    const cut = fitCells(text, width - LABEL_CELLS - 1, { align: "left", ellipsis });
    return line([plain(" "), [label, "faint"], plain(cut)], width, theme);
  });
}
