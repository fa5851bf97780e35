/** Our own clock, never a target's: it paces and measures silence. */
export type Clock = {
  /** Milliseconds that only go forward. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after `ms`, or at once when `signal` is aborted. Never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Calls `then` once, after `ms`; what it returns calls that off. */
  readonly after: (ms: number, then: () => void) => () => void;
  /** A random number in [0, 1). */
  readonly random: () => number;
};
