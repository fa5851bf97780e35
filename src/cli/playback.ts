import {
  closeSync,
  constants as flags,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
} from "node:fs";
import { Socket } from "node:net";
import type { Readable, Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { Observation } from "../domain/observation.ts";
import { TransportError } from "../domain/ports/transport.ts";
import { untrustedText } from "../domain/text.ts";
import { KIB } from "../domain/units.ts";
import { newTally, readObservations, type ReadTally } from "../recording/lines.ts";
import { unpackedBy } from "./unpacking.ts";

const PIECE_BYTES = 256 * KIB;

export type Reading = {
  /** For the path `-`. */
  readonly stdin?: Readable;
  /** Counts what had to be left out. */
  readonly tally?: ReadTally;
  /** Ends the reading, also of a pipe that nothing comes from. */
  readonly signal?: AbortSignal;
};

/**
 * The Observations of a recording, as fast as they are asked for: a file, or stdin for `-`. Packed or not is told from its first bytes, whatever its name.
 * A torn file (its writer was killed) ends where it cannot be read further; `FILE.1` is another recording.
 * @throws TransportError, while it is read: `unreadable-file` (detail: the path), `not-a-recording` (detail: what it is instead).
 */
export function openRecording(path: string, reading: Reading = {}): AsyncIterable<Observation> {
  const { tally = newTally() } = reading;
  return readObservations(openBytes(path, { ...reading, tally }), tally);
}

/**
 * What is in a file, unpacked, as `openRecording` reads it; no piece is written to again.
 * @throws as `openRecording`
 */
export function openBytes(path: string, reading: Reading = {}): AsyncGenerator<Uint8Array> {
  const { stdin = process.stdin, tally = newTally(), signal } = reading;
  const pieces = path === "-" ? piecesOf(stdin, path, signal) : piecesOfFile(path, signal);
  return unpacked(pieces, tally);
}

async function* piecesOfFile(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const fd = openFile(path);
  const stat = fstatSync(fd);
  if (stat.isDirectory()) {
    closeSync(fd);
    throw notARecording("it is a directory");
  }
  // A socket waits for a pipe's writer in the event loop, a file stream in a thread that no signal can end.
  const stream = stat.isFIFO()
    ? new Socket({ fd, readable: true, writable: false })
    : createReadStream(path, { fd, highWaterMark: PIECE_BYTES });
  yield* piecesOf(stream, path, signal);
}

/** Without waiting: a pipe with a name would keep us here until somebody writes to it. */
function openFile(path: string): number {
  try {
    return openSync(path, flags.O_RDONLY | flags.O_NONBLOCK);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* piecesOf(
  stream: Readable,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const end = () => stream.destroy();
  signal?.addEventListener("abort", end, { once: true });
  try {
    for await (const piece of stream) yield Buffer.from(piece);
  } catch (error) {
    if (signal?.aborted !== true) throw unreadable(path, error);
  } finally {
    signal?.removeEventListener("abort", end);
    stream.destroy();
  }
}

const MAGICS = [
  { bytes: Buffer.from([0x1f, 0x8b]), unpacker: () => createGunzip() },
  { bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), unpacker: () => createZstdDecompress() },
];
const LONGEST_MAGIC = 4;
const unpackerOf = (start: Uint8Array) =>
  MAGICS.find(({ bytes }) => bytes.equals(start.subarray(0, bytes.length)));

/** Whether the file at `path` is one that can be read again and again from any place: no pipe, and not packed. False where it cannot be opened. */
export function isPlainFile(path: string): boolean {
  try {
    const fd = openFile(path);
    try {
      const start = new Uint8Array(LONGEST_MAGIC);
      return (
        fstatSync(fd).isFile() && unpackerOf(start.subarray(0, readSync(fd, start))) === undefined
      );
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

async function* unpacked(
  pieces: AsyncGenerator<Buffer>,
  tally: ReadTally,
): AsyncGenerator<Uint8Array> {
  try {
    let start = Buffer.alloc(0);
    while (start.length < LONGEST_MAGIC) {
      const next = await pieces.next();
      if (next.done === true) break;
      start = Buffer.concat([start, next.value]);
    }
    const all = (async function* () {
      yield start;
      yield* pieces;
    })();
    const magic = unpackerOf(start);
    if (magic === undefined) yield* all;
    else yield* through(all, magic.unpacker(), tally);
  } finally {
    // not awaited: a pipe that nothing comes from would keep us here
    void pieces.return(undefined);
  }
}

/** What is behind a damaged place is lost, and with it up to 64 KiB before it that the unpacker had not handed out. Input that ends too early is only noted. */
async function* through(
  pieces: AsyncGenerator<Buffer>,
  unpacker: Transform,
  tally: ReadTally,
): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  try {
    for await (const piece of unpackedBy(pieces, unpacker)) {
      isEmpty = false;
      yield piece;
    }
  } catch (error) {
    if (error instanceof TransportError) throw error;
    if (isEmpty && !endsTooEarly(error)) throw notARecording("its compressed data is damaged");
    tally.isTorn = true;
  }
}

const endsTooEarly = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "Z_BUF_ERROR";

const notARecording = (what: string): TransportError =>
  new TransportError({ kind: "not-a-recording", detail: untrustedText(what) });

const unreadable = (path: string, cause: unknown): TransportError =>
  new TransportError({ kind: "unreadable-file", detail: untrustedText(path) }, { cause });
