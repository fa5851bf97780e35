import type { LogEvent, LogLine, LogRecord, Told } from "../domain/log.ts";
import { show, showMarked } from "../domain/text.ts";
import { timeText } from "../recording/time.ts";
import { logEventSubject, logEventText } from "../words/log-events.ts";
import { lostText } from "../words/logs-command.ts";
import { inert } from "./inert.ts";

const WHO = 12;
const LEVEL = 9;
const TIME = "2026-11-25T22:30:00.000Z".length;

/**
 * For people: `TIME SLOT-OR-PID LEVEL MESSAGE` per record with its further lines indented, and a rule per event; of a chain of events the later ones branch off.
 * Whole lines without the last line end; nothing in them controls a terminal. Times are UTC, a dash is unknown.
 */
export function logsText({ isAscii }: { readonly isAscii: boolean }): (told: Told) => string {
  const rule = isAscii ? "--" : "\u2500\u2500";
  const branch = isAscii ? " `-" : " \u2514\u2500";
  let story: string | null = null;
  return (told) => {
    if (told.type === "record") return inert(recordText(told.record, rule));
    const { event } = told;
    const isBranch = event.story !== null && event.story === story;
    story = event.story;
    return inert(`${timeCell(event.at)} ${isBranch ? branch : rule} ${eventText(event)}`);
  };
}

function recordText(record: LogRecord, rule: string): string {
  const lost = record.lines.flatMap(({ lostBytes }) =>
    lostBytes === undefined ? [] : [`${rule} ${lostText(lostBytes)}`],
  );
  const level = record.level ?? "-";
  const head = [
    timeCell(record.at),
    whoCell(record).padEnd(WHO),
    level.padEnd(LEVEL),
    `${showMarked(record.message)}${fieldsText(record)}${cutText(record.cutBytes)}`,
  ];
  return [...lost, head.join(" ").trimEnd(), ...furtherLines(record).map(indented)].join("\n");
}

const timeCell = (at: number | null): string => (timeText(at) ?? "-").padEnd(TIME);

/** `Worker.0`, else `pid 39`, else a dash: the line does not say. */
function whoCell({ slot, pid }: LogRecord): string {
  if (slot !== null) return show(slot);
  return pid === null ? "-" : `pid ${pid}`;
}

/** As JSON; Octane's stand in its line already. */
function fieldsText({ fields, format }: LogRecord): string {
  if (format === "octane" || Object.keys(fields).length === 0) return "";
  return ` ${showMarked(JSON.stringify(fields))}`;
}

const cutText = (bytes: number): string => (bytes === 0 ? "" : ` [+${bytes} bytes]`);

/** Behind the head. PHP writes an empty line first; JSON over several lines is told by its message and fields. */
function furtherLines({ lines, format }: LogRecord): readonly LogLine[] {
  if (format === "monolog-json") return [];
  return lines.slice(lines.findIndex(({ text }) => text.trim() !== "") + 1);
}

const indented = ({ text }: LogLine): string => `    ${showMarked(text)}`.trimEnd();

/** `Worker.1 pid 5865: killed by signal 9, by whom is unknown`. */
function eventText(event: LogEvent): string {
  const subject = logEventSubject(event);
  const text = logEventText(event);
  return subject === "" ? text : `${subject}: ${text}`;
}
