import type { LogEvent } from "../../../domain/log.ts";
import { show } from "../../../domain/text.ts";
import type { LogEntry, LogPaneView } from "../../../store/logs/view.ts";
import { clockTime, mebibytes, signedMebibytes } from "../../../words/format.ts";
import { eventSaidText, gapText } from "../../../words/log-pane.ts";
import { cellWidth } from "../../../words/cells.ts";
import { line, type Line } from "../../line.ts";
import { wrapped } from "../../list-lines.ts";
import type { Style } from "../../theme.ts";
import { unmarked, type Marker } from "./marks.ts";
import type { Paper } from "./paper.ts";

/** `marker`: of what is searched. */
export type RuleLook = Pick<LogPaneView, "hasServers"> & { readonly marker: Marker };

type RuleEntry = Exclude<LogEntry, { readonly kind: "record" }>;

/** More of a rule is cut. */
const MOST_LINES = 3;
const BEFORE = " -- ";
const BELOW = "    ";

/** What is no line of a log stands as a rule between them: `-- 14:00:02 Worker.0 pid 39 killed by signal 9, by whom is unknown --`. What is searched stands out in events alone: nothing else of these is searched. */
export function ruleLines(
  entry: RuleEntry,
  { width, zoneMinutes, theme }: Paper,
  { marker: searched, hasServers }: RuleLook,
): readonly Line[] {
  const marker = entry.kind === "event" ? searched : unmarked;
  const [text, style] = ruleOf(entry, zoneMinutes, hasServers);
  const room = Math.max(1, width - BEFORE.length - 1);
  const parts = wrapped(text, room).slice(0, MOST_LINES);
  return parts.map((part, index) => {
    const before = index === 0 ? BEFORE : BELOW;
    const drawn = `${before}${part} `;
    const isLast = index === parts.length - 1;
    const rest = isLast ? "-".repeat(Math.max(0, width - cellWidth(drawn))) : "";
    return line([[before, style], ...marker(part, style), [` ${rest}`, style]], width, theme);
  });
}

function ruleOf(
  entry: RuleEntry,
  zoneMinutes: number,
  hasServers: boolean,
): readonly [string, Style] {
  switch (entry.kind) {
    case "event":
      return [eventText(entry.event, zoneMinutes, hasServers), styleOf(entry.event)];
    case "tick":
      return [tickText(entry, zoneMinutes), "strong"];
    case "gap":
      return [gapText(entry), "warning"];
  }
}

/** Its time, whom it is about, and what it was: as far as these are told. */
function eventText(event: LogEvent, zoneMinutes: number, hasServers: boolean): string {
  const time = event.at === null ? "" : `${clockTime(event.at, zoneMinutes)} `;
  const isNamed = hasServers && event.server !== null && event.slot !== null;
  return `${time}${isNamed ? `${show(event.server)}/` : ""}${eventSaidText(event)}`;
}

function tickText(
  { at, letters, memory }: Extract<RuleEntry, { readonly kind: "tick" }>,
  zoneMinutes: number,
): string {
  const tick = `tick ${letters.split("").join(" ")} ${clockTime(at, zoneMinutes)}`;
  if (memory === null) return tick;
  const { from, to } = memory;
  return `${tick} --- anon ${mebibytes(from)} -> ${mebibytes(to)} (${signedMebibytes(to - from)})`;
}

const STYLES: Readonly<Partial<Record<LogEvent["kind"], Style>>> = {
  "abnormal-exit": "bad",
  "manager-lost": "bad",
  "php-fatal": "bad",
  "crontab-failed": "bad",
  "forced-stop": "warning",
  reload: "warning",
  "crontab-blocked": "warning",
  "crontab-skipped": "warning",
  "crontab-cancelled": "warning",
};
/** What is wrong stands out; that something began or ran does not. */
export const styleOf = ({ kind }: LogEvent): Style => STYLES[kind] ?? "faint";
