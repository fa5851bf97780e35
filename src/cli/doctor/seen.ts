// What files of a target say to a doctor. Each function takes their text.
import type { Hidepid, Own } from "../../analysis/doctor/facts.ts";
import { parseStat } from "../../collector/parse/process.ts";
import type { Ids } from "../../domain/doctor.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { hasPtrace, ids } from "../../snapshot/permission.ts";

/** By a `status`; null: it is none. */
export function idsOf(status: string): Ids | null {
  const [uid, gid] = (ids(status) ?? "").split(":").map(Number);
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

export function ownOf(status: string): Own | null {
  const own = idsOf(status);
  if (own === null) return null;
  const groups = (/^Groups:\s*(.*)$/mu.exec(status)?.[1] ?? "")
    .split(/\s+/u)
    .filter((group) => group !== "")
    .map(Number);
  return { ...own, groups, canTrace: hasPtrace(status) };
}

/** By `mounts`; of several mounts on /proc the last one is seen. Null: there is none. */
export function hidepidOf(mounts: string): Hidepid | null {
  const options = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .findLast(([, place, type]) => place === "/proc" && type === "proc")?.[3];
  if (options === undefined) return null;
  const value = (name: string): string | null =>
    new RegExp(`(?:^|,)${name}=(\\w+)`, "u").exec(options)?.[1] ?? null;
  const gid = value("gid");
  return { value: value("hidepid") ?? "0", gid: gid === null ? null : Number(gid) };
}

export type Seen = { readonly pid: number; readonly comm: Untrusted };

/** The processes that these `stat` files tell of, by PID; threads of the kernel and the collector with all below it are left out. */
export function processesSeen(stats: Iterable<string>, shellPid: number): readonly Seen[] {
  const all = [...stats].map(parseStat).filter((stat) => stat !== null);
  const ours = new Set([shellPid]);
  for (let size = 0; size < ours.size;) {
    size = ours.size;
    for (const { pid, ppid } of all) if (ours.has(ppid)) ours.add(pid);
  }
  return all
    .filter(({ pid, isKernelThread }) => !isKernelThread && !ours.has(pid))
    .toSorted((a, b) => a.pid - b.pid)
    .map(({ pid, comm }) => ({ pid, comm }));
}

/** First address of the first mapping that may be read, in blocks of `blockBytes`; null: nothing is shown. */
export function firstBlock(maps: string, blockBytes: number): number | null {
  const [, start] = /^([0-9a-f]+)-[0-9a-f]+ r/mu.exec(maps) ?? [];
  return start === undefined ? null : Number.parseInt(start, 16) / blockBytes;
}

/** Programs of PHP by the name that the kernel has of them. */
export const isPhp = (comm: string): boolean => /^(?:php(?!-fpm|-cgi)|swoole)/u.test(comm);

/** `8.2`, by the name of the program; null: it bears none. */
export const phpOfProgram = (program: Untrusted | null): string | null =>
  /\/php(\d\.\d)(?: \(deleted\))?$/u.exec(program ?? "")?.[1] ?? null;

/** Where a link to a program leads; null: it could not be followed. */
export const programOf = (link: string | undefined): Untrusted | null =>
  link?.startsWith("/") === true ? untrustedText(link) : null;
