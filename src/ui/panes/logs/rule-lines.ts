import type { LogEvent } from "../../../domain/log.ts";
import type { LogEntry } from "../../../store/logs/view.ts";
import { clockTime, mebibytes, signedMebibytes } from "../../../words/format.ts";
import { logEventSubject, logEventText } from "../../../words/log-events.ts";
import { gapText } from "../../../words/log-pane.ts";
import { cellWidth } from "../../../words/cells.ts";
import { line, type Line } from "../../line.ts";
import { wrapped } from "../../list-lines.ts";
import type { Style } from "../../theme.ts";
import type { Paper } from "./paper.ts";

type RuleEntry = Exclude<LogEntry, { readonly kind: "record" }>;

/** More of a rule is cut. */
const MOST_LINES = 3;
const BEFORE = " -- ";
const BELOW = "    ";

/** What is no line of a log stands as a rule between them: `-- 14:00:02 Worker.0 pid 39 killed by signal 9, by whom is unknown --`. */
export function ruleLines(entry: RuleEntry, { width, zoneMinutes, theme }: Paper): readonly Line[] {
  const [text, style] = ruleOf(entry, zoneMinutes);
  const room = Math.max(1, width - BEFORE.length - 1);
  const parts = wrapped(text, room).slice(0, MOST_LINES);
  return parts.map((part, index) => {
    const drawn = `${index === 0 ? BEFORE : BELOW}${part} `;
    const isLast = index === parts.length - 1;
    const rest = isLast ? "-".repeat(Math.max(0, width - cellWidth(drawn))) : "";
    return line([[drawn + rest, style]], width, theme);
  });
}

function ruleOf(entry: RuleEntry, zoneMinutes: number): readonly [string, Style] {
  switch (entry.kind) {
    case "event":
      return [eventText(entry.event, zoneMinutes), styleOf(entry.event)];
    case "tick":
      return [tickText(entry, zoneMinutes), "strong"];
    case "gap":
      return [gapText(entry), "warning"];
  }
}

/** Its time, whom it is about, and what it was: as far as these are told. */
export const eventText = (event: LogEvent, zoneMinutes: number): string =>
  [
    event.at === null ? "" : clockTime(event.at, zoneMinutes),
    logEventSubject(event),
    logEventText(event),
  ]
    .filter((part) => part !== "")
    .join(" ");

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
