import type { SnapshotFault } from "../domain/snapshot.ts";
import { untrustedText } from "../domain/text.ts";

/** What launch.sh showed: `status` of the process, `own` status, `yama` ptrace_scope, `owner` (ls -lnd of the process's stat). */
export type Shown = ReadonlyMap<string, string>;

/** CAP_SYS_PTRACE of capability.h */
const SYS_PTRACE = 19n;

/** Why the kernel does not show a process's memory (ptrace(2), "Ptrace access mode checking"), by the first rule that forbids it. */
export function refusalOf(shown: Shown): SnapshotFault {
  const [status, own] = [shown.get("status") ?? "", shown.get("own") ?? ""];
  const bodiless = bodilessOf(status);
  if (bodiless !== null) return fault(bodiless, null);
  if (hasPtrace(own)) return fault("not-permitted", null);
  const theirs = ids(status);
  if (isClosed(theirs, shown.get("owner") ?? "")) return fault("not-dumpable", "SYS_PTRACE");
  if (theirs !== null && theirs !== ids(own)) return fault("other-user", theirs);
  const scope = (shown.get("yama") ?? "").trim();
  if (/^[1-3]$/.test(scope)) return fault("yama", scope);
  return fault("not-permitted", "SYS_PTRACE");
}

/** There is nothing to read: fs/proc/array.c leaves out VmSize of what has no memory. Where the kernel is too old for Kthread, kthreadd (2) and its children are known. */
function bodilessOf(status: string): "zombie" | "kernel-thread" | null {
  if (!/^State:/m.test(status) || /^VmSize:/m.test(status)) return null;
  const isKernels = /^Kthread:\s+1$/m.test(status) || /^(?:Pid|PPid):\s+2$/m.test(status);
  return isKernels && !/^State:\s+[ZX]/m.test(status) ? "kernel-thread" : "zombie";
}

/** The kernel gives the files of a process that changed its user to root. */
const isClosed = (theirs: string | null, owner: string): boolean =>
  theirs !== null && !theirs.startsWith("0:") && owner.trim().split(/\s+/)[2] === "0";

const fault = (kind: SnapshotFault["kind"], detail: string | null): SnapshotFault => ({
  kind,
  part: null,
  detail: detail === null ? null : untrustedText(detail),
});

/** Effective user and group by a `status`, `33:33`. */
export function ids(status: string): string | null {
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  const gid = /^Gid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  return uid === undefined || gid === undefined ? null : `${uid}:${gid}`;
}

/** By the `status` of who reads. */
export function hasPtrace(status: string): boolean {
  const mask = /^CapEff:\s+([0-9a-f]{1,16})$/m.exec(status)?.[1];
  return mask !== undefined && ((BigInt(`0x${mask}`) >> SYS_PTRACE) & 1n) === 1n;
}
