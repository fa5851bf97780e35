import type { Fault, FaultKind } from "../../domain/fault.ts";
import type { Finding, Said } from "../../domain/doctor.ts";
import type { Facts } from "./facts.ts";

/** One thing that works or does not. Its file is named after its id. */
export type Check = {
  readonly id: string;
  readonly check: (facts: Facts) => Finding;
  /** Whether there is anything to check; absent: always. What does not concern a target is not shown. */
  readonly isConcerned?: (facts: Facts) => boolean;
};

/** What must work one after the other before anything is read. */
const STAGES = ["engine", "rights", "shell", "tools", "proc", "headroom"] as const;
type Stage = (typeof STAGES)[number];

export const found = (ok: boolean | null, said: Said): Finding => ({ ok, said });
export const NOT_REACHED: Finding = found(null, { kind: "not-reached" });
export const NOT_TOLD: Finding = found(null, { kind: "not-told" });
export const CLOSED: Finding = found(null, { kind: "closed" });
/** Of what is found by way of a process's files: without these nothing is said of it. */
export const isClosed = ({ subject }: Facts): boolean => subject?.isOpen === false;
export const NOBODY: Finding = found(null, { kind: "nobody" });

/** What a stage says where it has nothing of its own to say: the fault that is its, that it was passed, or that it was never reached. */
export function stageFinding({ fault, place }: Facts, stage: Stage): Finding {
  if (fault === null) return NOT_TOLD;
  const rank = STAGES.indexOf(STAGE_OF[fault.kind]) - STAGES.indexOf(stage);
  if (rank === 0) return refused(fault);
  if (rank < 0) return NOT_REACHED;
  // where no shell came of a command nothing tells how far it got, but that it was started
  if (place.isCommand && STAGE_OF[fault.kind] === "shell" && stage !== "engine") return NOT_REACHED;
  return found(true, { kind: "passed" });
}

/** The fault, where it is this stage's. */
export const ownFault = ({ fault }: Facts, stage: Stage): Fault | null =>
  fault !== null && STAGE_OF[fault.kind] === stage ? fault : null;

export const refused = (fault: Fault): Finding => found(false, { kind: "refused", fault });

/** Where each fault stops. */
const STAGE_OF: Readonly<Record<FaultKind, Stage>> = {
  "command-not-found": "engine",
  "no-such-target": "engine",
  "no-such-host": "engine",
  "no-such-label": "engine",
  "ambiguous-target": "engine",
  "not-running": "engine",
  paused: "engine",
  removed: "engine",
  "container-ended": "engine",
  restarting: "engine",
  restarted: "engine",
  "engine-unreachable": "engine",
  "not-linux": "engine",
  "host-unreachable": "engine",
  slept: "engine",
  "stream-ended": "engine",
  silent: "engine",
  "unreadable-logs": "engine",
  "unreadable-file": "engine",
  "not-a-recording": "engine",
  "unwritable-file": "engine",
  "no-project": "engine",
  "no-hyperf": "engine",
  "no-permission": "rights",
  "exec-denied": "rights",
  "host-key": "rights",
  "login-refused": "rights",
  "no-kubeconfig": "engine",
  "no-such-context": "engine",
  "no-such-pod": "engine",
  "cluster-unreachable": "engine",
  "cluster-certificate": "engine",
  evicted: "engine",
  terminating: "engine",
  replaced: "engine",
  unauthorized: "rights",
  forbidden: "rights",
  "no-shell": "shell",
  "not-a-shell": "shell",
  garbled: "shell",
  "missing-command": "tools",
  "no-proc": "proc",
  "system-refused": "proc",
  "no-headroom": "headroom",
};
