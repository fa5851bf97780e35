import { constants } from "node:fs";
import { open, opendir, realpath, stat, type FileHandle } from "node:fs/promises";
import { join, posix, resolve, sep } from "node:path";
import type { ReadFile, ReadFiles, Wanted } from "../../domain/ports/project-files.ts";

/** More than any project has; a loop of links or a cache folder ends here. */
const MOST_FILES = 20_000;
/** Open files, of the 1024 that a process may usually have. */
const AT_ONCE = 64;
/** Folders that hold other people's code or what was generated. */
const SKIPPED = new Set(["vendor", "node_modules", ".git", "runtime"]);

/** A file that says it is empty may not be (those of /proc): so much of it is read. */
const LEAST_BYTES = 4096;

type Asked = { readonly path: string; readonly mostBytes: number };

/**
 * Reads a project's files from a directory of this machine. Nothing is written, no pipe or device is opened, never more is open than a process may have.
 * A file that is asked for by name may be a link to anywhere (`.env` of a deployment is one); a folder is not left by links.
 * A folder of sources that is closed to us is answered as unreadable, under its own path.
 */
export function directoryFiles(root: string): ReadFiles {
  return async (wanted) => {
    const asked: Asked[] = [];
    const files: ReadFile[] = [];
    for (const each of wanted) {
      if (each.kind === "file") asked.push(each);
      else if (!posix.isAbsolute(each.path)) {
        const { paths, closed } = await walked(root, each);
        for (const path of paths) asked.push({ path, mostBytes: each.mostBytes });
        for (const path of closed) files.push({ path, kind: "unreadable" });
      }
    }
    for (let from = 0; from < asked.length; from += AT_ONCE) {
      const some = asked.slice(from, from + AT_ONCE);
      files.push(...(await Promise.all(some.map((each) => readOne(root, each)))));
    }
    return files;
  };
}

async function readOne(root: string, { path, mostBytes }: Asked): Promise<ReadFile> {
  // what climbs out of the project by its name is not asked for
  if (posix.isAbsolute(path) || !resolve(root, path).startsWith(withSlash(resolve(root))))
    return { path, kind: "absent" };
  try {
    return await readAt(join(root, path), path, mostBytes);
  } catch (error) {
    return { path, kind: isAbsence(error) ? "absent" : "unreadable" };
  }
}

async function readAt(full: string, path: string, mostBytes: number): Promise<ReadFile> {
  const found = await stat(full);
  if (found.isDirectory()) return { path, kind: "absent" };
  if (!found.isFile()) return { path, kind: "unreadable" };
  if (found.size > mostBytes) return { path, kind: "too-large" };
  // should it have become a pipe by now, it does not hold us up
  const handle = await open(full, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const most = Math.min(mostBytes, Math.max(found.size, LEAST_BYTES));
    const bytes = await contentOf(handle, most);
    return bytes === null
      ? { path, kind: "too-large" }
      : { path, kind: "text", text: bytes.toString("utf8"), isCut: false };
  } finally {
    await handle.close();
  }
}

/** Null: it holds more. */
async function contentOf(handle: FileHandle, mostBytes: number): Promise<Buffer | null> {
  const bytes = Buffer.allocUnsafe(mostBytes + 1);
  let filled = 0;
  while (filled <= mostBytes) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, null);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return null;
}

const isAbsence = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ENOENT" || error.code === "ENOTDIR");

const withSlash = (path: string): string => (path.endsWith(sep) ? path : `${path}${sep}`);

type Listed = Pick<Extract<Wanted, { kind: "folder" }>, "path" | "suffixes" | "depth">;

/** Paths below a folder, relative to the root, sorted: the same on every machine. Empty for a folder that is absent or closed. */
export const listing = async (root: string, listed: Listed): Promise<readonly string[]> =>
  (await walked(root, listed)).paths;

type Walked = { readonly paths: readonly string[]; readonly closed: readonly string[] };

async function walked(root: string, { path, suffixes, depth }: Listed): Promise<Walked> {
  const found: string[] = [];
  const closed: string[] = [];
  const seen = new Set<string>();
  const top = await realpath(root).catch(() => null);
  if (top === null) return { paths: found, closed };
  const visit = async (folder: string, left: number): Promise<void> => {
    if (found.length >= MOST_FILES) return;
    const real = await realpath(join(root, folder));
    if (seen.has(real) || !withSlash(real).startsWith(withSlash(top))) return;
    seen.add(real);
    for (const { name, isFolder } of await entriesOf(real)) {
      const under = folder === "" || folder === "." ? name : `${folder}/${name}`;
      if (isFolder && left > 0 && !SKIPPED.has(name)) await attempt(under, left - 1);
      if (!isFolder && suffixes.some((suffix) => name.endsWith(suffix))) found.push(under);
    }
  };
  const attempt = async (folder: string, left: number): Promise<void> => {
    try {
      await visit(folder, left);
    } catch (error) {
      // beside Dockerfiles lie folders of databases: closed to us, and nothing of ours
      if (!isAbsence(error) && suffixes.includes(".php")) closed.push(folder);
    }
  };
  await attempt(path, depth);
  return { paths: found.toSorted().slice(0, MOST_FILES), closed: closed.toSorted() };
}

/** A link counts as a file: into folders behind links Hyperf's own scan does not go either (Symfony's Finder). */
async function entriesOf(
  folder: string,
): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]> {
  const entries: { name: string; isFolder: boolean }[] = [];
  for await (const entry of await opendir(folder)) {
    const isFolder = entry.isDirectory();
    if (isFolder || entry.isFile() || entry.isSymbolicLink())
      entries.push({ name: entry.name, isFolder });
  }
  return entries;
}
