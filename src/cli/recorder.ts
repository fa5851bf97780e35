import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import type { Fault } from "../domain/fault.ts";
import { untrustedText } from "../domain/text.ts";
import { MIB } from "../domain/units.ts";
import { diskText } from "../words/disk.ts";
import { RotatingFile } from "./rotating-file.ts";
import { StdoutSink, type Sink } from "./sink.ts";

export type Recording = {
  /** A path; `-` is stdout: plain lines, no rotation. */
  readonly file: string;
  /** Null: without a bound. */
  readonly maxSizeBytes: number | null;
  /** A hello line as of now: each file begins with one. */
  readonly hello: () => string;
  /** Takes one line, for `-`. The owner of stdout knows what to do when its reader goes away. */
  readonly stdout: (line: string) => Promise<void>;
  readonly flushEveryMs?: number;
};

export type Recorder = {
  readonly file: string;
  /** Bytes on disk, dropped files included. */
  readonly bytes: () => number;
  /** Lines that were not written: too many waited for the disk, or the recording had failed. */
  readonly lost: () => number;
  /** Why nothing is written any more; null while all is well. */
  readonly fault: () => Fault | null;
  /** One line without its end. Resolves when it was taken; never rejects. */
  readonly write: (line: string) => Promise<void>;
  /** Many lines in one go: what is written after this call comes after them. */
  readonly writeAll: (lines: Iterable<string>) => Promise<void>;
  /** Never rejects. */
  readonly close: () => Promise<void>;
};

export type Opening =
  | { readonly recorder: Recorder; readonly fault: null }
  | { readonly recorder: null; readonly fault: Fault };

/** A killed program loses no more than this. */
const FLUSH_EVERY_MS = 10_000;
/** Text that may wait for a disk that does not answer. */
const MOST_WAITING_CHARACTERS = 64 * MIB;

/**
 * Begins a recording: encoded lines into a file, packed as its name says (.gz, .zst), readable for its owner alone.
 *
 * Nothing is overwritten: a file that exists and is not empty is refused, and so is a leftover FILE.1 when the recording may need it.
 * With `maxSizeBytes` no file grows above it (but for a single line that is longer): a full FILE goes on in FILE.1; when that is full, too, it takes the
 * place of FILE, whose lines are dropped, and a new FILE.1 goes on. So there are at most two, FILE is the older one, `cat FILE FILE.1` is in order,
 * and each begins with a hello and the session it stands on, so that it can be played alone.
 * What was written is in the file after 10 s at the latest; a file torn by a kill can be read up to there.
 * Never throws: a full disk or a missing permission is a Fault, here or in `recorder.fault()`.
 */
export async function openRecorder(recording: Recording): Promise<Opening> {
  const { file, hello, stdout, flushEveryMs = FLUSH_EVERY_MS } = recording;
  if (file === "-")
    return { recorder: recorderOf(file, new StdoutSink(stdout, hello)), fault: null };
  try {
    const recorder = recorderOf(file, await openSink(recording));
    const timer = setInterval(() => void recorder.flush(), flushEveryMs).unref();
    const close = () => {
      clearInterval(timer);
      return recorder.close();
    };
    return { recorder: { ...recorder, close }, fault: null };
  } catch (error) {
    return { recorder: null, fault: writeFault(file, error) };
  }
}

async function openSink({ file, maxSizeBytes, hello }: Recording): Promise<Sink> {
  const there = await statOf(file);
  // a device or a pipe takes what it is given, and has no second file
  const isFile = there === null || there.isFile();
  if (there !== null && isFile && there.size > 0) throw new Occupied(file);
  const most = isFile ? maxSizeBytes : null;
  if (most !== null && (await statOf(`${file}.1`)) !== null) throw new Occupied(`${file}.1`);
  return RotatingFile.open({ path: file, maxSizeBytes: most, hello }, there === null ? "wx" : "a");
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}

/** One line after the other into a sink; the first failure is the last. */
function recorderOf(file: string, sink: Sink): Recorder & { readonly flush: () => Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let lost = 0;
  let fault: Fault | null = null;
  const then = (step: () => Promise<void>) => {
    last = last.then(step).catch((error: unknown) => {
      fault ??= writeFault(file, error);
    });
    return last;
  };
  const put = async (line: string) => {
    if (fault === null) {
      await sink.put(line).catch((error: unknown) => {
        fault = writeFault(file, error);
      });
    }
    if (fault !== null) lost += 1;
  };
  return {
    file,
    bytes: () => sink.bytes(),
    lost: () => lost,
    fault: () => fault,
    write: (line) => {
      if (waiting > MOST_WAITING_CHARACTERS) {
        lost += 1;
        return Promise.resolve();
      }
      waiting += line.length;
      return then(async () => {
        waiting -= line.length;
        await put(line);
      });
    },
    writeAll: (lines) =>
      then(async () => {
        for (const line of lines) await put(line);
      }),
    flush: () => then(() => (fault === null ? sink.flush() : Promise.resolve())),
    close: () => then(() => sink.close()),
  };
}

/** An error of node:fs as a Fault; any other throw is a bug. */
function writeFault(file: string, error: unknown): Fault {
  if (error instanceof Occupied) return unwritable(`${error.path}: ${diskText("EEXIST")}`);
  const code = error instanceof Error && "code" in error ? String(error.code) : null;
  if (code === null) throw error;
  return unwritable(`${file}: ${diskText(code)}`);
}

const unwritable = (detail: string): Fault => ({
  kind: "unwritable-file",
  detail: untrustedText(detail),
});

class Occupied extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}
