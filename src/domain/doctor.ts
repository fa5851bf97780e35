// What `swtop doctor` says of a target, before it has words: `words/doctor.ts` has a sentence and a command for each.
import type { Container } from "./container.ts";
import type { Fault } from "./fault.ts";
import type { Right } from "./kubernetes-rights.ts";
import type { LogSource } from "./log-source.ts";
import type { Project } from "./project.ts";
import type { MemoryReading } from "./reading.ts";
import type { SnapshotFault } from "./snapshot.ts";
import type { Untrusted } from "./text.ts";
import type { Bytes } from "./units.ts";

export const PLACE_KINDS = ["local", "docker", "podman", "kubernetes", "ssh", "other"] as const;

/** Where a target's shell runs: what mends a fault depends on it. `other`: a command of which only its words are known. */
export type Place = {
  readonly kind: (typeof PLACE_KINDS)[number];
  /** Container, pod or host as a command may name it; null: not told by the words. */
  readonly name: string | null;
  /** Reached by a command that the user wrote (`exec --`): all that is known of it is what its words say. */
  readonly isCommand: boolean;
  /** The target as it is typed: `docker api-1`, `exec -- sh`. What looks like a secret is masked. */
  readonly words: string;
  /** Of a pod that was named as such; null: another target, or a command that ends in one. */
  readonly pod: PodPlace | null;
};

/** What commands about a pod say besides its name, as a shell takes it. Null: not known. */
export type PodPlace = {
  /** `kubectl --context=staging -n shop`: the client with what leads it there. */
  readonly kubectl: string;
  readonly namespace: string | null;
  readonly container: string | null;
  /** `deploy/shop`. */
  readonly workload: string | null;
};

/** What rights in a cluster allow, each less than the one before: a shell; logs; only what the cluster tells of a pod; not even that. */
export type Rung = "exec" | "logs" | "spec" | "none";

/** Effective user and group. */
export type Ids = { readonly uid: number; readonly gid: number };

/** Why something can be used, or not. What is not known has a reason, too. */
export type Said =
  /** What is needed for it failed before. */
  | { readonly kind: "not-reached" }
  /** Nothing of it is known but that it was passed on the way to what failed. */
  | { readonly kind: "passed" }
  /** Whoever runs the target answered. */
  | { readonly kind: "answered" }
  /** The user's own command was started; nothing tells how far it got. */
  | { readonly kind: "started" }
  /** No process of PHP is seen that it could be tried on. */
  | { readonly kind: "nobody" }
  /** The processes that lead there are closed: the check `rights` says why. */
  | { readonly kind: "closed" }
  /** It was asked for, and nothing came. */
  | { readonly kind: "not-told" }
  | { readonly kind: "refused"; readonly fault: Fault }
  | { readonly kind: "here" }
  | { readonly kind: "container"; readonly container: Container }
  | { readonly kind: "listed"; readonly engine: string; readonly count: number }
  /** The client of an engine is not on this machine. */
  | { readonly kind: "not-installed"; readonly engine: string }
  | {
      readonly kind: "ladder";
      readonly rung: Rung;
      readonly missing: readonly Right[];
      /** Of which nobody knows whether they are had. */
      readonly untold: readonly Right[];
      /** Not missed now: from Kubernetes 1.35 on they are. */
      readonly later: readonly Right[];
    }
  | { readonly kind: "user"; readonly own: Ids; readonly canTrace: boolean }
  /** A process whose files are closed: another user's, or one with more rights. */
  | { readonly kind: "foreign"; readonly own: Ids; readonly their: Ids; readonly pid: number }
  | { readonly kind: "shell"; readonly program: Untrusted | null }
  | { readonly kind: "tools"; readonly tools: readonly string[] }
  | {
      readonly kind: "tools-missing";
      readonly tools: readonly string[];
      readonly missing: readonly string[];
    }
  | { readonly kind: "processes"; readonly count: number }
  | { readonly kind: "hidepid"; readonly value: string; readonly own: Ids; readonly count: number }
  | { readonly kind: "servers"; readonly ids: readonly string[]; readonly processes: number }
  | { readonly kind: "no-server"; readonly found: readonly Untrusted[] }
  | {
      readonly kind: "php";
      readonly program: Untrusted | null;
      readonly php: string | null;
      readonly swoole: string | null;
      /** The file is another one since the process began. */
      readonly isReplaced: boolean;
    }
  | { readonly kind: "no-php"; readonly found: readonly Untrusted[] }
  | { readonly kind: "heap"; readonly pid: number }
  | {
      readonly kind: "heap-closed";
      readonly pid: number;
      readonly their: Ids | null;
      readonly fault: SnapshotFault;
    }
  /** The live heap is closed to the collector; a snapshot becomes the process's user. */
  | { readonly kind: "heap-by-snapshot"; readonly pid: number; readonly their: Ids | null }
  | { readonly kind: "heap-without-dd" }
  /** `server`: whose own group it is; null: the target's. */
  | {
      readonly kind: "limit";
      readonly memory: MemoryReading;
      readonly server: string | null;
      readonly isLimited: boolean;
    }
  /** `version`: of the hierarchy that accounts memory; null: none is to be seen. */
  | { readonly kind: "machine"; readonly memory: MemoryReading; readonly version: 1 | 2 | null }
  | {
      readonly kind: "headroom";
      readonly leftBytes: Bytes;
      readonly limitBytes: Bytes;
      /** What the upper levels of a snapshot want; null: there is more. */
      readonly wantedBytes: Bytes | null;
    }
  | { readonly kind: "logs"; readonly sources: readonly LogSource[] }
  | { readonly kind: "project"; readonly project: Project; readonly their: Ids | null }
  | { readonly kind: "no-project"; readonly directory: string | null }
  | { readonly kind: "project-too-large" }
  /** `sinceMs`: from when on a difference can be told. */
  | { readonly kind: "clock"; readonly skewMs: number; readonly sinceMs: number }
  | {
      readonly kind: "zone";
      /** IANA name; null: not told. */
      readonly zone: string | null;
      /** What times in its logs that name none are taken for. */
      readonly takenFor: string;
      /** In which Hyperf's ticks are counted; null: not known. */
      readonly crontab: string | null;
    };

/** `ok` null: not known, or there is nothing to tell; `said` has the reason. */
export type Finding = { readonly ok: boolean | null; readonly said: Said };
export type Checked = Finding & { readonly id: string };
