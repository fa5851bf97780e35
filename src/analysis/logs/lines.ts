// Bytes of a log, however they were cut on their way, as its lines.
import { MOST_LINE_BYTES, type LogLine } from "../../domain/log.ts";
import { untrustedText } from "../../domain/text.ts";
import { decoded, decodedStrictly, encoded } from "./utf8.ts";

/** A line without its source. */
export type RawLine = Pick<LogLine, "text" | "cutBytes" | "cut">;

export type LineCutter = {
  /** The lines that these bytes end. They are copied where they are kept. */
  readonly cut: (bytes: Uint8Array) => readonly RawLine[];
  /** What came behind the last line end, as a line; [] where nothing did. */
  readonly end: () => readonly RawLine[];
};

const LF = 10;
const CR = 13;
/** Of a line without end, raw, behind what is shown: more of it is only counted. A line of 10 MB is still saved whole. */
const MOST_CUT_BYTES = 16 * 1024 * 1024;
/** A chunk is decoded in one where each of its lines is surely short: a character has at most four bytes. */
const SURELY_SHORT = MOST_LINE_BYTES / 4;

/** LF and CRLF end a line, a lone CR does not. Linear in its input, also for lines without end. */
export function lineCutter(): LineCutter {
  let open = new OpenLine();
  const cut = (bytes: Uint8Array): readonly RawLine[] => {
    const first = bytes.indexOf(LF);
    if (first === -1) {
      open.add(bytes);
      return [];
    }
    const lines: RawLine[] = [];
    let from = 0;
    if (!open.isEmpty()) {
      open.add(bytes.subarray(0, first));
      lines.push(open.ended(true));
      open = new OpenLine();
      from = first + 1;
    }
    const last = bytes.lastIndexOf(LF);
    if (from <= last) pushLines(lines, bytes.subarray(from, last));
    open.add(bytes.subarray(last + 1));
    return lines;
  };
  return {
    cut,
    end: () => {
      const rest = open;
      open = new OpenLine();
      return rest.isEmpty() ? [] : [rest.ended(false)];
    },
  };
}

/** The bytes of a line without its end, as they came; without those that are only counted. */
export function rawBytes({ text, cut }: Pick<LogLine, "text" | "cut">): Uint8Array {
  const head = encoded(text);
  if (cut === null) return head;
  const whole = new Uint8Array(head.length + cut.length);
  whole.set(head);
  whole.set(cut, head.length);
  return whole;
}

/** A line whose end has not come. */
class OpenLine {
  readonly #parts: Uint8Array[] = [];
  #kept = 0;
  #total = 0;
  /** What came last: a CR belongs to the line end when an LF follows. */
  #last = 0;

  isEmpty(): boolean {
    return this.#total === 0;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#total += bytes.length;
    this.#last = bytes.at(-1) ?? 0;
    const room = MOST_LINE_BYTES + MOST_CUT_BYTES - this.#kept;
    if (room <= 0) return;
    const part = bytes.slice(0, room);
    this.#parts.push(part);
    this.#kept += part.length;
  }

  ended(byLf: boolean): RawLine {
    const length = byLf && this.#last === CR ? this.#total - 1 : this.#total;
    return lineOf(joined(this.#parts, Math.min(this.#kept, length)), length);
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.subarray(0, length);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part.subarray(0, length - at), at);
    at += part.length;
  }
  return whole;
}

/** Of the bytes of several lines, the last line end taken off. */
function pushLines(lines: RawLine[], bytes: Uint8Array): void {
  const text = decodedStrictly(bytes);
  if (text === null || !areShort(text)) return pushSlowly(lines, bytes);
  let from = 0;
  for (;;) {
    const end = text.indexOf("\n", from);
    const to = end === -1 ? text.length : end;
    const isCrLf = to > from && text.charCodeAt(to - 1) === CR;
    lines.push({
      text: untrustedText(text.slice(from, isCrLf ? to - 1 : to)),
      cutBytes: 0,
      cut: null,
    });
    if (end === -1) return;
    from = end + 1;
  }
}

function areShort(text: string): boolean {
  if (text.length <= SURELY_SHORT) return true;
  for (let from = 0; from <= text.length;) {
    const end = text.indexOf("\n", from);
    const to = end === -1 ? text.length : end;
    if (to - from > SURELY_SHORT) return false;
    from = to + 1;
  }
  return true;
}

function pushSlowly(lines: RawLine[], bytes: Uint8Array): void {
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(LF, from);
    const to = end === -1 ? bytes.length : end;
    const isCrLf = to > from && bytes[to - 1] === CR;
    const line = bytes.subarray(from, isCrLf ? to - 1 : to);
    lines.push(lineOf(line, line.length));
    if (end === -1) return;
    from = end + 1;
  }
}

/** `total`: its true length, where less of it was kept. */
function lineOf(bytes: Uint8Array, total: number): RawLine {
  if (total <= MOST_LINE_BYTES) return { text: decoded(bytes), cutBytes: 0, cut: null };
  const shown = wholeCharacters(bytes, MOST_LINE_BYTES);
  return {
    text: decoded(bytes.subarray(0, shown)),
    cutBytes: total - shown,
    cut: bytes.length === total ? bytes.slice(shown) : null,
  };
}

/** At most `most`, so that no character is torn. */
function wholeCharacters(bytes: Uint8Array, most: number): number {
  for (let back = 0; back < 4; back++) {
    const next = bytes[most - back] ?? 0;
    if ((next & 0xc0) !== 0x80) return most - back;
  }
  return most;
}
