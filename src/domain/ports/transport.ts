import type { Fault } from "../fault.ts";
import type { Target } from "../target.ts";

/** A fault crossing an `await`. The only error class adapters may throw on purpose. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super(`${fault.kind}: ${fault.detail ?? ""}`, options);
    this.fault = fault;
  }
}

/** One running program inside a Target. */
export type Stream = {
  /** Raw stdout. Ends when the program exits; throws TransportError when the link breaks. */
  readonly stdout: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes are handed over; rejects with TransportError when nobody takes them. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** The last words on stderr, at most 2 KiB: what a client says when it cannot reach its target. */
  readonly complaint: () => string;
  /** How the program ended, in words (`exit 1`, `signal SIGKILL`); null while it runs. */
  readonly ending: () => string | null;
  /** PID of the client process on this machine, whose cost is ours. */
  readonly clientPid: number | null;
};

/**
 * What a kind of Target must be able to do to be watched: run one program. Nothing else.
 *
 * Contract, checked for every adapter by `test/targets/contract.ts`:
 * - aborting `signal` ends all that runs of it on this machine within one second; what runs elsewhere sees the end of its stdin;
 * - every expected failure is a TransportError; any other throw is a bug;
 * - an adapter neither parses the output nor retries. Both belong to `collector/session.ts`.
 */
export type Transport = {
  /** URI scheme it answers to, without the colon: `local`, `exec`. */
  readonly scheme: string;
  /** Start `argv` in the target and talk to it: what is written reaches its stdin, its stdout comes back. */
  readonly open: (target: Target, argv: readonly string[], signal: AbortSignal) => Promise<Stream>;
  /**
   * Why, in the words of whoever runs the target: asked after a stream could not be had or broke. `fault`: what was seen from here, and the answer where nothing better is known.
   * `attachedAt`: when the last stream began, our clock; null: there was none. Null: there is nobody to ask. Never rejects.
   */
  readonly explain:
    | ((
        target: Target,
        seen: { readonly fault: Fault; readonly attachedAt: number | null },
        signal: AbortSignal,
      ) => Promise<Fault>)
    | null;
};
