import type { ContainerLife } from "./container.ts";
import type { Untrusted } from "./text.ts";

/** Why a target or a reading cannot be had. A closed list: `words/faults.ts` has a sentence, `collector/session.ts` a decision for each. */
export const FAULT_KINDS = [
  /** The command that should end in a shell could not be started. `detail`: the command's name. */
  "command-not-found",
  /** The command ended before a shell said hello. `detail`: the last words it wrote. */
  "no-shell",
  /** Something answers, and it is no shell that runs our script (an echo, a prompt, a terminal in between). */
  "not-a-shell",
  /** The shell has no /proc, or may not read it. */
  "no-proc",
  /** The shell lacks a command the collector needs. `detail`: its name. */
  "missing-command",
  /** Free memory in the target is too small to start anything in it. `detail`: what there is. */
  "no-headroom",
  /** The running stream ended. `detail`: how. */
  "stream-ended",
  /** The stream is there, and nothing comes. */
  "silent",
  /** An answer did not follow the protocol. */
  "garbled",
  /** A file is missing or may not be read. `detail`: its path. */
  "unreadable-file",
  /** A file is there, and is not what it should be. `detail`: what is wrong with it. */
  "not-a-recording",
  /** A recording cannot be written, or not any further. `detail`: its path and why. */
  "unwritable-file",
  /** Where a project should be is none. `detail`: where. */
  "no-project",
  /** A project is there, and it is no Hyperf application. `detail`: where. */
  "no-hyperf",
  /** The adapter of this system could not ask it. `detail`: its words. */
  "system-refused",
  /** No container or service has that name. `detail`: the name; `others`: what is named like it. */
  "no-such-target",
  /** No host can have that name. `detail`: the name. */
  "no-such-host",
  /** No running container has that label. `detail`: the label. */
  "no-such-label",
  /** Several have that name. `detail`: the name; `others`: which. */
  "ambiguous-target",
  /** The container is there, and does not run. `detail`: its name; `life`: its last one. */
  "not-running",
  /** The container is paused: every process in it stands still. `detail`: its name. */
  "paused",
  /** The container was watched and is gone. `detail`: its name. */
  "removed",
  /** The container's main process ended while it was watched. `detail`: its name; `life`: that one. */
  "container-ended",
  /** Its engine is about to start the container again. `detail`: its name; `life`: its last one. */
  "restarting",
  /** The container was started again since we attached. `detail`: its name; `life`: the one before, where it is told. */
  "restarted",
  /** The engine does not answer. `detail`: its client's words. */
  "engine-unreachable",
  /** The engine's socket is not for this user. `detail`: the client's words. */
  "no-permission",
  /** The engine, or what stands before it, forbids to run something there. `detail`: its words. */
  "exec-denied",
  /** No Linux container. `detail`: its name and its system. */
  "not-linux",
  /** The engine keeps this container's output where it cannot be read. `detail`: the log driver. */
  "unreadable-logs",
  /** The host cannot be reached: no such name, refused, timed out. `detail`: the client's words. */
  "host-unreachable",
  /** The host shows another key than before, or one that was never seen. `detail`: the client's words. */
  "host-key",
  /** The host lets us in only with a password or another key. `detail`: the client's words. */
  "login-refused",
  /** No kubeconfig says where a cluster is. `detail`: what was looked for, or what is wrong with it. */
  "no-kubeconfig",
  /** The kubeconfig has no such context. `detail`: its name; `others`: those it has. */
  "no-such-context",
  /** No pod or workload has that name. `detail`: the name and its namespace; `others`: what is there. */
  "no-such-pod",
  /** The API server does not answer. `detail`: what was heard. */
  "cluster-unreachable",
  /** The API server's certificate is not to be trusted. `detail`: why. */
  "cluster-certificate",
  /** The API server does not know who asks (401). `detail`: its words, or those of the program that logs in. */
  "unauthorized",
  /** The API server forbids it (403). `detail`: its words. */
  "forbidden",
  /** The pod was evicted. `detail`: its name, and why where that is told. */
  "evicted",
  /** The pod is being deleted. `detail`: its name. */
  "terminating",
  /** Another pod of the workload is watched now. `detail`: `OLD by NEW`. */
  "replaced",
  /** This machine slept, and its connections are gone. `detail`: how long. */
  "slept",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  readonly kind: FaultKind;
  readonly detail: Untrusted | null;
  /** The life of a container that is over, where the fault is about that; null: it was never started; absent: not told. */
  readonly life?: ContainerLife | null;
  /** What the fault is about, where that makes another sentence: a pod that does not run or never comes back (`others`: what goes on), a namespace that is not there, a directory that was named. Not recorded. */
  readonly about?: "pod" | "namespace" | "directory";
  /** Names that may have been meant. Not recorded: who has such a fault has no session. */
  readonly others?: readonly Untrusted[];
};

/** Part of a sample could not be read: the process ended between two reads, or the kernel refused. `also-watched`: nothing is missing, but another swtop reads here, too. */
export type SampleFault = {
  readonly kind: "vanished" | "unreadable" | "over-budget" | "also-watched";
  readonly pid: number | null;
};

/** No shell can be had there; who runs the target may tell of it all the same. */
export const WITHOUT_SHELL: readonly FaultKind[] = [
  "forbidden",
  "exec-denied",
  "no-shell",
  "not-a-shell",
  "missing-command",
];
