import { rename } from "node:fs/promises";
import { Head, isHello } from "../recording/head.ts";
import { packingOf, RecordFile } from "./record-file.ts";
import type { Sink } from "./sink.ts";

export type Rotation = {
  readonly path: string;
  /** Of one file; null: never full. */
  readonly maxSizeBytes: number | null;
  /** A hello line as of now. */
  readonly hello: () => string;
};

/** Lines into FILE and, when that is full, FILE.1: who may be dropped and which is the older one is said at `openRecorder`. */
export class RotatingFile implements Sink {
  readonly #rotation: Rotation;
  readonly #head = new Head();
  #file: RecordFile;
  #earlierBytes = 0;
  /** Nothing but its head is in the file yet: a line that is longer than the bound goes in all the same. */
  #isFresh = true;
  #isBegun = false;

  static async open(rotation: Rotation, flags: "wx" | "a"): Promise<RotatingFile> {
    const { path } = rotation;
    return new RotatingFile(rotation, await RecordFile.open(path, flags, packingOf(path)));
  }

  private constructor(rotation: Rotation, file: RecordFile) {
    this.#rotation = rotation;
    this.#file = file;
  }

  bytes(): number {
    return this.#earlierBytes + this.#file.written;
  }

  async put(line: string): Promise<void> {
    if (!this.#isBegun && !isHello(line)) await this.#file.add(`${this.#rotation.hello()}\n`);
    this.#isBegun = true;
    const text = `${line}\n`;
    if (!this.#isFresh && !(await this.#hasRoom(text))) await this.#rotate();
    await this.#file.add(text);
    this.#isFresh &&= isHello(line);
    this.#head.note(line);
  }

  flush(): Promise<void> {
    return this.#file.flush();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** A flush tells how much the packer made of what it holds. */
  async #hasRoom(text: string): Promise<boolean> {
    const most = this.#rotation.maxSizeBytes;
    if (most === null || this.#file.fits(text, most)) return true;
    await this.#file.flush();
    return this.#file.fits(text, most);
  }

  async #rotate(): Promise<void> {
    const { path, hello } = this.#rotation;
    const next = `${path}.1`;
    await this.#file.close();
    if (this.#file.path === next) await rename(next, path);
    this.#earlierBytes += this.#file.written;
    this.#file = await RecordFile.open(next, "wx", packingOf(path));
    for (const line of [hello(), ...this.#head.lines()]) await this.#file.add(`${line}\n`);
    this.#isFresh = true;
  }
}
