import { once } from "node:events";

/**
 * stdout of a program without a screen: results, whole lines only. A reader that goes away (`| head`) is told to `onClosed`, not thrown.
 */
export class Output {
  readonly #out: NodeJS.WriteStream;
  #isClosed = false;

  constructor(out: NodeJS.WriteStream, onClosed: () => void) {
    this.#out = out;
    const closed = () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      onClosed();
    };
    out.on("error", closed);
    out.on("close", closed);
  }

  /** Writes one or more whole lines; waits while the reader is slow. */
  async line(text: string): Promise<void> {
    if (this.#isClosed) return;
    if (!this.#out.write(`${text}\n`))
      await Promise.race([once(this.#out, "drain"), once(this.#out, "close")]).catch(
        () => undefined,
      );
  }
}
