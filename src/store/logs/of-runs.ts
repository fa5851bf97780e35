// What of a ring the runs of tasks are judged by. Each thing in it is looked at once, however often one asks.
import { LOG_LEVELS } from "../../domain/log.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { LogRing } from "./ring.ts";
import { isGap, type Kept } from "./shelf.ts";
import { Sieve } from "./sieve.ts";

const ERROR = LOG_LEVELS.indexOf("error");
/** What crontab writes of a failure, and what Swoole writes of itself, is no record of the application. */
const FRAMEWORK = /^Crontab task \[/u;

export type OfRuns = {
  /** How many error records of the application were written between two times. */
  readonly errors: (from: EpochMs, to: EpochMs) => number;
  /** When lines were lost last; null: none was. */
  readonly lostAt: () => EpochMs | null;
};

const remembered = new WeakMap<LogRing, OfRuns>();

export function ofRing(ring: LogRing): OfRuns {
  const known = remembered.get(ring);
  if (known !== undefined) return known;
  const times = new Times(new Sieve(ring, (kept) => isError(ring, kept)));
  const gaps = new Sieve(ring, ({ content }) => content !== null && isLost(content));
  const made: OfRuns = {
    errors: (from, to) => times.between(from, to),
    lostAt: () =>
      gaps.all.findLast(({ content, time }) => content !== null && time !== null)?.time ?? null,
  };
  remembered.set(ring, made);
  return made;
}

const isLost = (content: NonNullable<Kept["content"]>): boolean =>
  typeof content === "object" && isGap(content);

function isError(ring: LogRing, kept: Kept): boolean {
  if (typeof kept.content !== "string" || kept.level < ERROR || kept.time === null) return false;
  const record = ring.record(kept);
  return record !== null && record.format !== "swoole" && !FRAMEWORK.test(record.message);
}

/** Ascending, as lines mostly come. */
class Times {
  readonly #sieve: Sieve;
  #times: number[] = [];
  #taken = 0;
  #turns = 0;

  constructor(sieve: Sieve) {
    this.#sieve = sieve;
  }

  between(from: number, to: number): number {
    this.#take();
    return this.#before((time) => time <= to) - this.#before((time) => time < from);
  }

  #take(): void {
    const { all, turns } = this.#sieve;
    if (turns !== this.#turns) {
      this.#times = [];
      this.#taken = 0;
      this.#turns = turns;
    }
    for (; this.#taken < all.length; this.#taken += 1) {
      const time = all[this.#taken]?.time ?? 0;
      if (time >= (this.#times.at(-1) ?? -Infinity)) this.#times.push(time);
      else
        this.#times.splice(
          this.#before((each) => each < time),
          0,
          time,
        );
    }
  }

  /** How many lie before the first that does not. */
  #before(lies: (time: number) => boolean): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (lies(this.#times[middle] ?? Infinity)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
