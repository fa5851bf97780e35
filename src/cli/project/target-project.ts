import type { ReadFile, ReadFiles, Wanted } from "../../domain/ports/project-files.ts";
import type { TargetFiles } from "../../domain/ports/source.ts";
import type { MachineFacts } from "../../domain/facts.ts";

/** A project found in a target: what to call its root, and how its files are read. */
export type FoundProject = {
  /** As the target names it; its path through /proc where no tool there tells links. */
  readonly root: string;
  readonly readFiles: ReadFiles;
};

/** Files with these names make a folder a project. */
const ROOT_FILES = ["composer.json", "bin/hyperf.php"];
const START_FILE = /^(.*)\/bin\/[\w.-]+\.php$/u;
/** So many paths of a request are far below what an exec may carry (2 MiB), prefixes included. */
const MOST_PATHS = 1500;
const MOST_ROOT_BYTES = 64;

/**
 * Where the project of a process lies: `directory` when the user says it, else its working directory, else the folder above an open `bin/*.php`.
 * Null when none of these is one. `isBrief`: the open files are not looked at, each of which costs the target a process.
 */
export async function findProject(
  files: TargetFiles,
  pid: number,
  directory: string | null,
  isBrief = false,
): Promise<FoundProject | null> {
  if (directory !== null)
    return projectAt(files, `${pid}/root`, `/${directory.replace(/^\/+/u, "")}`);
  if (await hasProject(files, `${pid}/cwd`)) {
    const cwd = (await files.links([`${pid}/cwd`])).get(`${pid}/cwd`) ?? `/proc/${pid}/cwd`;
    return { root: cwd, readFiles: reader(files, pid, `${pid}/cwd`) };
  }
  const links = isBrief ? new Map<string, string>() : await files.links([`${pid}/fd/*`]);
  for (const target of links.values()) {
    const [, root] = START_FILE.exec(target) ?? [];
    const found = root === undefined ? null : await projectAt(files, `${pid}/root`, root);
    if (found !== null) return found;
  }
  return null;
}

async function projectAt(
  files: TargetFiles,
  mount: string,
  root: string,
): Promise<FoundProject | null> {
  const base = `${mount}${root}`.replace(/\/+$/u, "");
  const pid = Number(mount.split("/")[0]);
  return (await hasProject(files, base)) ? { root, readFiles: reader(files, pid, base) } : null;
}

async function hasProject(files: TargetFiles, base: string): Promise<boolean> {
  const found = await files.read(
    ROOT_FILES.map((file) => `${base}/${file}`),
    MOST_ROOT_BYTES,
  );
  return found.size > 0;
}

/** Through /proc: what lies outside of the project is found from the process' own root. */
const placed = (path: string, pid: number, base: string): string =>
  path.startsWith("/") ? `${pid}/root${path}` : `${base}/${path}`;

function reader(files: TargetFiles, pid: number, base: string): ReadFiles {
  const placeOf = (path: string): string => placed(path, pid, base);
  return async (wanted) => {
    const paths = new Map<string, number>();
    for (const each of wanted) {
      for (const path of each.kind === "file" ? [each.path] : await below(files, placeOf, each))
        paths.set(path, each.mostBytes);
    }
    const answers = await readAll(files, placeOf, paths);
    const named = new Set(wanted.filter(({ kind }) => kind === "file").map(({ path }) => path));
    const silent = [...paths.keys()].filter((path) => !answers.has(path));
    // what a folder lists is there: without an answer it is closed to whoever runs the collector
    const closed = new Set(silent.filter((path) => !named.has(path)));
    for (const path of await closedOf(silent, files, base)) closed.add(path);
    return [...paths.keys()].flatMap(
      (path): readonly ReadFile[] =>
        answers.get(path) ?? [{ path, kind: closed.has(path) ? "unreadable" : "absent" }],
    );
  };
}

/** Of files asked for by name, absent and closed are one silence. Of these the difference matters: without `.env` defaults would be taken for values. */
const TOLD_APART = [
  ".env",
  "composer.json",
  "composer.lock",
  "bin/hyperf.php",
  "config/config.php",
];

async function closedOf(
  silent: readonly string[],
  files: TargetFiles,
  base: string,
): Promise<readonly string[]> {
  const asked = TOLD_APART.filter((path) => silent.includes(path));
  if (asked.length === 0) return [];
  const names = asked.map((path) => path.split("/").at(-1) ?? path);
  const there = await files.list(base, 1, names);
  return asked.filter((path) => there.includes(`${base}/${path}`));
}

async function below(
  files: TargetFiles,
  placeOf: (path: string) => string,
  { path, depth, suffixes }: Extract<Wanted, { kind: "folder" }>,
): Promise<readonly string[]> {
  const folder = placeOf(path);
  const names = await files.list(folder, depth, suffixes);
  return names.map((name) => `${path}${name.slice(folder.length)}`).toSorted();
}

/** One request for each size that is asked for, in parts only where there are very many. */
async function readAll(
  files: TargetFiles,
  placeOf: (path: string) => string,
  paths: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, readonly ReadFile[]>> {
  const answers = new Map<string, readonly ReadFile[]>();
  for (const mostBytes of new Set(paths.values())) {
    const all = [...paths].filter(([, most]) => most === mostBytes).map(([path]) => path);
    for (let from = 0; from < all.length; from += MOST_PATHS) {
      const some = all.slice(from, from + MOST_PATHS);
      const found = await files.read(some.map(placeOf), mostBytes + 1);
      for (const path of some) {
        const bytes = found.get(placeOf(path));
        if (bytes !== undefined) answers.set(path, [fileOf(path, bytes, mostBytes)]);
      }
    }
  }
  return answers;
}

const utf8 = new TextDecoder("utf-8");

const fileOf = (path: string, bytes: Uint8Array, mostBytes: number): ReadFile =>
  bytes.length > mostBytes
    ? { path, kind: "too-large" }
    : { path, kind: "text", text: utf8.decode(bytes), isCut: false };

/** The environment of whoever runs the collector: an exec inherits the container's (decision 10). Null where it is closed. */
export async function targetEnvironment(
  files: TargetFiles,
): Promise<Readonly<Record<string, string>> | null> {
  const own = await files.read(["self/environ"], MOST_ENVIRON_BYTES);
  const bytes = own.get("self/environ");
  if (bytes === undefined) return null;
  const pairs = utf8
    .decode(bytes)
    .split("\0")
    .flatMap((line) => {
      const at = line.indexOf("=");
      return at <= 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    });
  return Object.fromEntries(pairs);
}

const MOST_ENVIRON_BYTES = 256 * 1024;
const MOST_MAPS_BYTES = 1024 * 1024;
/** Where PHP keeps its extensions: `/usr/lib/php/20220829/xdebug.so`, `…/no-debug-non-zts-20220829/swoole.so`, of Alpine `/usr/lib/php83/modules/swoole.so`. */
const EXTENSION = /\/(?:php[\d.]*|extensions)\/(?:[\w.-]+\/)*([\w-]+)\.so(?:$|\n)/gmu;
const API = /(?:zts-|\/php\/)(\d{8})\//u;

/** With the API of PHP's modules that the process has mapped, as eight digits. */
type Machine = MachineFacts & { readonly phpApi: string | null };

/** What rules ask of the machine, read once with the project. */
export async function machineFacts(files: TargetFiles, pid: number): Promise<Machine> {
  const [maps, group, init] = [`${pid}/maps`, "../sys/fs/cgroup/memory.oom.group", "1/cmdline"];
  const found = await files.read([maps, group, init], MOST_MAPS_BYTES);
  const text = (path: string): string | null => {
    const bytes = found.get(path);
    return bytes === undefined || bytes.length === 0 ? null : utf8.decode(bytes);
  };
  const mapped = text(maps);
  const oom = text(group);
  return {
    phpApi: mapped === null ? null : (API.exec(mapped)?.[1] ?? null),
    extensions:
      mapped === null
        ? null
        : [...new Set([...mapped.matchAll(EXTENSION)].map(([, name]) => name ?? ""))].toSorted(),
    oomGroup: oom === null ? null : oom.trim() === "1",
    init:
      text(init)
        ?.split("\0")
        .filter((word) => word !== "") ?? null,
  };
}
