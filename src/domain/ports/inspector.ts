import type { Container } from "../container.ts";
import type { Fault } from "../fault.ts";
import type { Target } from "../target.ts";
import type { Untrusted } from "../text.ts";
import type { Bytes, EpochMs } from "../units.ts";

/** Something that can be watched from here, as far as it is known without executing anything in it. Unknown is null. */
export type Candidate = {
  readonly target: Target;
  /** `local`, `docker`, `podman`, `ssh`: what Tab goes through in the picker. */
  readonly kind: string;
  /** What a person calls it: a container's name, a host, an application. */
  readonly name: Untrusted;
  /** `running`, `paused`, `exited`; null: not known (an ssh host is not probed). */
  readonly state: string | null;
  readonly image: Untrusted | null;
  readonly command: Untrusted | null;
  /** Published or listened to. */
  readonly ports: readonly number[];
  readonly memoryBytes: Bytes | null;
  /** Null: it has none, or it is not known. */
  readonly limitBytes: Bytes | null;
  readonly restarts: number | null;
  readonly startedAt: EpochMs | null;
  /** What it probably is, by its processes, image, command, labels; null: not told. */
  readonly probably: "hyperf" | "swoole" | "php" | "other" | null;
  /** Full id of the container, by which the same server seen from the host is told to be this one; null: no container. */
  readonly containerId: string | null;
};

/** Of something that nobody was asked about. */
export const NOTHING_KNOWN: Omit<Candidate, "target" | "kind" | "name"> = {
  state: null,
  image: null,
  command: null,
  ports: [],
  memoryBytes: null,
  limitBytes: null,
  restarts: null,
  startedAt: null,
  probably: null,
  containerId: null,
};

/** What one kind of target has to offer, again with each thing that became known. `fault`: why nothing can be told (an engine that does not answer). */
export type Listing = {
  readonly kind: string;
  readonly candidates: readonly Candidate[];
  readonly fault: Fault | null;
  /** Nothing more comes. */
  readonly isComplete: boolean;
};

/** Which lines of a container's output are wanted. */
export type LogsFrom =
  /** The last so many lines, or all since then by the engine's clock. */
  | { readonly kind: "tail"; readonly lines: number }
  | { readonly kind: "since"; readonly at: EpochMs };

/** Lines of stdout and stderr as they come, with the engine's time stamps. Ends when the engine ends it: with a restart, too. */
export type ContainerLine = {
  readonly stream: "stdout" | "stderr";
  /** Without line end. */
  readonly bytes: Uint8Array;
  readonly at: EpochMs | null;
  /** Nanoseconds of the stamp behind its millisecond; undefined: not told. */
  readonly nanoseconds?: number | undefined;
};

/**
 * What can be told of targets from outside, by whoever runs them. Nothing is executed in a target.
 *
 * Contract, checked for every adapter by `test/targets/inspector-contract.ts`:
 * - aborting `signal` ends what was started within one second;
 * - every expected failure is a TransportError (`list` says it in its listing); any other throw is a bug.
 */
export type Inspector = {
  readonly scheme: string;
  /** Never throws for an engine that does not answer; ends by itself. */
  readonly list: (signal: AbortSignal) => AsyncIterable<Listing>;
  /**
   * The targets that the user's words mean, one per word: names, ids, compose services; `labels`: all that run with these.
   * @throws TransportError `no-such-target`, `ambiguous-target`, `not-running`, `paused`, `not-linux`, `engine-unreachable`, `no-permission`, `command-not-found`
   */
  readonly resolve: (
    words: readonly string[],
    labels: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly Target[]>;
  /** Null: this kind has no containers (ssh). @throws TransportError */
  readonly inspect: ((target: Target, signal: AbortSignal) => Promise<Container>) | null;
  /** Null: this kind has no output of its own. Rejects or throws a TransportError, `unreadable-logs` for a driver that cannot be read. */
  readonly logs:
    | ((
        target: Target,
        from: LogsFrom,
        signal: AbortSignal,
      ) => AsyncIterable<readonly ContainerLine[]>)
    | null;
};
