import { PART_BLOCK_BYTES, type TailedFiles } from "../domain/ports/source.ts";
import { MIB } from "../domain/units.ts";
import { priceOfFiles, PRICE_OF_BEAT, PRICE_OF_MEMORY, PRICE_OF_SIZES } from "./budget.ts";
import type { Errands } from "./errands.ts";
import {
  linksRequest,
  listRequest,
  partsRequest,
  pathWord,
  readRequest,
  sizesRequest,
} from "./protocol.ts";
import { fileSizes } from "./sizes.ts";

/** What dd takes to read so much in blocks of 4 KiB and to write it, beside its start: measured, rounded up. */
const PART_MS_PER_MIB = 2;

/** What is no plain character of a path is asked for as `?`: words are split at blanks, and the shell expands patterns. */
const word = (path: string): string => path.replaceAll(/[^\w./*?@:+=,~%{}!#^-]/gu, "?");
/** Two of them in a row, or a slash at the end, as patterns and find make them. */
const plain = (path: string): string => path.replaceAll(/\/{2,}/gu, "/");

/** Files of the target by way of the running conversation. */
export const targetFiles = (errands: Errands): TailedFiles => ({
  async read(paths, mostBytes) {
    if (paths.length === 0) return new Map();
    const words = paths.map(word);
    const answer = await errands.add({
      request: (prefix) => readRequest(prefix, mostBytes, words),
      priceMs: priceOfFiles(words.length),
    });
    return new Map([...answer].map(([path, text]) => [plain(path), Buffer.from(text, "latin1")]));
  },
  async list(folder, depth, suffixes) {
    const answer = await errands.add({
      request: (prefix) =>
        listRequest(prefix, { folder: word(folder), depth, suffixes: suffixes.map(word) }),
      priceMs: priceOfFiles(0),
    });
    return listed(answer.get("list") ?? "", folder);
  },
  async links(paths) {
    if (paths.length === 0) return new Map();
    const answer = await errands.add({
      request: (prefix) => linksRequest(prefix, paths.map(word)),
      priceMs: priceOfFiles(paths.length),
    });
    return new Map(
      [...answer].flatMap(([path, text]) => {
        const target = linkTarget(text);
        return target === null ? [] : [[plain(path), target] as const];
      }),
    );
  },
  async sizes(paths, beginnings = []) {
    if (paths.length + beginnings.length === 0) return { sizes: new Map(), lacks: null };
    const words = [...paths.map(pathWord), ...beginnings.map((path) => `${pathWord(path)}*`)];
    let asked = "";
    const answer = await errands.add({
      request(prefix) {
        asked = prefix;
        return sizesRequest(prefix, words);
      },
      priceMs: PRICE_OF_BEAT + PRICE_OF_SIZES + priceOfFiles(words.length) - priceOfFiles(0),
      isOfTails: true,
    });
    return fileSizes(answer, asked);
  },
  async parts(parts) {
    if (parts.length === 0) return new Map();
    const words = parts.map(({ path, skip, count }) => `${pathWord(path)}:${skip}:${count}`);
    const blocks = parts.reduce((sum, { count }) => sum + count, 0);
    const priceMs =
      PRICE_OF_BEAT +
      parts.length * PRICE_OF_MEMORY +
      ((blocks * PART_BLOCK_BYTES) / MIB) * PART_MS_PER_MIB;
    const answer = await errands.add({
      request: (prefix) => partsRequest(prefix, words),
      priceMs,
      isOfTails: true,
    });
    return new Map(
      parts.flatMap((part, index) => {
        const text = answer.get(words[index] ?? "");
        return text === undefined ? [] : [[part, Buffer.from(text, "latin1")] as const];
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
