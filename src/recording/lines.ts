import type { Observation } from "../domain/observation.ts";
import { TransportError } from "../domain/ports/transport.ts";
import { untrustedText } from "../domain/text.ts";
import { KIB, MIB } from "../domain/units.ts";
import { decodeObservation } from "./decode.ts";

/** What a reading had to leave out; counted while it goes on. */
export type ReadTally = {
  /** Lines longer than the bound. */
  tooLong: number;
  /** Lines that are no observation. */
  unreadable: number;
  /** The last line has no end and cannot be read: the writer was killed. */
  isTorn: boolean;
};

export const newTally = (): ReadTally => ({ tooLong: 0, unreadable: 0, isTorn: false });

export type LineBounds = { readonly line: number; readonly first: number };

/** A sample of 500 processes has about 300 KiB, a snapshot some MiB; a hello is one short line, and what has none is refused early. In UTF-16 units. */
export const LINE_BOUNDS: LineBounds = { line: 64 * MIB, first: 64 * KIB };

/**
 * The Observations of a recording, of its (decompressed) bytes. The first is a hello; more of them may follow, where sessions were appended to one another.
 * Holds one line and one piece of bytes. Bytes that are no UTF-8 become U+FFFD.
 * @param tally  counts what was left out: it is changed while reading.
 * @throws TransportError `not-a-recording`, with what it is instead, when the first line is no hello of version 1; and whatever `pieces` throws.
 */
export async function* readObservations(
  pieces: AsyncIterable<Uint8Array>,
  tally: ReadTally = newTally(),
  bounds: LineBounds = LINE_BOUNDS,
): AsyncGenerator<Observation> {
  let isFirst = true;
  for await (const line of linesOf(pieces, () => (isFirst ? bounds.first : bounds.line))) {
    if (line.text?.trim() === "") continue;
    if (isFirst) {
      yield firstOf(line.text);
      isFirst = false;
      continue;
    }
    const observation = line.text === null ? null : read(line.text);
    if (observation !== null) yield observation;
    else if (line.text === null) tally.tooLong += 1;
    else if (line.isWhole) tally.unreadable += 1;
    else tally.isTorn = true;
  }
  if (isFirst) throw notARecording("it is empty");
}

const read = (line: string): Observation | null => decodeObservation(line) ?? afterTear(line);

/** A session appended to a torn line stands in that line. JSON escapes quotes, so that no text of a target can hold these bytes. */
function afterTear(line: string): Observation | null {
  const start = line.lastIndexOf('{"type":"');
  return start > 0 ? decodeObservation(line.slice(start)) : null;
}

function firstOf(line: string | null): Observation {
  if (line === null) throw notARecording("its first line is no hello");
  const first = decodeObservation(line);
  if (first?.type === "hello") return first;
  if (first?.type !== "other" || first.name !== "hello")
    throw notARecording(
      first === null && !isJson(line) ? "its first line is not JSON" : "its first line is no hello",
    );
  const version = /"v"\s*:\s*(\d{1,9})/u.exec(line)?.[1];
  throw notARecording(
    version === undefined || version === "1"
      ? "its hello is incomplete"
      : `it was written by a later version (format ${version})`,
  );
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const notARecording = (what: string): TransportError =>
  new TransportError({ kind: "not-a-recording", detail: untrustedText(what) });

/** `text` null: a line longer than the bound, skipped up to its end. */
type Line = { readonly text: string | null; readonly isWhole: boolean };

/** Lines without their LF (a CR before it is white space to JSON). */
async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
  bound: () => number,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = "";
  let isSkipping = false;
  for await (const piece of pieces) {
    const parts = decoder.decode(piece, { stream: true }).split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      const text = rest + part;
      rest = "";
      if (!isSkipping) yield { text: text.length > bound() ? null : text, isWhole: true };
      isSkipping = false;
    }
    if (isSkipping) continue;
    rest += last;
    if (rest.length <= bound()) continue;
    yield { text: null, isWhole: true };
    rest = "";
    isSkipping = true;
  }
  rest += decoder.decode();
  if (rest !== "" && !isSkipping) yield { text: rest, isWhole: false };
}
