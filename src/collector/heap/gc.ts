// gc_globals, whose first 48 bytes are the same in PHP 7.4 to 8.5. Pure.
import { u64 } from "./memory.ts";

export const GC_BYTES = 48;

/** @source Zend/zend_gc.c, zend_gc_globals */
const BUFFER = 0;
const FLAGS = [8, 9, 10, 11] as const;
const FIRST_UNUSED = 16;
const THRESHOLD = 20;
const BUFFER_SIZE = 24;
const ROOTS = 28;
const RUNS = 32;
/** GC_MAX_BUF_SIZE */
const MOST_ROOTS = 0x40000000;

/** Null: it is not gc_globals, or it is being changed. */
export function gcCounts(
  view: DataView,
): { readonly gcRoots: number; readonly gcRuns: number } | null {
  const buffer = u64(view, BUFFER);
  const u32 = (at: number): number => view.getUint32(at, true);
  const size = u32(BUFFER_SIZE);
  const isSound =
    buffer > 0 &&
    buffer < 2 ** 47 &&
    buffer % 8 === 0 &&
    FLAGS.every((at) => view.getUint8(at) <= 1) &&
    size > 0 &&
    size <= MOST_ROOTS &&
    u32(FIRST_UNUSED) >= 1 &&
    u32(FIRST_UNUSED) <= size &&
    u32(THRESHOLD) <= size &&
    u32(ROOTS) < u32(FIRST_UNUSED);
  return isSound ? { gcRoots: u32(ROOTS), gcRuns: u32(RUNS) } : null;
}
