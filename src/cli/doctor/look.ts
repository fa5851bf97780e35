// What a doctor reads of a target beside the samples: small files, once.
import type { Facts, MemorySeen, Subject } from "../../analysis/doctor/facts.ts";
import type { SnapshotSubject } from "../../domain/effect.ts";
import { PART_BLOCK_BYTES, type ShellSeen, type TailedFiles } from "../../domain/ports/source.ts";
import type { Process, Sample } from "../../domain/sample.ts";
import type { SnapshotFault } from "../../domain/snapshot.ts";
import { KIB } from "../../domain/units.ts";
import { chosen } from "../project/follow.ts";
import { phpMinorOf, runtimeVersions } from "../project/runtime-versions.ts";
import { machineFacts, targetEnvironment } from "../project/target-project.ts";
import { targetZone } from "../zone.ts";
import * as seen from "./seen.ts";

export type LookedInto = Pick<
  Facts,
  "shell" | "own" | "hidepid" | "commands" | "subject" | "cgroupVersion"
> & {
  /** Null: it cannot be told. */
  readonly zone: string | null;
};

export type Patient = {
  readonly files: TailedFiles;
  readonly shell: ShellSeen;
  readonly sample: Sample;
  /** The environment of the collector is that of the processes: an exec inherits the container's. */
  readonly isInherited: boolean;
  /** Why a snapshot of the process cannot be had; null: it can. @throws TransportError */
  readonly snapshotFault: (subject: SnapshotSubject) => Promise<SnapshotFault | null>;
};

const SMALL_BYTES = 4 * KIB;
const MOUNTS_BYTES = 256 * KIB;
const STAT_BYTES = 512;
const V1 = "../sys/fs/cgroup/memory/memory.usage_in_bytes";
const V2 = "../sys/fs/cgroup/cgroup.controllers";

/** @throws TransportError when the session is over */
export async function lookInto(patient: Patient): Promise<LookedInto> {
  const { files, shell, sample } = patient;
  const status = `${shell.pid}/status`;
  const small = await texts(files, [status, V1, V2], SMALL_BYTES);
  const mounts = await texts(files, ["self/mounts", "uptime"], MOUNTS_BYTES);
  const stats = await files.read(["*/stat", "uptime"], STAT_BYTES);
  const processes = seen.processesSeen(
    [...stats].filter(([path]) => /^\d+\/stat$/u.test(path)).map(([, bytes]) => text(bytes)),
    shell.pid,
  );
  const links = await files.links([`${shell.pid}/exe`, "self/cwd"]);
  const subject = subjectOf(sample, processes);
  return {
    shell: { ...shell, program: seen.programOf(links.get(`${shell.pid}/exe`)) },
    own: seen.ownOf(small.get(status) ?? ""),
    hidepid: seen.hidepidOf(mounts.get("self/mounts") ?? ""),
    commands: processes.map(({ comm }) => comm),
    cgroupVersion: small.has(V1) ? 1 : small.has(V2) ? 2 : null,
    zone: await targetZone(files, { pid: subject?.pid ?? null, isInherited: patient.isInherited }),
    subject: subject === null ? null : await examinedSubject(patient, subject),
  };
}

/** A worker of the server whose project is read, else any process of PHP. */
function subjectOf(sample: Sample, processes: readonly seen.Seen[]): SnapshotSubject | null {
  const server = chosen(sample);
  const worker: Process | undefined =
    server?.processes.find(({ role }) => role === "worker") ?? server?.processes[0];
  if (worker !== undefined) return { pid: worker.pid, nsPid: worker.nsPid, slot: worker.slot };
  const php = processes.find(({ comm }) => seen.isPhp(comm));
  return php === undefined ? null : { pid: php.pid, nsPid: null, slot: null };
}

async function examinedSubject(patient: Patient, subject: SnapshotSubject): Promise<Subject> {
  const { files, shell } = patient;
  const { pid } = subject;
  const [status, maps, exe] = [`${pid}/status`, `${pid}/maps`, `${pid}/exe`];
  const told = await texts(files, [status, maps], SMALL_BYTES);
  const program = seen.programOf((await files.links([exe, "self/cwd"])).get(exe));
  // maps are shown to more than its links are (kernel/fork.c may_access_mm): the link decides
  const canTell = shell.tools.includes("readlink") || shell.tools.includes("ls");
  const machine = await machineFacts(files, pid);
  const versions = await runtimeVersions(files, pid, await targetEnvironment(files), machine);
  const mapped = told.get(maps) ?? "";
  return {
    pid,
    ids: seen.idsOf(told.get(status) ?? ""),
    program,
    versions: {
      php: versions.php ?? phpMinorOf(machine.phpApi) ?? seen.phpOfProgram(program),
      swoole: versions.swoole,
    },
    isOpen: canTell && told.has(status) ? program !== null : null,
    memory: await memorySeen(patient, subject, mapped),
  };
}

/** By trying: one page is read as the live heap is, and only where that fails somebody is asked why. */
async function memorySeen(
  { files, shell, snapshotFault }: Patient,
  subject: SnapshotSubject,
  maps: string,
): Promise<MemorySeen> {
  if (!shell.tools.includes("dd")) return { kind: "no-dd" };
  const skip = seen.firstBlock(maps, PART_BLOCK_BYTES);
  if (skip !== null) {
    const part = { path: `${subject.pid}/mem`, skip, count: 1 };
    const read = (await files.parts([part])).get(part);
    if (read !== undefined && read.length > 0) return { kind: "read" };
  }
  const fault = await snapshotFault(subject);
  if (fault === null) return { kind: "by-snapshot" };
  if (fault.kind === "vanished" || fault.kind === "unreachable" || fault.kind === "cancelled")
    return { kind: "not-told" };
  return { kind: "closed", fault };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

async function texts(
  files: TailedFiles,
  paths: readonly string[],
  mostBytes: number,
): Promise<ReadonlyMap<string, string>> {
  const found = await files.read(paths, mostBytes);
  return new Map([...found].map(([path, bytes]) => [path, text(bytes)]));
}
