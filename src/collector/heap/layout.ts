// What the first bytes of a chunk of PHP's memory say. Pure; no input makes it throw, and no number comes out that fails an identity.
// There is no table of versions: what moves between them is found by what it must be equal to.
import { bytes, MIB, type Bytes } from "../../domain/units.ts";
import { u64 } from "./memory.ts";

/** @source Zend/zend_alloc.c: ZEND_MM_CHUNK_SIZE, ZEND_MM_PAGE_SIZE; the heap stands behind the 64 bytes of its main chunk's head (heap_slot), 7.0 to 8.5 */
export const CHUNK_BYTES = 2 * MIB;
export const HEAD_BYTES = 64;
const PAGE_BYTES = 4096;
const PAGES = CHUNK_BYTES / PAGE_BYTES;
/** Of the main chunk: its head, and the zend_mm_heap up to its counts of chunks in every version seen. */
export const MAIN_BYTES = 512;

/** Addresses of programs on x86_64 and aarch64 lie above this and below 2^47; sizes of a heap below. */
const LEAST_ADDRESS = 2 ** 36;
const MOST_ADDRESS = 2 ** 47;

/** zend_mm_heap: `use_custom_heap` 0, `size` 16, `peak` 24, and behind the free slots of all bins `real_size`, `real_peak`. Offsets from the heap. */
const SIZE = 16;
const PEAK = 24;
const FIRST_REAL = 264;
/** From the word P that points to the main chunk. */
const FIRST_P = 296;
const HUGE_LIST = -8;
const CACHED_CHUNKS = 8;
const CHUNKS_COUNT = 16;
const PEAK_CHUNKS_COUNT = 20;
const CACHED_CHUNKS_COUNT = 24;
const LAST_P = MAIN_BYTES - HEAD_BYTES - CACHED_CHUNKS_COUNT - 4;

/** The address of the heap that a chunk belongs to, by the chunk's first 64 bytes; null: it is no chunk. */
export function heapOfChunk(head: DataView): number | null {
  const [heap, next, previous] = [u64(head, 0), u64(head, 8), u64(head, 16)];
  const [freePages, freeTail] = [head.getUint32(24, true), head.getUint32(28, true)];
  const isChunk =
    isChunkAddress(heap - HEAD_BYTES) &&
    isChunkAddress(next) &&
    isChunkAddress(previous) &&
    freePages < PAGES &&
    freeTail <= PAGES;
  return isChunk ? heap : null;
}

const isChunkAddress = (address: number): boolean =>
  address >= LEAST_ADDRESS && address < MOST_ADDRESS && address % CHUNK_BYTES === 0;

export type HeapSizes = {
  /** memory_get_usage(), memory_get_usage(true) */
  readonly usedBytes: Bytes;
  readonly realBytes: Bytes;
  /** Of `real_size` in the heap, bytes. */
  readonly realOffset: number;
};

/** `elsewhere`: no heap is here. `moving`: the heap is here, and its numbers do not fit together: it is being changed, or is none that we know. */
export type HeapLook = HeapSizes | "elsewhere" | "moving";

/**
 * The sizes of a heap, by the first 512 bytes of its main chunk.
 * They count when the heap names its main chunk, when real_size is all chunks (2 MiB each) and what huge blocks take, and when it stands where it stands in
 * every version: behind the free slots (addresses or 0), before real_peak, which is not less.
 * @param realOffset as it was found before; null: it is looked for
 */
export function heapSizes(main: DataView, address: number, realOffset: number | null): HeapLook {
  const base = address - HEAD_BYTES;
  if (!isChunkAddress(base) || heapOfChunk(main) !== address) return "elsewhere";
  const heap = new DataView(main.buffer, main.byteOffset + HEAD_BYTES, MAIN_BYTES - HEAD_BYTES);
  // another allocator stands before it (USE_TRACKED_ALLOC, a profiler)
  if (heap.getUint32(0, true) !== 0) return "elsewhere";
  const p = only(offsets(FIRST_P, LAST_P).filter((at) => u64(heap, at) === base));
  if (p === null) return "elsewhere";
  const chunks = chunksOf(heap, p);
  if (chunks === null) return "moving";
  const used = u64(heap, SIZE);
  const offset = only(
    offsets(FIRST_REAL, p - 24).filter(
      (at) => (realOffset === null || at === realOffset) && isReal(heap, at, chunks),
    ),
  );
  const real = offset === null ? 0 : u64(heap, offset);
  if (offset === null || used <= 0 || used > u64(heap, PEAK) || used > real) return "moving";
  return { usedBytes: bytes(used), realBytes: bytes(real), realOffset: offset };
}

const offsets = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.floor((last - first) / 8) + 1) }, (_, n) => first + 8 * n);

/** More than one that fits is none. */
const only = (found: readonly number[]): number | null =>
  found.length === 1 ? (found[0] ?? null) : null;

type Chunks = { readonly bytes: number; readonly hasHuge: boolean };

function chunksOf(heap: DataView, p: number): Chunks | null {
  const [count, cached] = [
    heap.getUint32(p + CHUNKS_COUNT, true),
    heap.getUint32(p + CACHED_CHUNKS_COUNT, true),
  ];
  const huge = u64(heap, p + HUGE_LIST);
  const hasCached = u64(heap, p + CACHED_CHUNKS) !== 0;
  const isSound =
    count > 0 &&
    count <= heap.getUint32(p + PEAK_CHUNKS_COUNT, true) &&
    hasCached === cached > 0 &&
    (huge === 0 || (isAddress(huge) && huge % 8 === 0));
  return isSound ? { bytes: (count + cached) * CHUNK_BYTES, hasHuge: huge !== 0 } : null;
}

const isAddress = (word: number): boolean => word >= LEAST_ADDRESS && word < MOST_ADDRESS;

/** A huge block is at least as large as a chunk, in whole pages. */
function isReal(heap: DataView, at: number, chunks: Chunks): boolean {
  const [slot, real, realPeak] = [u64(heap, at - 8), u64(heap, at), u64(heap, at + 8)];
  const huge = real - chunks.bytes;
  return (
    (slot === 0 || isAddress(slot)) &&
    real < LEAST_ADDRESS &&
    realPeak >= real &&
    realPeak < LEAST_ADDRESS &&
    u64(heap, PEAK) <= realPeak &&
    (chunks.hasHuge ? huge >= CHUNK_BYTES && huge % PAGE_BYTES === 0 : huge === 0)
  );
}
