import type { SnapshotFault } from "../domain/snapshot.ts";
import { untrustedText } from "../domain/text.ts";

/** What launch.sh showed: `status` of the process, `own` status, `yama` ptrace_scope, `owner` (ls -lnd of the process's stat). */
export type Shown = ReadonlyMap<string, string>;

/** CAP_SYS_PTRACE of capability.h */
const SYS_PTRACE = 19n;

/** Why the kernel does not show a process's memory (ptrace(2), "Ptrace access mode checking"), by the first rule that forbids it. */
export function refusalOf(shown: Shown): SnapshotFault {
  const [status, own] = [shown.get("status") ?? "", shown.get("own") ?? ""];
  const theirs = ids(status);
  const ours = ids(own);
  if (hasPtrace(own)) return fault("not-permitted", null);
  const fileOwner = (shown.get("owner") ?? "").trim().split(/\s+/)[2];
  // the kernel gives the files of a process that changed its user to root
  if (theirs !== null && theirs.uid !== "0" && fileOwner === "0")
    return fault("not-dumpable", "SYS_PTRACE");
  if (
    theirs !== null &&
    ours !== null &&
    `${theirs.uid}:${theirs.gid}` !== `${ours.uid}:${ours.gid}`
  )
    return fault("other-user", `${theirs.uid}:${theirs.gid}`);
  const scope = (shown.get("yama") ?? "").trim();
  if (/^[1-3]$/.test(scope)) return fault("yama", scope);
  return fault("not-permitted", "SYS_PTRACE");
}

const fault = (kind: SnapshotFault["kind"], detail: string | null): SnapshotFault => ({
  kind,
  part: null,
  detail: detail === null ? null : untrustedText(detail),
});

/** Effective ones. */
function ids(status: string): { readonly uid: string; readonly gid: string } | null {
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  const gid = /^Gid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

function hasPtrace(status: string): boolean {
  const mask = /^CapEff:\s+([0-9a-f]{1,16})$/m.exec(status)?.[1];
  return mask !== undefined && ((BigInt(`0x${mask}`) >> SYS_PTRACE) & 1n) === 1n;
}
