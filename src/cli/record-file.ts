import { open, type FileHandle } from "node:fs/promises";
import {
  constants,
  createGzip,
  createZstdCompress,
  gunzipSync,
  gzipSync,
  type Gzip,
  type ZstdCompress,
} from "node:zlib";
import type { Packing } from "../recording/keep.ts";
import { once } from "node:events";

/** For what is kept in memory: measured at 0.06 ms per sample of 8 processes, and 1/30 of its text. */
export const gzipPacking: Packing = {
  pack: (text) => gzipSync(text),
  unpack: (member) => gunzipSync(member).toString(),
};

/** How a file's name says it is packed; FILE.1 is packed as FILE. */
export type FilePacking = "gz" | "zst" | "plain";

export function packingOf(path: string): FilePacking {
  if (path.endsWith(".gz")) return "gz";
  return path.endsWith(".zst") ? "zst" : "plain";
}

/** Opens for the owner alone: a recording has log lines in it. */
const MODE = 0o600;
/** Deflate writes what it cannot compress as stored blocks of at most 16 KiB with 5 bytes each; the rest is head, trailer and flush marks. */
const expanded = (bytes: number): number => bytes + Math.ceil(bytes / 1000) + 64;

/** One file of a recording while it is written. Methods are awaited one after another, and reject as node:fs does. */
export class RecordFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #packer: Packer | null;
  #written = 0;
  #pending = 0;

  static async open(path: string, flags: "wx" | "a", packing: FilePacking): Promise<RecordFile> {
    return new RecordFile(path, await open(path, flags, MODE), packing);
  }

  private constructor(path: string, file: FileHandle, packing: FilePacking) {
    this.path = path;
    this.#file = file;
    this.#packer = packing === "plain" ? null : new Packer(packing);
  }

  /** Bytes on disk; what the packer still holds is not in it. */
  get written(): number {
    return this.#written;
  }

  /** Whether the file stays within `bytes` with this text, whatever the packer makes of it. */
  fits(text: string, bytes: number): boolean {
    const size = Buffer.byteLength(text);
    const most = this.#packer === null ? size : expanded(this.#pending + size);
    return this.#written + most <= bytes;
  }

  async add(text: string): Promise<void> {
    if (this.#packer === null) return this.#put(Buffer.from(text));
    this.#pending += Buffer.byteLength(text);
    await this.#put(await this.#packer.add(text));
  }

  /** All that was added can be read from the file after this. */
  async flush(): Promise<void> {
    if (this.#packer === null || this.#pending === 0) return;
    await this.#put(await this.#packer.flush());
    this.#pending = 0;
  }

  async close(): Promise<void> {
    try {
      if (this.#packer !== null) await this.#put(await this.#packer.end());
    } finally {
      await this.#file.close();
    }
  }

  async #put(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    await this.#file.writeFile(bytes);
    this.#written += bytes.length;
  }
}

/** A zlib stream asked step by step: each step gives what came out of it. */
class Packer {
  readonly #stream: Gzip | ZstdCompress;
  readonly #flushKind: number;
  #out: Buffer[] = [];

  constructor(packing: "gz" | "zst") {
    this.#stream = packing === "gz" ? createGzip() : createZstdCompress();
    this.#flushKind = packing === "gz" ? constants.Z_SYNC_FLUSH : constants.ZSTD_e_flush;
    this.#stream.on("data", (bytes: Buffer) => this.#out.push(bytes));
  }

  async add(text: string): Promise<Buffer> {
    await new Promise<void>((resolve) => this.#stream.write(text, () => resolve()));
    return this.#taken();
  }

  async flush(): Promise<Buffer> {
    await new Promise<void>((resolve) => this.#stream.flush(this.#flushKind, () => resolve()));
    return this.#taken();
  }

  async end(): Promise<Buffer> {
    const ended = once(this.#stream, "end");
    this.#stream.end();
    await ended;
    return this.#taken();
  }

  #taken(): Buffer {
    const taken = Buffer.concat(this.#out);
    this.#out = [];
    return taken;
  }
}
