import type { LogLine } from "../../domain/log.ts";
import type { Clock } from "../../domain/ports/clock.ts";

/** Lines that stood before what was read of logs, those of one source behind each other. */
export type EarlierLines = {
  readonly lines: readonly LogLine[];
  /** How many logs they are of. */
  readonly sources: number;
  /** What stands before them. */
  readonly leftBytes: number;
};

/** Between a key that asks for earlier lines and the loop that reads files. A cell. */
export class EarlierAsked {
  #asked: PromiseWithResolvers<EarlierLines | null> | null = null;
  #wake: (() => void) | null = null;
  #isOver = false;

  /** Null: nobody reads files there, or no more. Who asks while that is under way gets the same. */
  ask(): Promise<EarlierLines | null> {
    if (this.#isOver) return Promise.resolve(null);
    this.#asked ??= Promise.withResolvers();
    this.#wake?.();
    return this.#asked.promise;
  }

  /** Reads, if somebody asked. @throws what `read` throws */
  async answer(read: () => Promise<EarlierLines>): Promise<void> {
    const asked = this.#asked;
    if (asked === null) return;
    const lines = await read();
    this.#asked = null;
    asked.resolve(lines);
  }

  /** Sleeps until somebody asks, at most so long. */
  async nap(clock: Pick<Clock, "sleep">, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#asked !== null || signal.aborted) return;
    const own = new AbortController();
    const wake = (): void => own.abort();
    this.#wake = wake;
    signal.addEventListener("abort", wake, { once: true });
    await clock.sleep(ms, own.signal);
    signal.removeEventListener("abort", wake);
    this.#wake = null;
  }

  /** Nobody reads any more. */
  end(): void {
    this.#isOver = true;
    this.#asked?.resolve(null);
    this.#asked = null;
  }
}
