import { constants } from "node:fs";
import { open, opendir, realpath } from "node:fs/promises";
import { join, posix, resolve, sep } from "node:path";
import type { ReadFile, ReadFiles, Wanted } from "../../domain/ports/project-files.ts";

/** More than any project has; a loop of links or a cache folder ends here. */
const MOST_FILES = 20_000;
/** Open files, of the 1024 that a process may usually have. */
const AT_ONCE = 64;
/** Folders that hold other people's code or what was generated. */
const SKIPPED = new Set(["vendor", "node_modules", ".git", "runtime"]);

/**
 * Reads a project's files from a directory of this machine. Nothing is written, no pipe or device is opened.
 * A file that is asked for by name may be a link to anywhere (`.env` of a deployment is one); a folder is not left by links.
 */
export function directoryFiles(root: string): ReadFiles {
  return async (wanted) => {
    const found = await Promise.all(
      wanted.map(async (each) =>
        posix.isAbsolute(each.path)
          ? each.kind === "file"
            ? [{ path: each.path, kind: "absent" as const }]
            : []
          : each.kind === "file"
            ? [await readOne(root, each.path, each.mostBytes)]
            : readFolder(root, each),
      ),
    );
    return found.flat();
  };
}

async function readOne(root: string, path: string, mostBytes: number): Promise<ReadFile> {
  // what climbs out of the project by its name is not asked for
  if (!resolve(root, path).startsWith(withSlash(resolve(root)))) return { path, kind: "absent" };
  try {
    return await readAt(join(root, path), path, mostBytes);
  } catch (error) {
    return { path, kind: isAbsence(error) ? "absent" : "unreadable" };
  }
}

async function readAt(full: string, path: string, mostBytes: number): Promise<ReadFile> {
  // a pipe must not hold us up: it is opened without waiting, seen to be none of ours, and left
  const handle = await open(full, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) return { path, kind: "absent" };
    if (!stat.isFile()) return { path, kind: "unreadable" };
    if (stat.size > mostBytes) return { path, kind: "too-large" };
    const bytes = await handle.readFile();
    return { path, kind: "text", text: bytes.toString("utf8"), isCut: false };
  } finally {
    await handle.close();
  }
}

const isAbsence = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ENOENT" || error.code === "ENOTDIR");

const withSlash = (path: string): string => (path.endsWith(sep) ? path : `${path}${sep}`);

async function readFolder(
  root: string,
  wanted: Extract<Wanted, { kind: "folder" }>,
): Promise<readonly ReadFile[]> {
  const paths = await listing(root, wanted);
  const files: ReadFile[] = [];
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    const some = paths.slice(from, from + AT_ONCE);
    files.push(...(await Promise.all(some.map((path) => readOne(root, path, wanted.mostBytes)))));
  }
  return files;
}

type Listed = Pick<Extract<Wanted, { kind: "folder" }>, "path" | "suffixes" | "depth">;

/** Paths below a folder, relative to the root, sorted: the same on every machine. Empty for a folder that is absent or closed. */
export async function listing(
  root: string,
  { path, suffixes, depth }: Listed,
): Promise<readonly string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const top = await realpath(root).catch(() => null);
  if (top === null) return found;
  const isNew = async (folder: string): Promise<boolean> => {
    const real = await realpath(join(root, folder)).catch(() => null);
    if (real === null || seen.has(real)) return false;
    seen.add(real);
    return real === top || real.startsWith(withSlash(top));
  };
  const visit = async (folder: string, left: number): Promise<void> => {
    if (found.length >= MOST_FILES || !(await isNew(folder))) return;
    const entries = await entriesOf(join(root, folder));
    for (const { name, isFolder } of entries) {
      const under = folder === "" || folder === "." ? name : `${folder}/${name}`;
      if (isFolder && left > 0 && !SKIPPED.has(name)) await visit(under, left - 1);
      if (!isFolder && suffixes.some((suffix) => name.endsWith(suffix))) found.push(under);
    }
  };
  await visit(path, depth);
  return found.toSorted().slice(0, MOST_FILES);
}

/** A link counts as a file: into folders behind links Hyperf's own scan does not go either (Symfony's Finder). */
async function entriesOf(
  folder: string,
): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]> {
  const entries: { name: string; isFolder: boolean }[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      const isFolder = entry.isDirectory();
      if (isFolder || entry.isFile() || entry.isSymbolicLink())
        entries.push({ name: entry.name, isFolder });
    }
  } catch {
    // it is closed to us, or no folder
  }
  return entries;
}
