// What is asked beside the rounds: files of a project, and what was appended to logs. One at a time, between two readings, out of the same budget.
import { TransportError } from "../domain/ports/transport.ts";
import type { Fault } from "../domain/fault.ts";
import type { Answer, Prefix } from "./protocol.ts";

export type Errand = {
  readonly request: (prefix: Prefix) => Uint8Array;
  /** For the budget. */
  readonly priceMs: number;
  /** Of the tails of logs: asked when it is their turn, or when the budget has room, or when it has waited long. */
  readonly isOfTails?: true;
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
  /** How long until one of the waiting is asked for that reason alone; null: none waits. */
  readonly waitMs: (means: Means) => number | null;
  readonly done: (errand: Waiting, answer: Answer, nowMs: number) => void;
  readonly end: (fault: Fault) => void;
  /** Resolves when there is one that is asked now. */
  readonly arrival: (means: Means) => Promise<void>;
};

/** By our clock; what can be spent, and when it is the tails' turn. */
export type Means = {
  readonly nowMs: number;
  readonly canAfford: (priceMs: number) => boolean;
  /** 0: now. `isContinued`: of a turn that has begun. */
  readonly untilTurnMs: (isContinued: boolean) => number;
};

/** One that has to wait is asked all the same after so long, so that a small budget slows logs down and does not end them. */
const PATIENCE_MS = 5000;
/** Twice as much stays for the readings: a flood of log lines must not keep their memory away. */
const PRICES_HELD = 3;
/** What comes so soon after an answer goes on with the same lines. */
const CONTINUED_MS = 100;

export function newErrands(): Errands {
  const waiting: Waiting[] = [];
  let over: Fault | null = null;
  let arrived = Promise.withResolvers<void>();
  let lastTailsMs = Number.NEGATIVE_INFINITY;
  const restMs = (errand: Waiting, { nowMs, canAfford, untilTurnMs }: Means): number => {
    errand.sinceMs ??= nowMs;
    if (errand.isOfTails !== true || canAfford(PRICES_HELD * errand.priceMs)) return 0;
    const isContinued = errand.sinceMs - lastTailsMs <= CONTINUED_MS;
    const patience = errand.sinceMs + PATIENCE_MS - nowMs;
    return Math.max(0, Math.min(untilTurnMs(isContinued), patience));
  };
  const next = (means: Means): Waiting | null =>
    waiting.find((errand) => restMs(errand, means) === 0) ?? null;
  return {
    add(errand) {
      if (over !== null) return Promise.reject(new TransportError(over));
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ ...errand, sinceMs: null, resolve, reject });
      arrived.resolve();
      return promise;
    },
    next,
    waitMs: (means) =>
      waiting.length === 0 ? null : Math.min(...waiting.map((errand) => restMs(errand, means))),
    done(errand, answer, nowMs) {
      waiting.splice(waiting.indexOf(errand), 1);
      if (errand.isOfTails === true) lastTailsMs = nowMs;
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
