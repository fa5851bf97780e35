import { open, type FileHandle } from "node:fs/promises";
import { lineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import { logReader, type LogReaderOptions } from "../../analysis/logs/reader.ts";
import type { LogLine } from "../../domain/log.ts";
import { epochMs, KIB, MIB, type EpochMs } from "../../domain/units.ts";
import { isHello } from "../../recording/head.ts";
import { isPlainFile } from "../playback.ts";
import { openLogInput, type InputWish } from "./input.ts";

/** So much of the end of a file is looked at for a time; then eight times as much, and so on. */
const FIRST_WINDOW_BYTES = 64 * KIB;
/** Where this much of its end says no time, a file says none. */
const LAST_WINDOW_BYTES = 32 * MIB;

/**
 * The time of the last record of a log that says one, or of the last sample or line of a recording. A plain log is read from its end, everything else from its start.
 * @returns null where none says a time, and of standard input, which cannot be read twice
 * @throws TransportError as the input does
 */
export async function lastTime(
  path: string,
  options: LogReaderOptions,
  wish: Omit<InputWish, "isFollowed">,
): Promise<EpochMs | null> {
  if (path === "-") return null;
  if (isPlainFile(path)) {
    const file = await open(path, "r");
    try {
      if (!isHello(await textOf(file, 0, HELLO_BYTES))) return await lastOfFile(file, options);
    } finally {
      await file.close();
    }
  }
  const { steps } = await openLogInput(path, { ...wish, isFollowed: false });
  const last = new LastTime(options);
  for await (const step of steps) {
    if (step.type === "sample") last.note(step.sample.at);
    if (step.type === "lines") last.read(step.lines);
  }
  return last.end();
}

const HELLO_BYTES = 32;

const textOf = async (file: FileHandle, from: number, length: number): Promise<string> =>
  Buffer.from(await bytesOf(file, from, length)).toString();

async function bytesOf(file: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

async function lastOfFile(file: FileHandle, options: LogReaderOptions): Promise<EpochMs | null> {
  const { size } = await file.stat();
  for (let window = FIRST_WINDOW_BYTES; ; window *= 8) {
    const from = Math.max(0, size - window);
    const cutter = lineCutter();
    const cut = cutter.cut(await bytesOf(file, from, size - from));
    const last = new LastTime(options);
    // the first of them is the end of a line, unless it is the file's first
    last.read([...(from === 0 ? cut : cut.slice(1)), ...cutter.end()].map(lineOf));
    const at = last.end();
    if (at !== null || from === 0 || window >= LAST_WINDOW_BYTES) return at;
  }
}

const lineOf = (line: RawLine): LogLine => ({
  ...line,
  at: epochMs(0),
  clock: "backlog",
  source: "",
  writer: null,
});

class LastTime {
  readonly #options: LogReaderOptions;
  readonly #readers = new Map<string, ReturnType<typeof logReader>>();
  #at: EpochMs | null = null;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  note(at: EpochMs | null): void {
    if (at !== null) this.#at = at;
  }

  read(lines: readonly LogLine[]): void {
    for (const line of lines) {
      const reader = this.#readers.get(line.source) ?? logReader(this.#options);
      this.#readers.set(line.source, reader);
      for (const { at } of reader.read(line)) this.note(at);
    }
  }

  end(): EpochMs | null {
    for (const reader of this.#readers.values()) for (const { at } of reader.flush()) this.note(at);
    return this.#at;
  }
}
