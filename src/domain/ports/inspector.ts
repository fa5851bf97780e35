import type { Container } from "../container.ts";
import type { Fault } from "../fault.ts";
import type { Right } from "../kubernetes-rights.ts";
import type { Target } from "../target.ts";
import type { Untrusted } from "../text.ts";
import type { Bytes, EpochMs } from "../units.ts";

/** Something that can be watched from here, as far as it is known without executing anything in it. Unknown is null. */
export type Candidate = {
  readonly target: Target;
  /** `local`, `docker`, `podman`, `ssh`, `k8s`: what Tab goes through in the picker; one of `PLACES`. */
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
  /** How the life before this one ended; null: it had none, or that is not known. */
  readonly lastEnd: { readonly reason: Untrusted | null; readonly at: EpochMs | null } | null;
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
  lastEnd: null,
  startedAt: null,
  probably: null,
  containerId: null,
};

/** Kinds of what is no target, but has some: choosing one lists those. Their candidates are known by name alone. */
export const PLACES = ["namespaces", "contexts"] as const;

/** What one kind of target has to offer, again with each thing that became known. `fault`: why nothing can be told (an engine that does not answer). */
export type Listing = {
  readonly kind: string;
  readonly candidates: readonly Candidate[];
  readonly fault: Fault | null;
  /** Nothing more comes. */
  readonly isComplete: boolean;
  /** Where in which cluster that is, by their names; absent: it is in none. */
  readonly place?: Pick<Scope, "context" | "namespace">;
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

/** What options say of where the words are meant; "": nothing. Only clusters have any of it. */
export type Scope = {
  readonly context: string;
  readonly namespace: string;
  readonly container: string;
  readonly kubeconfig: string;
};
export const NO_SCOPE: Scope = { context: "", namespace: "", container: "", kubeconfig: "" };

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
  readonly list: (signal: AbortSignal, scope?: Scope) => AsyncIterable<Listing>;
  /**
   * The targets that the user's words mean, one per word: names, ids, compose services, workloads; `labels`: all that run with these.
   * `named`: as the command line made it of words; nobody was asked yet whether there is such a thing.
   * @throws TransportError `no-such-target`, `no-such-pod`, `ambiguous-target`, `not-running`, `paused`, `not-linux`, `engine-unreachable`, `no-permission`, `command-not-found`
   */
  readonly resolve: (
    named: Target,
    labels: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly Target[]>;
  /**
   * A target with all the others that stand beside it (pods of its workload), itself first, those that can be watched; no more than `most`. Absent: this kind has no such thing.
   * @throws TransportError
   */
  readonly members?: (
    target: Target,
    most: number,
    signal: AbortSignal,
  ) => Promise<readonly Target[]>;
  /** How often `inspect` tells something else while nothing happens to the target; absent: hardly ever. */
  readonly everyMs?: number;
  /** Null: this kind has no containers (ssh). @throws TransportError */
  readonly inspect: ((target: Target, signal: AbortSignal) => Promise<Container>) | null;
  /** Null: this kind has no output of its own. Rejects or throws a TransportError, `unreadable-logs` for a driver that cannot be read, `forbidden` where a right is missing. */
  readonly logs:
    | ((
        target: Target,
        from: LogsFrom,
        signal: AbortSignal,
      ) => AsyncIterable<readonly ContainerLine[]>)
    | null;
  /**
   * Lines of the life before the current one; none where there is none. While a container waits for its next start they may be those of `logs`, too.
   * Absent: `logs` goes over all lives. @throws TransportError
   */
  readonly previousLogs?: (
    target: Target,
    from: LogsFrom,
    signal: AbortSignal,
  ) => Promise<readonly ContainerLine[]>;
  /** What whoever asks may do there; absent: this kind knows no rights of its own. @throws TransportError when nobody answers */
  readonly rights?: (target: Target, signal: AbortSignal) => Promise<readonly Right[]>;
};
