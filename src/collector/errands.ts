// What is asked beside the rounds: files of a project. One at a time, between two readings, out of the same budget.
import { TransportError } from "../domain/ports/transport.ts";
import type { Fault } from "../domain/fault.ts";
import type { Answer, Prefix } from "./protocol.ts";

export type Errand = {
  readonly request: (prefix: Prefix) => Uint8Array;
  /** How many files it will open, for the budget. */
  readonly files: number;
};

type Waiting = Errand & {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: TransportError) => void;
};

/** Who waits for an answer. An errand that a broken connection took with it is asked again on the next. */
export type Errands = {
  /** Rejects with a TransportError when the session is over. */
  readonly add: (errand: Errand) => Promise<Answer>;
  readonly next: () => Waiting | null;
  readonly done: (errand: Waiting, answer: Answer) => void;
  readonly end: (fault: Fault) => void;
  /** Resolves when there is one. */
  readonly arrival: () => Promise<void>;
};

export function newErrands(): Errands {
  const waiting: Waiting[] = [];
  let over: Fault | null = null;
  let arrived = Promise.withResolvers<void>();
  return {
    add(errand) {
      if (over !== null) return Promise.reject(new TransportError(over));
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ ...errand, resolve, reject });
      arrived.resolve();
      return promise;
    },
    next: () => waiting[0] ?? null,
    done(errand, answer) {
      waiting.splice(waiting.indexOf(errand), 1);
      errand.resolve(answer);
    },
    end(fault) {
      over = fault;
      for (const errand of waiting.splice(0)) errand.reject(new TransportError(fault));
    },
    arrival() {
      if (waiting.length > 0) return Promise.resolve();
      arrived = Promise.withResolvers<void>();
      return arrived.promise;
    },
  };
}
