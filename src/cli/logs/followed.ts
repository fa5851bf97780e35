import { lineCutter, type LineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import type { Tail } from "../../collector/tails.ts";
import type { SourceReason, SourceState } from "../../domain/log-source.ts";
import type { FilePart, FileSize } from "../../domain/ports/source.ts";

/** A file that is to be followed. */
export type FileWish = {
  readonly source: string;
  readonly why: SourceReason;
  readonly pid: number | null;
  /** Relative to /proc. */
  readonly place: string;
  /** A path that is there as long as the process lives by which the file is reached; null: no process is needed. */
  readonly anchor: string | null;
  /** Which mount namespace; two files of one inode and size in the same are one. */
  readonly space: string;
};

export type TailedLines = {
  readonly source: string;
  readonly lines: readonly RawLine[];
  readonly isBacklog: boolean;
  /** Before the first of them; undefined: nothing. */
  readonly lostBytes: number | null | undefined;
};

export type Followed = {
  wish: FileWish;
  /** Null: nothing of it was read yet. */
  tail: Tail | null;
  /** It was seen not to be there: what it holds was written since. */
  isNew: boolean;
  cutter: LineCutter;
  lost: { bytes: number | null } | null;
  state: SourceState;
  detail: string | null;
  bytes: number | null;
  /** It lost its name, or nobody asks for it any more: it is followed until nothing comes. */
  isOld: boolean;
  idleRounds: number;
  /** The same file by another way; that one is read. */
  twin: Followed | null;
};

/** A part that is asked for, and the inode that its file had at the look before. */
export type Reading = {
  readonly followed: Followed;
  readonly part: FilePart;
  readonly inode: string;
};

/** Nothing was seen of it yet. */
export const newFollowed = (wish: FileWish): Followed => ({
  wish,
  tail: null,
  isNew: false,
  cutter: lineCutter(),
  lost: null,
  state: "absent",
  detail: null,
  bytes: null,
  isOld: false,
  idleRounds: 0,
  twin: null,
});

/** Bytes that were passed over: told with the next line. */
export function addLost(followed: Followed, lostBytes: number): void {
  const before = followed.lost === null ? 0 : followed.lost.bytes;
  followed.lost = { bytes: before === null ? null : before + lostBytes };
}

/** Of one inode and size in one namespace, at one look: a link, a descriptor, another way there. The first one is read. */
export function findTwins(all: readonly Followed[], sizes: ReadonlyMap<string, FileSize>): void {
  const first = new Map<string, Followed>();
  for (const each of all) {
    const size = sizes.get(each.wish.place);
    each.twin = null;
    if (size?.kind !== "file" || size.bytes === 0) continue;
    const key = `${each.wish.space} ${size.inode} ${size.bytes}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, each);
    else each.twin = known;
  }
}
