import type { LogEvent, LogLine, LogRecord, Told } from "../domain/log.ts";
import { show, showMarked } from "../domain/text.ts";
import { timeText } from "../recording/time.ts";
import { logEventSubject, logEventText } from "../words/log-events.ts";
import { lostText } from "../words/logs-command.ts";
import { inert } from "./inert.ts";

const WHO = 12;
/** With its server. */
const NAMED_WHO = 20;
const LEVEL = 9;
const TIME = "2026-11-25T22:30:00.000Z".length;

export type TextSetting = {
  readonly isAscii: boolean;
  /** Whether more than one server was seen so far: a slot alone does not tell whose it is. */
  readonly areSeveral: () => boolean;
};

/**
 * For people: `TIME SLOT-OR-PID LEVEL MESSAGE` per record with its further lines indented, and a rule per event; of a chain of events the later ones branch off.
 * Where several servers are, each is named: `shop/Worker.0`. Whole lines without the last line end; nothing in them controls a terminal. Times are UTC, a dash is unknown.
 */
export function logsText({ isAscii, areSeveral }: TextSetting): (told: Told) => string {
  const rule = isAscii ? "--" : "\u2500\u2500";
  const branch = isAscii ? " `-" : " \u2514\u2500";
  let story: string | null = null;
  return (told) => {
    if (told.type === "record") return inert(recordText(told.record, rule, areSeveral()));
    const { event } = told;
    const isBranch = event.story !== null && event.story === story;
    story = event.story;
    return inert(
      `${timeCell(event.at)} ${isBranch ? branch : rule} ${loggedEventText(event, areSeveral())}`,
    );
  };
}

function recordText(record: LogRecord, rule: string, isNamed: boolean): string {
  const lost = record.lines.flatMap(({ lostBytes }) =>
    lostBytes === undefined ? [] : [`${rule} ${lostText(lostBytes)}`],
  );
  const level = record.level ?? "-";
  const head = [
    timeCell(record.at),
    isNamed ? whoNamed(record).padEnd(NAMED_WHO) : whoCell(record).padEnd(WHO),
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

/** `shop/Worker.0`, `shop pid 39`; without a server as without a name. */
function whoNamed(record: LogRecord): string {
  const { server, slot, pid } = record;
  if (server === null) return whoCell(record);
  if (slot === null) return pid === null ? show(server) : `${show(server)} ${whoCell(record)}`;
  return `${show(server)}/${whoCell(record)}`;
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

/** `Worker.1 pid 5865: killed by signal 9, by whom is unknown`; with its server named `shop/Worker.1 pid 5865: ...`, `shop: reload`. */
export function loggedEventText(event: LogEvent, isNamed: boolean): string {
  const subject = isNamed ? subjectNamed(event) : logEventSubject(event);
  const text = logEventText(event);
  return subject === "" ? text : `${subject}: ${text}`;
}

function subjectNamed(event: LogEvent): string {
  const { server, slot, task } = event;
  const subject = logEventSubject(event);
  if (server === null) return subject;
  const joint = slot !== null && task === null ? "/" : " ";
  return subject === "" ? show(server) : `${show(server)}${joint}${subject}`;
}
