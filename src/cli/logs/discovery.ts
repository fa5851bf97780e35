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
  }).map((file) => wishOf(file, OURS, { server: null, isSecond: false }));

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
    const found = filesOf(await evidenceOf(files, subject, process, reach));
    for (const file of found) {
      const name = nameOfDeleted(file);
      // another file may get its name
      if (name !== null && !found.some(({ path }) => path === name))
        add(wishes, { ...file, path: name, descriptor: null }, reach, subject.server.id);
      add(wishes, file, reach, subject.server.id);
    }
  }
  return wishes.slice(0, MOST_FILES);
}

/** What several servers lead to is nobody's alone. */
function add(wishes: FileWish[], file: FileFound, reach: Reach, server: string): void {
  const isSame = ({ source }: FileWish): boolean => source === `file:${file.path}`;
  const rank = wishes.findIndex((each) => isSame(each) && each.space === reach.space);
  const taken = wishes[rank];
  if (taken === undefined)
    wishes.push(wishOf(file, reach, { server, isSecond: wishes.some(isSame) }));
  else if (taken.server !== server) wishes[rank] = { ...taken, server: null };
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

const nameOfDeleted = ({
  path,
  descriptor,
}: Pick<FileFound, "path" | "descriptor">): string | null =>
  descriptor === null ? null : path.replace(/ \(deleted\)$/u, "");

const wishOf = (
  { path, why, pid, descriptor }: FileFound,
  { base, anchor, space }: Reach,
  { server, isSecond }: { readonly server: string | null; readonly isSecond: boolean },
): FileWish => {
  const suffix = isSecond ? ` (${server})` : "";
  const name = nameOfDeleted({ path, descriptor });
  return {
    source: `file:${path}${suffix}`,
    why,
    pid,
    server,
    namesake: name === null ? null : `file:${name}${suffix}`,
    place: descriptor === null ? `${base}${path}` : `${pid}/fd/${descriptor}`,
    anchor: descriptor === null ? anchor : `${pid}/root/.`,
    space,
  };
};
