import { expect, test } from "vitest";
import { GC_BYTES, gcCounts } from "../../../src/collector/heap/gc.ts";
import { seeded } from "../seeded.ts";

/** zend_gc_globals: buf, four flags, unused, first_unused, gc_threshold, buf_size, num_roots, gc_runs, collected. */
function globals({ firstUnused = 5000, size = 16_384, roots = 4711, flag = 1 } = {}): DataView {
  const view = new DataView(new ArrayBuffer(GC_BYTES));
  view.setBigUint64(0, 0x7f5a_c110_0010n, true);
  view.setUint8(8, flag);
  view.setUint32(16, firstUnused, true);
  view.setUint32(20, 10_001, true);
  view.setUint32(24, size, true);
  view.setUint32(28, roots, true);
  view.setUint32(32, 12, true);
  return view;
}

test("roots and runs", () => {
  expect(gcCounts(globals())).toEqual({ gcRoots: 4711, gcRuns: 12 });
});

test.each([
  ["more roots than places", { roots: 5000 }],
  ["more places than the buffer has", { firstUnused: 16_385 }],
  ["a threshold beyond the buffer", { size: 8192 }],
  ["a flag that is no flag", { flag: 7 }],
])("%s: nothing is known", (_, numbers) => {
  expect(gcCounts(globals(numbers))).toBeNull();
});

test("of a gc that was never on, and of random bytes, nothing is known", () => {
  expect(gcCounts(new DataView(new ArrayBuffer(GC_BYTES)))).toBeNull();
  const random = seeded(3);
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Uint8Array.from({ length: GC_BYTES }, () => Math.floor(random() * 256));
    expect(gcCounts(new DataView(bytes.buffer))).toBeNull();
  }
});
