import type { ArrayDeclared } from "../domain/declarations.ts";
import type { ReadFile } from "../domain/ports/project-files.ts";
import { entriesOf, settingOf } from "../domain/setting.ts";
import type { Composer } from "./composer.ts";
import { CANDIDATE_WORDS } from "./found/code-findings.ts";
import { constant } from "./made.ts";
import { within } from "./paths.ts";
import type { Sources } from "./sources.ts";

const DEFAULT = ["app"];
/** Where a plain Swoole server begins. */
const START = "server.php";

/** Folders in which Hyperf looks for attributes, relative to the root; of other projects those of their classes. */
export function scanFolders(
  { config, composer, isHyperf }: ScanGiven,
  root: string,
): readonly string[] {
  const listed = isHyperf
    ? entriesOf(settingOf({ config }, "annotations.scan.paths")).flatMap(({ value }) => {
        const path = constant(value);
        return typeof path === "string" ? (within(root, path) ?? []) : [];
      })
    : composer.autoload
        .map(({ folder }) => folder.replace(/\/$/, ""))
        .filter((folder) => !folder.startsWith("vendor/"));
  const folders = listed.filter((folder) => folder !== "" && !folder.split("/").includes(".."));
  return [...new Set(folders.length > 0 ? folders : DEFAULT)];
}
type ScanGiven = {
  readonly config: ArrayDeclared;
  readonly composer: Composer;
  readonly isHyperf: boolean;
};

/** What tasks and processes are declared with; every file with one of them is parsed, of the others none. */
const WORDS = ["Crontab", "Process", ...CANDIDATE_WORDS];
const CANDIDATE = new RegExp(
  WORDS.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join("|"),
);

/** Paths of the scanned files that may hold something; sorted. */
export function candidates(sources: Sources, folders: readonly string[]): readonly string[] {
  const isScanned = (path: string): boolean =>
    path.endsWith(".php") &&
    (path === START || folders.some((folder) => path.startsWith(`${folder}/`)));
  return sources.paths().filter((path) => isScanned(path) && isCandidate(sources, path));
}

/** Told once for each file: all of a project are megabytes. */
const TOLD = new WeakMap<ReadFile, boolean>();

function isCandidate(sources: Sources, path: string): boolean {
  const file = sources.get(path);
  const text = sources.text(path);
  if (file === null || text === null) return false;
  const is = TOLD.get(file) ?? CANDIDATE.test(text);
  TOLD.set(file, is);
  return is;
}
