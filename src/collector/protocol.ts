// What is said on the wire: requests out, answers in. Pure: bytes in, values out, and no input makes it throw. The words are explained in collector.sh.

/** Content of each file of an answer, one character per byte (latin1), by its path without the prefix. */
export type Answer = ReadonlyMap<string, string>;

/** A path that leads nowhere else, new with each request. What bears it was written by our collector for this request. */
export type Prefix = string;

export type Reader<Result> = {
  /** Takes bytes as they come. `null`: more is needed. */
  readonly take: (chunk: Uint8Array) => Result | null;
};

export type AnswerResult =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "too-long" };

export type Hello =
  | {
      readonly kind: "ready";
      readonly mainPid: number;
      readonly watcherPid: number;
      readonly offers: readonly string[];
    }
  | { readonly kind: "missing"; readonly what: string }
  | { readonly kind: "terminal" }
  | { readonly kind: "too-long" };

export type Secret = readonly [half: string, half: string];

const PREFIX_BITS = 32;
const SECRET_DIGITS = 8;
/** 5000 processes with long command lines are 3 MiB. */
const LONGEST_ANSWER_BYTES = 32 * 1024 * 1024;
/** What a login may say before the hello. */
const LONGEST_GREETING_BYTES = 64 * 1024;
const END = "../dev/null";
const CLOSE = " <==\n";

/** @param random a number in [0, 1), new with each call */
export function newPrefix(random: () => number): Prefix {
  let prefix = "./";
  for (let bit = 0; bit < PREFIX_BITS; bit++) prefix += random() < 0.5 ? "/" : "./";
  return prefix;
}

export function newSecret(random: () => number): Secret {
  const half = (): string =>
    Array.from({ length: SECRET_DIGITS }, () => Math.floor(random() * 16).toString(16)).join("");
  return [half(), half()];
}

export const readRequest = (
  prefix: Prefix,
  mostBytes: number,
  words: readonly string[],
): Uint8Array => Buffer.from(`${prefix} read ${mostBytes} ${words.join(" ")}\n`);

export const keepRequest = (prefix: Prefix, words: readonly string[]): Uint8Array =>
  Buffer.from(`${prefix} keep ${words.join(" ")}\n`);

export const listRequest = (
  prefix: Prefix,
  { folder, depth, suffixes }: { folder: string; depth: number; suffixes: readonly string[] },
): Uint8Array => Buffer.from(`${prefix} list ${depth} ${folder} ${suffixes.join(" ")}\n`);

export const linksRequest = (prefix: Prefix, paths: readonly string[]): Uint8Array =>
  Buffer.from(`${prefix} links ${paths.join(" ")}\n`);

/** Words as `pathWord` makes them. */
export const sizesRequest = (prefix: Prefix, words: readonly string[]): Uint8Array =>
  Buffer.from(`${prefix} sizes ${words.join(" ")}\n`);

export const partsRequest = (prefix: Prefix, words: readonly string[]): Uint8Array =>
  Buffer.from(`${prefix} parts ${words.join(" ")}\n`);

/** A path as a word of `sizes` and `parts`: what could part or expand it is written as `\0ooo`, byte by byte. */
export const pathWord = (path: string): string =>
  [...Buffer.from(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w./@+=,%^-]/u.test(character)
        ? character
        : `\\0${byte.toString(8).padStart(3, "0")}`;
    })
    .join("");

export const heldRequest = (
  prefix: Prefix,
  mostBytes: number,
  pids: readonly number[],
): Uint8Array => Buffer.from(`${prefix} held ${mostBytes} ${pids.join(" ")}\n`);

export const beatRequest = (prefix: Prefix): Uint8Array => Buffer.from(`${prefix} beat\n`);

/** The script as it is written to a shell: without the lines that are for people, ending with the call. */
export function startScript(script: string, [first, second]: Secret): Uint8Array {
  const lines = script.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));
  return Buffer.from(`${lines.join("\n")}\nmain ${first} ${second}\n`);
}

/** Reads one answer. Memory is bounded; bytes before the first header belong to nobody. */
export function answerReader(prefix: Prefix): Reader<AnswerResult> {
  const end = `==> ${prefix}${END}${CLOSE}`;
  const parts: string[] = [];
  let size = 0;
  let tail = "";
  return {
    take(chunk) {
      const text = latin1(chunk);
      size += text.length;
      if (size > LONGEST_ANSWER_BYTES) return { kind: "too-long" };
      parts.push(text);
      const recent = tail + text;
      if (!recent.includes(end)) {
        tail = recent.slice(1 - end.length);
        return null;
      }
      return { kind: "answer", answer: sections(parts.join(""), prefix) };
    },
  };
}

function sections(text: string, prefix: Prefix): Answer {
  const answer = new Map<string, string>();
  const pieces = text.split(`==> ${prefix}`);
  for (const piece of pieces.slice(1)) {
    const close = piece.indexOf(CLOSE);
    if (close === -1) continue;
    const path = piece.slice(0, close);
    if (path === END) break;
    // The empty line before the next header is not part of the file.
    answer.set(path, piece.slice(close + CLOSE.length, -1));
  }
  return answer;
}

/**
 * Waits for the hello of our own script and skips what comes before it (a message of the day, warnings of a client).
 * `heard` is what was said so far, for a fault's detail; `isEcho`: the script came back, as from `cat` or a terminal.
 */
export function helloReader([first, second]: Secret): Reader<Hello> & {
  readonly heard: () => string;
  readonly isEcho: () => boolean;
} {
  const pattern = new RegExp(`swtop ${first}${second} (ready|missing) ([^\\r\\n]*)(\\r?)\\n`);
  let heard = "";
  return {
    heard: () => heard,
    isEcho: () => heard.includes(`main ${first} ${second}`),
    take(chunk) {
      heard += latin1(chunk);
      const match = pattern.exec(heard);
      if (match === null) {
        return heard.length > LONGEST_GREETING_BYTES ? { kind: "too-long" } : null;
      }
      const [, state, words = "", carriageReturn] = match;
      if (carriageReturn === "\r") return { kind: "terminal" };
      if (state === "missing") return { kind: "missing", what: words };
      const [main, watcher, ...offers] = words.split(" ");
      return { kind: "ready", mainPid: Number(main), watcherPid: Number(watcher), offers };
    },
  };
}

const latin1 = (chunk: Uint8Array): string =>
  Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1");
