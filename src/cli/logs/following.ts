import { open, stat, type FileHandle } from "node:fs/promises";
import type { Clock } from "../../domain/ports/clock.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { KIB } from "../../domain/units.ts";

/** `idle`: all that is there was read. `anew`: what follows is another file of that name, or the same one emptied; a line without end ended here. */
export type FollowedPiece = Uint8Array | "idle" | "anew";

const PIECE_BYTES = 256 * KIB;
const POLL_MS = 200;

/**
 * A file from its start and then what is appended, by name: through truncation, rotation (a renamed file is read to its end, also what is still written to it
 * until the new one has something) and re-creation. Ends with `signal` alone, without an error. Holds one piece.
 * @throws TransportError `unreadable-file` when it cannot be opened at first
 */
export async function* followFile(
  path: string,
  clock: Pick<Clock, "sleep">,
  signal: AbortSignal,
): AsyncGenerator<FollowedPiece> {
  let file = await OpenFile.open(path);
  try {
    while (!signal.aborted) {
      yield* file.rest(signal);
      const state = await file.stateOf(path);
      if (state === "same") {
        yield "idle";
        await clock.sleep(POLL_MS, signal);
        continue;
      }
      if (state === "emptied") file.rewind();
      else {
        // what was written between the end of the file and its renaming
        yield* file.rest(signal);
        const next = await OpenFile.open(path).catch(() => null);
        if (next === null) continue;
        await file.close();
        file = next;
      }
      yield "anew";
    }
  } finally {
    await file.close();
  }
}

class OpenFile {
  readonly #file: FileHandle;
  readonly #id: string;
  #offset = 0;

  static async open(path: string): Promise<OpenFile> {
    try {
      const file = await open(path, "r");
      return new OpenFile(file, idOf(await file.stat({ bigint: true })));
    } catch (cause) {
      throw new TransportError({ kind: "unreadable-file", detail: untrustedText(path) }, { cause });
    }
  }

  private constructor(file: FileHandle, id: string) {
    this.#file = file;
    this.#id = id;
  }

  async *rest(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    while (!signal.aborted) {
      const piece = new Uint8Array(PIECE_BYTES);
      const { bytesRead } = await this.#file.read(piece, 0, PIECE_BYTES, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  /** What stands at that name now. One that is gone, and one that nobody has written to yet, do not replace it. */
  async stateOf(path: string): Promise<"same" | "emptied" | "replaced"> {
    const now = await stat(path, { bigint: true }).catch(() => null);
    if (now === null) return "same";
    if (idOf(now) !== this.#id) return now.size > 0n ? "replaced" : "same";
    return now.size < this.#offset ? "emptied" : "same";
  }

  rewind(): void {
    this.#offset = 0;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

const idOf = ({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string =>
  `${dev}:${ino}`;
