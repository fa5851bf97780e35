// A main chunk as PHP has it in memory, made by hand. Offsets from the heap of three builds.
import { HEAD_BYTES, MAIN_BYTES } from "../../../src/collector/heap/layout.ts";
import { mainWord } from "../../../src/collector/heap/look.ts";
import type { FakeTarget } from "../fake-target.ts";

/** P is the word that points to the main chunk, R is real_size. @source read from live processes of these versions */
export const BUILDS = [
  { php: "7.4, 8.1, 8.3", p: 312, r: 272 },
  { php: "8.2.36 of Debian", p: 328, r: 272 },
  { php: "8.4, 8.5", p: 320, r: 280 },
] as const;
type Build = { readonly p: number; readonly r: number };

export const HEAP = 0x7f5a_c000_0040;
export const CHUNK = 2 * 1024 * 1024;

export type Numbers = {
  readonly used?: number;
  readonly peak?: number;
  readonly real?: number;
  readonly chunks?: number;
  readonly cached?: number;
  /** Bytes in huge blocks. */
  readonly huge?: number;
};

const at = (offset: number): number => HEAD_BYTES + offset;

export function mainChunk(
  heap: number = HEAP,
  numbers: Numbers = {},
  { p, r }: Build = BUILDS[0],
): Buffer {
  const { used, peak, real, chunks, cached, huge } = whole(numbers);
  const image = Buffer.alloc(MAIN_BYTES);
  const u64 = (offset: number, value: number) => image.writeBigUInt64LE(BigInt(value), offset);
  const base = heap - HEAD_BYTES;
  u64(0, heap);
  u64(8, base);
  u64(16, base);
  image.writeUInt32LE(100, 24);
  image.writeUInt32LE(412, 28);
  u64(at(16), used);
  u64(at(24), peak);
  for (let slot = 32; slot < r; slot += 16) u64(at(slot), base + 0x12_000 + slot * 8);
  u64(at(r), real);
  u64(at(r + 8), real + CHUNK);
  image.writeBigUInt64LE(0x7fff_ffff_ffff_ffffn, at(r + 16));
  u64(at(p - 8), huge === 0 ? 0 : base + 0x15_018);
  u64(at(p), base);
  u64(at(p + 8), cached === 0 ? 0 : base - CHUNK);
  image.writeUInt32LE(chunks, at(p + 16));
  image.writeUInt32LE(chunks + 1, at(p + 20));
  image.writeUInt32LE(cached, at(p + 24));
  return image;
}

/** What fits to what is given. */
function whole(numbers: Numbers): Required<Numbers> {
  const given = { used: 1_000_000, chunks: 1, cached: 0, huge: 0, ...numbers };
  const real = (given.chunks + given.cached) * CHUNK + given.huge;
  return { peak: given.used + 5000, real, ...given };
}

export const viewOf = (image: Buffer): DataView =>
  new DataView(image.buffer, image.byteOffset, image.byteLength);

/** From now on a process of a fake target has this heap. */
export function putHeap(
  target: FakeTarget,
  pid: number,
  numbers: Numbers & { readonly heap?: number } = {},
): void {
  const { heap = HEAP } = numbers;
  target.files.set(mainWord(pid, heap), mainChunk(heap, numbers).toString("latin1"));
}
