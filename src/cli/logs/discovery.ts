import { resolve } from "node:path";
import {
  declaredLogFile,
  filesOf,
  logFolder,
  type DescriptorSeen,
  type Evidence,
  type FileFound,
} from "../../analysis/logs/sources.ts";
import type { Declarations } from "../../domain/declarations.ts";
import type { TailedFiles } from "../../domain/ports/source.ts";
import type { Process, Server } from "../../domain/sample.ts";
import type { FileWish } from "./followed.ts";

/** How the files of a process are reached: its mount namespace by a process in it, or directly where it is the collector's. */
type Reach = Pick<FileWish, "anchor" | "space"> & {
  readonly base: string;
  readonly cwd: string | null;
};

export type Subject = {
  readonly server: Server;
  /** Only of the server whose project was read. */
  readonly declarations: Declarations | null;
};

/** Each file costs a look in every round. */
const MOST_FILES = 16;
const NOTHING = { declarations: null, root: null, descriptors: [], present: [], named: [] };

/** Files that the user named: on this machine for `local`, else in the target. */
export const namedFiles = (named: readonly string[], isLocal: boolean): readonly FileWish[] =>
  filesOf({
    ...NOTHING,
    named: named.map((path) => (isLocal ? resolve(path) : `/${path.replace(/^\/+/u, "")}`)),
  }).map((file) => wishOf(file, OURS, null));

/** Looks for the log files of servers in a target. @throws TransportError */
export async function findFiles(
  files: TailedFiles,
  subjects: readonly Subject[],
): Promise<readonly FileWish[]> {
  const wishes: FileWish[] = [];
  for (const subject of subjects) {
    const [first] = subject.server.processes;
    const root = subject.server.processes.find(({ pid }) => pid === subject.server.rootPid);
    const process = root ?? first;
    if (process === undefined) continue;
    const reach = await reachOf(files, process);
    for (const file of filesOf(await evidenceOf(files, subject, process, reach))) {
      const taken = wishes.find(({ source }) => source === `file:${file.path}`);
      const isOther = taken !== undefined && taken.space !== reach.space;
      if (taken === undefined || isOther)
        wishes.push(wishOf(file, reach, isOther ? subject.server.id : null));
    }
  }
  return wishes.slice(0, MOST_FILES);
}

const OURS: Reach = { base: "..", anchor: null, space: "", cwd: null };

/** A process of another mount namespace has other files under the same names; where that cannot be told, its PID namespace says it. */
async function reachOf(files: TailedFiles, { pid, nsPid }: Process): Promise<Reach> {
  const paths = ["self/ns/mnt", `${pid}/ns/mnt`, `${pid}/root`, `${pid}/cwd`];
  const links = await files.links(paths);
  const [ours, theirs, root, cwd = null] = paths.map((path) => links.get(path));
  const isShown = theirs !== undefined && root !== undefined;
  const isOurs = isShown ? ours === theirs && root === "/" : nsPid === pid;
  if (isOurs) return { ...OURS, cwd };
  return { base: `${pid}/root`, anchor: `${pid}/root/.`, space: theirs ?? `of ${pid}`, cwd };
}

async function evidenceOf(
  files: TailedFiles,
  { declarations }: Subject,
  { pid }: Process,
  { base, cwd }: Reach,
): Promise<Evidence> {
  const root = declarations?.root ?? cwd;
  const evidence = { ...NOTHING, declarations, root, descriptors: await descriptorsOf(files, pid) };
  const beginnings = [declaredLogFile(evidence), folderBeginning(evidence)].filter(
    (path) => path !== null,
  );
  const { sizes } = await files.sizes(
    [],
    beginnings.map((path) => `${base}${path}`),
  );
  return { ...evidence, present: [...sizes.keys()].map((path) => path.slice(base.length)) };
}

function folderBeginning(evidence: Pick<Evidence, "root">): string | null {
  const folder = logFolder(evidence);
  return folder === null ? null : `${folder}/`;
}

/** stdout and stderr; and those behind them, where Swoole's own log is opened before anything else (swoole:src/core/log.cc Logger::open). */
const DESCRIPTORS = Array.from({ length: 19 }, (_, index) => index + 1);

async function descriptorsOf(files: TailedFiles, pid: number): Promise<readonly DescriptorSeen[]> {
  const links = await files.links(DESCRIPTORS.map((descriptor) => `${pid}/fd/${descriptor}`));
  return DESCRIPTORS.flatMap((descriptor) => {
    const target = links.get(`${pid}/fd/${descriptor}`);
    return target === undefined ? [] : [{ pid, descriptor, target }];
  });
}

const wishOf = (
  { path, why, pid, descriptor }: FileFound,
  { base, anchor, space }: Reach,
  serverId: string | null,
): FileWish => ({
  source: `file:${path}${serverId === null ? "" : ` (${serverId})`}`,
  why,
  pid,
  place: descriptor === null ? `${base}${path}` : `${pid}/fd/${descriptor}`,
  anchor: descriptor === null ? anchor : `${pid}/root/.`,
  space,
});
