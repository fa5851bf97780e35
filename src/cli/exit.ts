import { constants } from "node:os";

/** Exit codes of contract part 1. */
export const EXIT = { done: 0, found: 1, usage: 2, target: 3, bug: 70 } as const;

/** A foreseen end: one sentence on stderr, then this code. The only error that `main` expects. */
export class Ending extends Error {
  override readonly name = "Ending";
  readonly code: number;

  constructor(code: number, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

export const codeOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
