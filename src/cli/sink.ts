import { isHello } from "../recording/head.ts";

/** Where the lines of a recording go. Methods are awaited one after another; they reject as node:fs does. */
export type Sink = {
  readonly put: (line: string) => Promise<void>;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly bytes: () => number;
};

/** Plain lines, handed to the owner of stdout; a hello before them, unless they bring one. */
export class StdoutSink implements Sink {
  readonly #line: (line: string) => Promise<void>;
  readonly #hello: () => string;
  #bytes = 0;

  constructor(line: (line: string) => Promise<void>, hello: () => string) {
    this.#line = line;
    this.#hello = hello;
  }

  async put(line: string): Promise<void> {
    const lines = this.#bytes === 0 && !isHello(line) ? [this.#hello(), line] : [line];
    for (const each of lines) {
      this.#bytes += Buffer.byteLength(each) + 1;
      await this.#line(each);
    }
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  bytes(): number {
    return this.#bytes;
  }
}
