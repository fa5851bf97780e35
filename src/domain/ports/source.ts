import type { Demand } from "../demand.ts";
import type { SessionChange } from "../observation.ts";
import type { Reading } from "../reading.ts";

/**
 * What a live Source yields: how the target is reached, and what was read there.
 * A `survey` has every process and comes before the reading of the same second (with its `seq`), so that the demand made of it is obeyed in that reading. It is no sample.
 */
export type Gathered =
  | { readonly type: "session"; readonly session: SessionChange }
  | { readonly type: "survey"; readonly reading: Reading }
  | { readonly type: "reading"; readonly reading: Reading };

/**
 * A led look at one live target. It ends when `signal` is aborted, or when the target cannot be had at all (the last session is `over`, with its fault).
 * It never throws for what a target does.
 */
export type Source = {
  readonly gathered: AsyncIterable<Gathered>;
  /** What to read from now on. Replaces the former demand; obeyed within the budget. */
  readonly demand: (demand: Demand) => void;
  /** Files of the target beside the readings, within the budget; null: this kind of Source has none. */
  readonly files: TailedFiles | null;
  /** The shell that answered last; null: none has. */
  readonly shell: () => ShellSeen | null;
  /** PIDs on this machine of the clients that serve it now, whose cost is ours. */
  readonly clientPids: () => readonly number[];
};

/** A shell in the target: its PID there, and which of the programs that are of use it finds (`head cat dd readlink ls`). */
export type ShellSeen = { readonly pid: number; readonly tools: readonly string[] };

/**
 * Files of a target, read in one go each. Paths are relative to /proc (`123/cwd/composer.json`, `../etc/hosts`); what is absent or closed is absent from the answer.
 * They reject with a TransportError when the session is over, and wait while it is away.
 */
export type TargetFiles = {
  /** The first `mostBytes` of each, by path. `*` and `?` are patterns. */
  readonly read: (
    paths: readonly string[],
    mostBytes: number,
  ) => Promise<ReadonlyMap<string, Uint8Array>>;
  /** Names of the files below a folder with one of the suffixes. */
  readonly list: (
    folder: string,
    depth: number,
    suffixes: readonly string[],
  ) => Promise<readonly string[]>;
  /** Where links lead, by path. */
  readonly links: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

/** What a path leads to, links followed. */
export type FileSize =
  | { readonly kind: "file"; readonly inode: string; readonly bytes: number }
  /** A folder, a pipe, a socket, a device: it must not be opened. */
  | { readonly kind: "other" }
  /** It cannot be told, in the system's words. */
  | { readonly kind: "closed"; readonly detail: string };

export type FileSizes = {
  /** By path; what is not there is absent. */
  readonly sizes: ReadonlyMap<string, FileSize>;
  /** A program that following files needs and this target has not. */
  readonly lacks: "ls" | "dd" | null;
};

/** Blocks of `PART_BLOCK_BYTES` of a file: `count` of them after `skip`. */
export type FilePart = { readonly path: string; readonly skip: number; readonly count: number };
export const PART_BLOCK_BYTES = 4096;

/** Files that grow: what they are now, and single parts of them. Both wait until the budget has room, and no longer than a few seconds. */
export type TailedFiles = TargetFiles & {
  /** One process in the target. Every file that begins with one of `beginnings` is told, too. */
  readonly sizes: (paths: readonly string[], beginnings?: readonly string[]) => Promise<FileSizes>;
  /** A process each. A part may come shorter where the file ends; absent: it is no regular file, or may not be read. */
  readonly parts: (parts: readonly FilePart[]) => Promise<ReadonlyMap<FilePart, Uint8Array>>;
};
