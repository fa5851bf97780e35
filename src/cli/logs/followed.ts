import { lineCutter, type LineCutter, type RawLine } from "../../analysis/logs/lines.ts";
import type { Front, Tail } from "../../collector/tails.ts";
import type { LogSource, SourceReason, SourceState } from "../../domain/log-source.ts";
import type { FilePart, FileSize } from "../../domain/ports/source.ts";
import { untrustedText } from "../../domain/text.ts";
import { bytes as asBytes } from "../../domain/units.ts";

/** A file that is to be followed. */
export type FileWish = {
  readonly source: string;
  readonly why: SourceReason;
  readonly pid: number | null;
  /** Id of the server that led there; null: several did, or the user. */
  readonly server: string | null;
  /** The source that has its name now, where this one is deleted and still open; null: it has its name. */
  readonly namesake: string | null;
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
  /** Where its lines begin that were told; `unread`: none was. Null: nothing before them can be had. */
  front: Front | "unread" | null;
  /** It was seen not to be there: what it holds was written since. */
  isNew: boolean;
  cutter: LineCutter;
  lost: { bytes: number | null } | null;
  state: SourceState;
  detail: string | null;
  bytes: number | null;
  /** At the last look; null: it was not there. */
  inode: string | null;
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
  front: "unread",
  isNew: false,
  cutter: lineCutter(),
  lost: null,
  state: "absent",
  detail: null,
  bytes: null,
  inode: null,
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
  for (const each of all.toSorted((a, b) => Number(a.isOld) - Number(b.isOld))) {
    const size = sizes.get(each.wish.place);
    each.twin = null;
    if (size?.kind !== "file" || size.bytes === 0) continue;
    const key = `${each.wish.space} ${size.inode} ${size.bytes}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, each);
    else each.twin = known;
  }
}

/** How far a file was read that is not reached by its name any more: a descriptor may still lead to it. */
export type Parted = { readonly space: string; readonly tail: Tail };

const MOST_PARTED = 32;

/** With what was lost now; of one file what was last known. One that was emptied is no longer what was read. */
export function withParted(
  parted: readonly Parted[],
  lost: readonly Followed[],
): readonly Parted[] {
  const isOf = ({ space, tail }: Parted, { wish, tail: other }: Followed): boolean =>
    space === wish.space && tail.inode === other?.inode;
  const kept = parted.filter((each) => !lost.some((other) => isOf(each, other)));
  const more = lost.flatMap(({ wish: { space }, tail, inode }) =>
    tail === null || tail.inode === inode ? [] : [{ space, tail }],
  );
  return [...kept, ...more].slice(-MOST_PARTED);
}

/** How far a deleted file was read by its name; null: it is seen for the first time. Its inode is nobody else's as long as it is open. */
export function knownTail(
  { wish: { space, namesake } }: Followed,
  { inode, bytes }: Extract<FileSize, { readonly kind: "file" }>,
  known: readonly Parted[],
): Tail | null {
  if (namesake === null) return null;
  const found = known.findLast(
    (each) => each.space === space && each.tail.inode === inode && bytes >= each.tail.offset,
  );
  return found?.tail ?? null;
}

/** A deleted file that is still open goes on under its name when another one has that. */
export function nameOf({ wish: { source, namesake } }: Followed, all: readonly Followed[]): string {
  const other = all.find(({ wish }) => wish.source === namesake);
  return other === undefined || other.state === "absent" ? source : other.wish.source;
}

/** Each name once: of a file and a deleted one that had its name, the one that has it, or the deleted one as long as there is no other. */
export function listed(all: readonly Followed[]): readonly LogSource[] {
  const current = all.filter(({ isOld, twin }) => !isOld && twin === null);
  const isLed = ({ wish, state }: Followed): boolean =>
    state === "absent" && current.some((other) => other.wish.namesake === wish.source);
  return current
    .filter((each) => nameOf(each, all) === each.wish.source && !isLed(each))
    .map(({ wish: { source, why, pid, server }, state, bytes, detail }) => ({
      source,
      why,
      pid,
      server,
      state,
      bytes: bytes === null ? null : asBytes(bytes),
      detail: detail === null ? null : untrustedText(detail),
    }));
}
