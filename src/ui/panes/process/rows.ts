import { show } from "../../../domain/text.ts";
import type { HeaderView, ProcessView } from "../../../store/view.ts";
import type { Size } from "../../geometry.ts";
import { blank, line, type Line } from "../../line.ts";
import { roleLook, type Theme } from "../../theme.ts";
import { duration } from "../../../words/format.ts";
import { ruled } from "../../axis.ts";
import { chartRows } from "./chart-rows.ts";
import { containerRows } from "./container-rows.ts";
import { factRows } from "./fact-rows.ts";
import { eventRows } from "./event-rows.ts";
import { incarnationRows } from "./incarnation-rows.ts";

const MIN_CHART_LINES = 7;
const MAX_CHART_LINES = 24;
/** What logs tell of it, in a body that is high enough for more than the last of it. */
const MAX_EVENTS = 5;
const HIGH_FROM = 30;

/** One process: its memory over time, what it is made of, and who stood in its place before. At most `size.rows` lines. */
export function processRows(
  view: ProcessView,
  header: Pick<HeaderView, "zoneMinutes">,
  { size, theme }: { readonly size: Size; readonly theme: Theme },
): readonly Line[] {
  const width = size.columns;
  const facts = [
    ...factRows(view, width, theme),
    ...containerRows(view, header.zoneMinutes, { width, theme }),
  ];
  const lives = incarnationRows(view, header.zoneMinutes, { width, theme });
  const most = size.rows < HIGH_FROM ? 1 : MAX_EVENTS;
  const events = eventRows(view, header.zoneMinutes, { width, most, theme });
  const room = size.rows - 1 - facts.length - events.length - Math.min(lives.length, 4);
  const chartLines = Math.max(
    Math.min(MIN_CHART_LINES, size.rows - 1),
    Math.min(MAX_CHART_LINES, room),
  );
  return [
    line([[ruled(ruleText(view), width), "strong"]], width, theme),
    ...chartRows(view.chart, header.zoneMinutes, { width, height: chartLines, theme }),
    ...facts,
    ...events,
    ...(lives.length > 1 && room - chartLines > lives.length ? [blank(width)] : []),
    ...lives,
  ].slice(0, size.rows);
}

/** What a server that starts now cannot have. */
const heldText = ({ listens }: ProcessView["row"]["process"]): string =>
  listens === null || listens.length === 0 ? "" : `, it holds port ${listens.join(", ")}`;

function ruleText({ row, server }: ProcessView): string {
  const { process, ageMs, isAlive } = row;
  const place = process.slot === null ? roleLook(process.role).word : show(process.slot);
  return [
    place,
    `pid ${process.pid}`,
    process.nsPid === null || process.nsPid === process.pid ? null : `${process.nsPid} inside`,
    show(server.app ?? server.id),
    process.generation === null ? null : `generation ${process.generation}`,
    ageMs === null ? null : `up ${duration(ageMs)}`,
    process.orphan ? `orphan: its manager is gone${heldText(process)}` : null,
    isAlive ? null : "gone",
  ]
    .filter((part) => part !== null)
    .join(" - ");
}
