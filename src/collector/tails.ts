// A file that grows, read from outside by its offset: where to go on, and whether what lies there is still the same file. Pure.
import { PART_BLOCK_BYTES, type FilePart, type FileSize } from "../domain/ports/source.ts";
import { KIB, MIB } from "../domain/units.ts";

/** What is known of a file that is followed. */
export type Tail = {
  readonly inode: string;
  /** The next byte to read. */
  readonly offset: number;
  /** The last bytes before it: they come back with the next part, or it is another file. */
  readonly overlap: Uint8Array;
  /** Begun in the middle: nothing counts before the next line end. */
  readonly isMidLine: boolean;
  /** What lies before this was there when it was first seen. */
  readonly backlogEnd: number;
};

/** New bytes, in their order. */
export type TailChunk = { readonly bytes: Uint8Array; readonly isBacklog: boolean };

export type TailStep = {
  readonly tail: Tail;
  readonly chunks: readonly TailChunk[];
  /** Passed over before them. */
  readonly lostBytes: number;
};

type Size = Extract<FileSize, { readonly kind: "file" }>;

/** Of one file and round. */
export const MOST_PART_BYTES = MIB;
/** Who is further behind than this goes to the end. */
export const MOST_LAG_BYTES = 8 * MIB;
const JUMP_BYTES = 256 * KIB;
const MOST_OVERLAP_BYTES = 1024;
/** So many equal bytes at one place are no accident, whatever the inode says. */
const TELLING_BYTES = 64;
const LF = 10;
const NOTHING = new Uint8Array(0);

/**
 * The first contact with a file: its last `backlogBytes`, from a line's beginning on. One that was seen not to be there before is read from its start, as it was written since.
 */
export function begun(
  { inode, bytes }: Size,
  { backlogBytes, isNew }: { readonly backlogBytes: number; readonly isNew: boolean },
): Tail {
  if (isNew || bytes <= backlogBytes) {
    const backlogEnd = isNew ? 0 : bytes;
    return { inode, offset: 0, overlap: NOTHING, isMidLine: false, backlogEnd };
  }
  return { ...midway(inode, bytes - backlogBytes), backlogEnd: bytes };
}

/** One byte earlier: where that is a line end, nothing is passed over. */
const midway = (inode: string, offset: number): Tail => ({
  inode,
  offset: Math.max(0, offset - 1),
  overlap: NOTHING,
  isMidLine: offset > 0,
  backlogEnd: 0,
});

/** Whether a file is known by the bytes that were read of it. */
export const isTelling = ({ overlap }: Tail): boolean => overlap.length >= TELLING_BYTES;

/** What to do with a file after a look at it. `replaced`: another file has its name, or it was emptied. */
export type TailNeed =
  | { readonly kind: "nothing" }
  | { readonly kind: "part"; readonly skip: number; readonly count: number }
  | { readonly kind: "replaced" };

export function needOf(tail: Tail, { inode, bytes }: Size): TailNeed {
  if (bytes < tail.offset) return { kind: "replaced" };
  const isOther = inode !== tail.inode;
  // a layer of a container is copied with the first write: then the same bytes have another inode
  if (isOther && !isTelling(tail)) return { kind: "replaced" };
  if (bytes === tail.offset && !isOther) return { kind: "nothing" };
  const skip = Math.floor((tail.offset - tail.overlap.length) / PART_BLOCK_BYTES);
  const end = Math.min(bytes, tail.offset + MOST_PART_BYTES);
  // more than is known to be there: what comes meanwhile is read, too
  return { kind: "part", skip, count: Math.ceil(end / PART_BLOCK_BYTES) - skip };
}

/** So far behind that the rest would never be read in time: goes to the end, and tells how much is passed over. */
export function jumped(
  tail: Tail,
  { bytes }: Size,
): { readonly tail: Tail; readonly lostBytes: number } | null {
  if (bytes - tail.offset <= MOST_LAG_BYTES) return null;
  const next = { ...midway(tail.inode, bytes - JUMP_BYTES), backlogEnd: tail.backlogEnd };
  return { tail: next, lostBytes: next.offset - tail.offset };
}

/** A part that came, from `part.skip` on. Null: it is not the file that was read before. */
export function read(
  tail: Tail,
  { skip }: Pick<FilePart, "skip">,
  bytes: Uint8Array,
): TailStep | null {
  const at = tail.offset - skip * PART_BLOCK_BYTES;
  const before = bytes.subarray(at - tail.overlap.length, at);
  if (bytes.length < at || !isSame(before, tail.overlap)) return null;
  const fresh = bytes.subarray(at);
  const cut = tail.isMidLine ? fresh.indexOf(LF) + 1 : 0;
  const isMidLine = tail.isMidLine && cut === 0;
  const passed = isMidLine ? fresh.length : cut;
  const offset = tail.offset + fresh.length;
  const next = {
    ...tail,
    offset,
    overlap: bytes.slice(Math.max(0, bytes.length - MOST_OVERLAP_BYTES)),
    isMidLine,
  };
  return {
    tail: next,
    chunks: chunksOf(fresh.subarray(passed), tail.backlogEnd - tail.offset - passed),
    lostBytes: passed,
  };
}

function chunksOf(bytes: Uint8Array, backlog: number): readonly TailChunk[] {
  const cut = Math.min(Math.max(0, backlog), bytes.length);
  return [
    { bytes: bytes.subarray(0, cut), isBacklog: true },
    { bytes: bytes.subarray(cut), isBacklog: false },
  ].filter((chunk) => chunk.bytes.length > 0);
}

/** Where reading began in a file, at the start of a line, and the bytes there: by them it is known again. */
export type Front = { readonly offset: number; readonly head: Uint8Array };

/** Of the first step that told something; `before`: the tail at that time. Null: nothing stands before it, or too little is known to tell the file by. */
export function frontOf(before: Tail, { chunks, lostBytes }: TailStep): Front | null {
  const offset = before.offset + lostBytes;
  const head = Uint8Array.from(
    chunks.flatMap(({ bytes }) => [...bytes.subarray(0, MOST_OVERLAP_BYTES)]),
  );
  return offset === 0 || head.length < TELLING_BYTES ? null : { offset, head };
}

/** The part with at least `reach` bytes before it, as far as there are so many. */
export function needBefore({ offset, head }: Front, reach: number): Omit<FilePart, "path"> {
  const skip = Math.floor(Math.max(0, offset - reach) / PART_BLOCK_BYTES);
  return { skip, count: Math.ceil((offset + head.length) / PART_BLOCK_BYTES) - skip };
}

/** `replaced`: it is not the file that was read. `no-line`: no line begins in the part. */
export type StepBefore =
  | { readonly kind: "replaced" | "no-line" }
  /** Whole lines. `front`: null where they begin the file. */
  | { readonly kind: "lines"; readonly front: Front | null; readonly bytes: Uint8Array };

/** The whole lines of a part that stand before what was read. */
export function readBefore(
  { offset, head }: Front,
  { skip }: Pick<FilePart, "skip">,
  bytes: Uint8Array,
): StepBefore {
  const start = skip * PART_BLOCK_BYTES;
  const at = offset - start;
  if (!isSame(bytes.subarray(at, at + head.length), head)) return { kind: "replaced" };
  const cut = start === 0 ? 0 : bytes.subarray(0, at).indexOf(LF) + 1;
  if ((start > 0 && cut === 0) || cut === at) return { kind: "no-line" };
  const first = start + cut;
  const front =
    first === 0 ? null : { offset: first, head: bytes.slice(cut, cut + MOST_OVERLAP_BYTES) };
  return { kind: "lines", front, bytes: bytes.slice(cut, at) };
}

/** Whether a file may be the one that was read before, under another name: the same inode, or enough bytes to tell it by. */
export const mayBe = (tail: Tail, { inode, bytes }: Size): boolean =>
  bytes >= tail.offset && (inode === tail.inode || isTelling(tail));

/** `x.log.1`, `x.log-20261127`, `x.log.20261127`, also with the hour or a number behind: where rotations put a file. Packed ones cannot be read on. */
export const isRotated = (path: string, name: string): boolean =>
  name.startsWith(path) && /^[.-]\d[\d.-]*$/u.test(name.slice(path.length));

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
