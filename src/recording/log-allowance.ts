import type { LogLine } from "../domain/log.ts";
import { bytes, KIB, SECOND_MS } from "../domain/units.ts";

/** Of log text for each second, and what may come at once after a quiet time: half an hour of it is 28 MiB, some MiB once it is packed. */
export const LOG_ALLOWANCE = { bytesPerSecond: 16 * KIB, atOnceBytes: 256 * KIB };

/**
 * What of a flood of log lines is kept, so that it does not push out all else of the last half hour. What is left out is told by the next line that is kept (`lostBytes`).
 * A cell: it changes.
 */
export class LogAllowance {
  readonly #limits: typeof LOG_ALLOWANCE;
  #left: number;
  #at: number | null = null;
  #leftOut = 0;

  constructor(limits: typeof LOG_ALLOWANCE = LOG_ALLOWANCE) {
    this.#limits = limits;
    this.#left = limits.atOnceBytes;
  }

  /** @param at  our own clock in milliseconds, never falling */
  kept(lines: readonly LogLine[], at: number): readonly LogLine[] {
    const { bytesPerSecond, atOnceBytes } = this.#limits;
    const passedMs = this.#at === null ? 0 : at - this.#at;
    this.#left = Math.min(atOnceBytes, this.#left + (passedMs / SECOND_MS) * bytesPerSecond);
    this.#at = at;
    return lines.flatMap((line) => this.#one(line));
  }

  #one(line: LogLine): readonly LogLine[] {
    const size = line.text.length + line.cutBytes + 1;
    if (line.text.length > this.#left) {
      this.#leftOut += size + (line.lostBytes ?? 0);
      return [];
    }
    this.#left -= line.text.length;
    if (this.#leftOut === 0) return [line];
    const lostBytes = bytes(this.#leftOut + (line.lostBytes ?? 0));
    this.#leftOut = 0;
    return [{ ...line, lostBytes }];
  }
}
