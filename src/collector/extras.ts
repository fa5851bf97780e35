// What is asked of single processes now and then, beside stat and statm.
import type { Asked, Known, Moment } from "./known.ts";
import { parseCgroupPath, parseDescriptors, parseRollup, parseStatus } from "./parse/process.ts";
import type { Answer } from "./protocol.ts";

/** Words of the requests beyond those that are kept; one fdinfo per file would be dear in a process with thousands: the first hundred tell what it is. */
export const extraWords = (asked: Asked): readonly string[] => [
  ...asked.status.map((pid) => `${pid}/status`),
  ...asked.titles.map((pid) => `${pid}/cmdline`),
  ...asked.rollup.map((pid) => `${pid}/smaps_rollup`),
  ...asked.descriptors.flatMap((pid) => [`${pid}/fdinfo/[0-9]`, `${pid}/fdinfo/[0-9][0-9]`]),
  ...asked.openFiles.map((pid) => `#${pid}`),
  ...asked.cgroup.map((pid) => `${pid}/cgroup`),
];

/** @returns with: a process with what an answer says of it beside; unreadable: whose memory could not be read */
export function extras(
  answer: Answer,
  { at, uptimeMs }: Moment,
  asked: Asked,
): {
  readonly with: (pid: number, known: Known) => Known;
  readonly unreadable: () => readonly number[];
} {
  const unreadable: number[] = [];
  const fdinfo = fdinfoByPid(answer);
  const [statuses, rollups] = [new Set(asked.status), new Set(asked.rollup)];
  const [descriptors, openFiles] = [new Set(asked.descriptors), new Set(asked.openFiles)];
  const parts: ((pid: number, known: Known) => Partial<Known>)[] = [
    (pid, known) => {
      if (!statuses.has(pid)) return {};
      const status = parseStatus(answer.get(`${pid}/status`) ?? "") ?? known.status;
      return { status, statusTriedMs: uptimeMs };
    },
    (pid) => {
      if (!rollups.has(pid)) return {};
      const rollup = parseRollup(answer.get(`${pid}/smaps_rollup`) ?? "");
      if (rollup !== null) return { rollup, rollupAt: at, rollupTriedMs: uptimeMs };
      unreadable.push(pid);
      return { rollupTriedMs: uptimeMs };
    },
    (pid) => {
      if (!descriptors.has(pid)) return {};
      const texts = fdinfo.get(pid);
      if (texts === undefined) return { descriptorsTriedMs: uptimeMs };
      return { descriptors: parseDescriptors(texts), descriptorsTriedMs: uptimeMs };
    },
    (pid) => {
      if (!openFiles.has(pid)) return { openFiles: null };
      const count = Number(answer.get(`${pid}/fdinfo`) ?? Number.NaN);
      return { openFiles: Number.isSafeInteger(count) ? count : null };
    },
    (pid, { cgroup }) => ({ cgroup: parseCgroupPath(answer.get(`${pid}/cgroup`) ?? "") ?? cgroup }),
  ];
  return {
    with: (pid, known) => parts.reduce((sofar, part) => ({ ...sofar, ...part(pid, known) }), known),
    unreadable: () => unreadable,
  };
}

function fdinfoByPid(answer: Answer): ReadonlyMap<number, readonly string[]> {
  const byPid = new Map<number, string[]>();
  for (const [path, text] of answer) {
    const pid = /^(\d+)\/fdinfo\/\d+$/.exec(path)?.[1];
    if (pid === undefined) continue;
    const texts = byPid.get(Number(pid)) ?? [];
    texts.push(text);
    byPid.set(Number(pid), texts);
  }
  return byPid;
}
