import {
  isRotated,
  isTelling,
  mayBe,
  needOf,
  read,
  type Tail,
  type TailStep,
} from "../../collector/tails.ts";
import { PART_BLOCK_BYTES, type FilePart, type TailedFiles } from "../../domain/ports/source.ts";
import type { Followed, Reading } from "./followed.ts";

type Lost = { readonly wish: { readonly place: string }; readonly tail: Tail | null };

export type Rotated = {
  readonly place: string;
  readonly inode: string;
  /** What was written to it since. */
  readonly step: TailStep;
};

/** So many names are tried for each file. */
const MOST_TRIED = 4;

/** Files that were followed and have another name now, each with what it still had: first what has the inode, then what has the bytes. */
export async function searchRotated<Each extends Lost>(
  files: TailedFiles,
  lost: readonly Each[],
): Promise<ReadonlyMap<Each, Rotated>> {
  const { sizes } = await files.sizes([], [...new Set(lost.map(({ wish }) => wish.place))]);
  const tries = lost.flatMap((each) => {
    const { tail } = each;
    if (tail === null) return [];
    const candidates = [...sizes].flatMap(([place, size]) =>
      size.kind === "file" && isRotated(each.wish.place, place) && mayBe(tail, size)
        ? [{ each, tail, place, size }]
        : [],
    );
    const isSameInode = ({ size }: (typeof candidates)[number]): boolean =>
      size.inode === tail.inode;
    return candidates
      .toSorted((a, b) => Number(isSameInode(b)) - Number(isSameInode(a)))
      .slice(0, MOST_TRIED)
      .map((candidate) => ({ ...candidate, part: partOf(candidate) }));
  });
  const parts = await files.parts(tries.map(({ part }) => part));
  const found = new Map<Each, Rotated>();
  for (const { each, tail, place, size, part } of tries) {
    const bytes = parts.get(part);
    const step = bytes === undefined ? null : read(tail, part, bytes);
    if (step !== null && !found.has(each)) found.set(each, { place, inode: size.inode, step });
  }
  return found;
}

type Candidate = {
  readonly tail: Tail;
  readonly place: string;
  readonly size: { readonly kind: "file"; readonly inode: string; readonly bytes: number };
};

/** At least the bytes by which it is known. */
function partOf({ tail, place, size }: Candidate): FilePart {
  const need = needOf({ ...tail, inode: size.inode }, size);
  const skip = tail.offset - tail.overlap.length;
  return need.kind === "part"
    ? { path: place, skip: need.skip, count: need.count }
    : { path: place, skip: Math.floor(skip / PART_BLOCK_BYTES), count: 2 };
}

/** Between the look and the part another file may have got the name. Mostly the bytes before it say so; where too few are known, a second look does. */
export async function movedMeanwhile(
  files: TailedFiles,
  readings: readonly Reading[],
): Promise<ReadonlySet<Followed>> {
  const unsure = readings.filter(({ followed: { tail } }) => tail !== null && !isTelling(tail));
  if (unsure.length === 0) return new Set();
  const { sizes } = await files.sizes(unsure.map(({ part }) => part.path));
  const moved = unsure.filter(({ part, inode }) => {
    const size = sizes.get(part.path);
    return size?.kind !== "file" || size.inode !== inode;
  });
  return new Set(moved.map(({ followed }) => followed));
}
