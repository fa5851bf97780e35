// What is asked beside the rounds: files of a project. One at a time, between two readings, out of the same budget.
import { TransportError } from "../domain/ports/transport.ts";
import type { Fault } from "../domain/fault.ts";
import type { Answer, Prefix } from "./protocol.ts";

export type Errand = {
  readonly request: (prefix: Prefix) => Uint8Array;
  /** For the budget. */
  readonly priceMs: number;
  /** Nobody waits for this one: it is asked when the budget has room, or when it has waited long. */
  readonly isPatient?: true;
};

type Waiting = Errand & {
  /** When it was first seen waiting; null: not yet. */
  sinceMs: number | null;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: TransportError) => void;
};

/** Who waits for an answer. An errand that a broken connection took with it is asked again on the next. */
export type Errands = {
  /** Rejects with a TransportError when the session is over. */
  readonly add: (errand: Errand) => Promise<Answer>;
  /** What is asked now; null: nothing, or only what can wait. */
  readonly next: (means: Means) => Waiting | null;
  readonly done: (errand: Waiting, answer: Answer) => void;
  readonly end: (fault: Fault) => void;
  /** Resolves when there is one that is asked now. */
  readonly arrival: (means: Means) => Promise<void>;
};

/** By our clock; whether so much can be spent. */
export type Means = {
  readonly nowMs: number;
  readonly canAfford: (priceMs: number) => boolean;
};

/** A patient errand is asked all the same after so long, so that a small budget slows logs down and does not end them. */
const PATIENCE_MS = 5000;
/** Twice as much stays for the readings: a flood of log lines must not keep their memory away. */
const PRICES_HELD = 3;

export function newErrands(): Errands {
  const waiting: Waiting[] = [];
  let over: Fault | null = null;
  let arrived = Promise.withResolvers<void>();
  const isDue = (errand: Waiting, { nowMs, canAfford }: Means): boolean => {
    errand.sinceMs ??= nowMs;
    return (
      errand.isPatient !== true ||
      canAfford(PRICES_HELD * errand.priceMs) ||
      nowMs - errand.sinceMs >= PATIENCE_MS
    );
  };
  const next = (means: Means): Waiting | null =>
    waiting.filter((errand) => isDue(errand, means))[0] ?? null;
  return {
    add(errand) {
      if (over !== null) return Promise.reject(new TransportError(over));
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ ...errand, sinceMs: null, resolve, reject });
      arrived.resolve();
      return promise;
    },
    next,
    done(errand, answer) {
      waiting.splice(waiting.indexOf(errand), 1);
      errand.resolve(answer);
    },
    end(fault) {
      over = fault;
      for (const errand of waiting.splice(0)) errand.reject(new TransportError(fault));
    },
    arrival(means) {
      if (next(means) !== null) return Promise.resolve();
      arrived = Promise.withResolvers<void>();
      return arrived.promise;
    },
  };
}
