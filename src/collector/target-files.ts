import type { TargetFiles } from "../domain/ports/source.ts";
import type { Errands } from "./errands.ts";
import { linksRequest, listRequest, readRequest } from "./protocol.ts";

/** What is no plain character of a path is asked for as `?`: words are split at blanks, and the shell expands patterns. */
const word = (path: string): string => path.replaceAll(/[^\w./*?@:+=,~%{}!#^-]/gu, "?");
/** Two of them in a row, or a slash at the end, as patterns and find make them. */
const plain = (path: string): string => path.replaceAll(/\/{2,}/gu, "/");

/** Files of the target by way of the running conversation. */
export const targetFiles = (errands: Errands): TargetFiles => ({
  async read(paths, mostBytes) {
    if (paths.length === 0) return new Map();
    const words = paths.map(word);
    const answer = await errands.add({
      request: (prefix) => readRequest(prefix, mostBytes, words),
      files: words.length,
    });
    return new Map([...answer].map(([path, text]) => [plain(path), Buffer.from(text, "latin1")]));
  },
  async list(folder, depth, suffixes) {
    const answer = await errands.add({
      request: (prefix) =>
        listRequest(prefix, { folder: word(folder), depth, suffixes: suffixes.map(word) }),
      files: 0,
    });
    return listed(answer.get("list") ?? "", folder);
  },
  async links(paths) {
    if (paths.length === 0) return new Map();
    const answer = await errands.add({
      request: (prefix) => linksRequest(prefix, paths.map(word)),
      files: paths.length,
    });
    return new Map(
      [...answer].flatMap(([path, text]) => {
        const target = linkTarget(text);
        return target === null ? [] : [[plain(path), target] as const];
      }),
    );
  },
});

/** Names bear the request's prefix; the folder in them tells where it ends. A pattern that fitted nothing is no name. */
const listed = (text: string, folder: string): readonly string[] =>
  utf8(text)
    .split("\n")
    .flatMap((name) => {
      const at = plain(name).indexOf(`${folder}/`);
      return at === -1 || name.includes("*") ? [] : [plain(name).slice(at)];
    });

/** Of readlink the line itself; of `ls -ld` what follows the arrow. */
function linkTarget(text: string): string | null {
  const line = utf8(text).trimEnd();
  const arrow = line.indexOf(" -> ");
  const target = arrow === -1 ? line : line.slice(arrow + 4);
  return target === "" ? null : target;
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
