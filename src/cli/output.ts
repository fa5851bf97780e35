import type { Fault } from "../domain/fault.ts";
import { untrustedText } from "../domain/text.ts";
import { diskText } from "../words/disk.ts";

/**
 * stdout of a program without a screen: results, whole lines only. Its end is told to `onEnd`, not thrown: `null` when the reader went away (`| head`),
 * a Fault when what was written could not be kept (a full disk).
 */
export class Output {
  readonly #out: NodeJS.WriteStream;
  readonly #onEnd: (fault: Fault | null) => void;
  #isClosed = false;

  constructor(out: NodeJS.WriteStream, onEnd: (fault: Fault | null) => void) {
    this.#out = out;
    this.#onEnd = onEnd;
    out.on("error", (error) => this.#close(faultOf(error)));
    out.on("close", () => this.#close(null));
  }

  /** Its reader went away, or it could not be kept. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Writes one or more whole lines; waits until the reader has taken them. */
  async line(text: string): Promise<void> {
    if (this.#isClosed) return;
    const written = Promise.withResolvers<void>();
    this.#out.write(`${text}\n`, (error) => {
      if (error) this.#close(faultOf(error));
      written.resolve();
    });
    await written.promise;
  }

  #close(fault: Fault | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onEnd(fault);
  }
}

/** A reader that is gone is no fault. */
function faultOf({ code }: NodeJS.ErrnoException): Fault | null {
  if (code === "EPIPE" || code === "EIO" || code === "ECONNRESET") return null;
  const detail = untrustedText(`standard output: ${diskText(String(code))}`);
  return { kind: "unwritable-file", detail };
}
