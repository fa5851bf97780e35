// A record as one flat string: a hundred thousand of them take a third of what objects take, and a line that is kept does not hold fast the whole read it was cut from.
import {
  LOG_FORMATS,
  LOG_LEVELS,
  type Json,
  type LogLine,
  type LogRecord,
} from "../../domain/log.ts";
import { showMarked, untrustedText, type Untrusted } from "../../domain/text.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";

/** What is beside the string. */
export type Outside = {
  /** When it was written, else read; null: neither is told. */
  readonly time: EpochMs | null;
  /** Place in `LOG_LEVELS`; -1: not told. */
  readonly level: number;
  readonly slot: Untrusted | null;
  readonly server: string | null;
  /** What was cut from its lines, where it is at hand. */
  readonly cuts: readonly (Uint8Array | null)[] | null;
};

const CLOCKS = ["source", "reading", "backlog"] as const;

/** Length of a message that ends its head line; its place in it; or itself. */
type Message = number | readonly [start: number, length: number] | string;
/** `since`: from the record's time on, as all times here. */
type LineFacts = readonly [since: number, clock: number, writer?: number | null, cutBytes?: number];
type Facts = readonly [
  source: number,
  format: number,
  /** 1: its time is its own. */
  hasOwnTime: 0 | 1,
  seenSince: number | null,
  pid: number | null,
  workerId: number | null,
  channel: string | null,
  message: Message,
  /** Once, when it holds for every line. */
  lines: readonly LineFacts[],
  cutBytes: number,
  fields?: { readonly [key: string]: Json },
];

export const timeOf = ({ at, seenAt }: Pick<LogRecord, "at" | "seenAt">): EpochMs | null =>
  at ?? seenAt;

export const levelOf = ({ level }: Pick<LogRecord, "level">): number =>
  level === null ? -1 : LOG_LEVELS.indexOf(level);

/** `source`: a number for its name. The lines stand behind the facts, each after a line feed: there is none in a line. */
export function packed(record: LogRecord, source: number): string {
  const { lines, at, seenAt, pid, workerId, cutBytes } = record;
  const from = timeOf(record) ?? 0;
  const ofLines = isAlike(lines) ? lines.slice(0, 1) : lines;
  // As JSON.stringify would write `Facts`, at a third of its cost: a flood is packed line by line
  const facts = [
    source,
    LOG_FORMATS.indexOf(record.format),
    at === null ? 0 : 1,
    seenAt === null ? null : seenAt - from,
    pid,
    workerId,
    record.channel === null ? null : JSON.stringify(record.channel),
    messageIn(lines[0]?.text ?? "", record.message),
    `[${ofLines.map((line) => lineFacts(line, from)).join(",")}]`,
    cutBytes,
  ];
  const head = `[${facts.map(String).join(",")}${fieldsIn(record)}]`;
  const isPlain = lines.every(({ text }) => isPrintable(text) || showMarked(text) === text);
  // `join` copies: a sum would keep the text of the whole read alive
  return [isPlain ? head : `${MARKED}${head}`, ...lines.map(({ text }) => text)].join("\n");
}

/** Most lines are that, and then nothing else is looked at. */
const BEYOND_ASCII = /[^\u0020-\u007e]/;
export const isPrintable = (text: string): boolean => !BEYOND_ASCII.test(text);

/** Before the facts where a text is not seen as it is. */
const MARKED = " ";

/** All its lines as they are seen. */
export function seenText(content: string): string {
  const text = content.slice(textAt(content));
  return content.startsWith(MARKED) ? text.split("\n").map(showMarked).join("\n") : text;
}

/** A `Message` as JSON. */
function messageIn(head: string, message: string): string {
  if (head.endsWith(message)) return String(message.length);
  const start = head.indexOf(message);
  return start < 0 ? JSON.stringify(message) : `[${start},${message.length}]`;
}

/** `LineFacts` as JSON. */
function lineFacts({ at, clock, writer, cutBytes }: LogLine, from: number): string {
  const when = `${at - from},${CLOCKS.indexOf(clock)}`;
  return writer === null && cutBytes === 0 ? `[${when}]` : `[${when},${writer},${cutBytes}]`;
}

function fieldsIn({ fields }: LogRecord): string {
  for (const _ in fields) return `,${JSON.stringify(fields)}`;
  return "";
}

function isAlike(lines: readonly LogLine[]): boolean {
  const [first] = lines;
  return lines.every(
    (line) =>
      line.at === first?.at &&
      line.clock === first.clock &&
      line.writer === first.writer &&
      line.cutBytes === 0,
  );
}

/** Where its lines begin. */
const textAt = (text: string): number => text.indexOf("\n") + 1;

export function unpacked(
  text: string,
  { time, level, slot, server, cuts }: Outside,
  sources: readonly string[],
): LogRecord {
  const begin = textAt(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `packed`, and by nobody else
  const facts = JSON.parse(text.slice(0, begin - 1)) as Facts;
  const [source, format, hasOwnTime, seenSince, pid, workerId, channel, message, ofLines] = facts;
  const from = time ?? 0;
  const texts = text.slice(begin).split("\n");
  const name = sources[source] ?? "";
  const lines = texts.map((each, index): LogLine => {
    const [since, clock, writer = null, cutBytes = 0] = ofLines[index] ?? ofLines[0] ?? [0, 1];
    return {
      at: epochMs(from + since),
      clock: CLOCKS[clock] ?? "reading",
      source: name,
      text: untrustedText(each),
      cutBytes,
      cut: cuts?.[index] ?? null,
      writer,
    };
  });
  return {
    source: name,
    format: LOG_FORMATS[format] ?? "plain",
    at: hasOwnTime === 1 ? time : null,
    seenAt: seenSince === null ? null : epochMs(from + seenSince),
    level: LOG_LEVELS[level] ?? null,
    pid,
    workerId,
    slot,
    server,
    channel: channel === null ? null : untrustedText(channel),
    message: untrustedText(messageOf(texts[0] ?? "", message)),
    fields: facts[10] ?? {},
    lines,
    cutBytes: facts[9],
  };
}

function messageOf(head: string, message: Message): string {
  if (typeof message === "string") return message;
  if (typeof message === "number") return head.slice(head.length - message);
  return head.slice(message[0], message[0] + message[1]);
}
