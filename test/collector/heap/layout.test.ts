import { describe, expect, test } from "vitest";
import { heapOfChunk, heapSizes, MAIN_BYTES } from "../../../src/collector/heap/layout.ts";
import { seeded } from "../seeded.ts";
import { BUILDS, CHUNK, HEAP, mainChunk, viewOf } from "./image.ts";

const sizes = (image: Buffer, realOffset: number | null = null) =>
  heapSizes(viewOf(image), HEAP, realOffset);

describe.each(BUILDS)("PHP $php", (build) => {
  const { r } = build;

  test("used and real, wherever the build has them", () => {
    expect(sizes(mainChunk(HEAP, { used: 5_990_816, chunks: 4, cached: 1 }, build))).toEqual({
      usedBytes: 5_990_816,
      realBytes: 5 * CHUNK,
      realOffset: r,
    });
  });

  test("with huge blocks, whose sum stands elsewhere", () => {
    const huge = 3 * CHUNK + 4096 * 7;
    expect(sizes(mainChunk(HEAP, { chunks: 2, huge }, build))).toMatchObject({
      realBytes: 2 * CHUNK + huge,
      realOffset: r,
    });
  });

  test.each([
    ["real is not what the chunks are", { real: CHUNK + 4096 }],
    ["a huge block is smaller than a chunk", { chunks: 1, huge: CHUNK / 2 }],
    ["a huge block is no whole pages", { chunks: 1, huge: CHUNK + 100 }],
    ["more is used than is there", { used: CHUNK + 1 }],
    ["more is used than the peak", { used: 5000, peak: 4000 }],
    ["nothing is used", { used: 0 }],
    ["there are no chunks", { chunks: 0 }],
  ])("no number where %s", (_, numbers) => {
    expect(sizes(mainChunk(HEAP, numbers, build))).toBe("moving");
  });

  test("real_peak is not taken for real_size, also when that does not fit just then", () => {
    const image = mainChunk(HEAP, { chunks: 2, huge: 2 * CHUNK }, build);
    image.writeBigUInt64LE(1000n, 64 + r);
    expect(sizes(image)).toBe("moving");
  });

  test("an offset that is known is not looked for again", () => {
    expect(sizes(mainChunk(HEAP, {}, build), r)).toMatchObject({ realOffset: r });
    expect(sizes(mainChunk(HEAP, {}, build), r + 8)).toBe("moving");
  });
});

test("another address, another allocator, or nothing there is no heap", () => {
  expect(heapSizes(viewOf(mainChunk()), HEAP + CHUNK, null)).toBe("elsewhere");
  expect(sizes(Buffer.alloc(MAIN_BYTES))).toBe("elsewhere");
  const custom = mainChunk();
  custom.writeUInt32LE(1, 64);
  expect(sizes(custom)).toBe("elsewhere");
});

test("any chunk of a process names its heap; nothing else is a chunk", () => {
  const head = mainChunk().subarray(0, 64);
  expect(heapOfChunk(viewOf(head))).toBe(HEAP);
  for (const at of [0, 8, 16]) {
    const other = Buffer.from(head);
    other.writeBigUInt64LE(other.readBigUInt64LE(at) + 8n, at);
    expect(heapOfChunk(viewOf(other))).toBeNull();
  }
  expect(heapOfChunk(viewOf(Buffer.alloc(64)))).toBeNull();
  expect(heapOfChunk(viewOf(Buffer.alloc(64, 0xff)))).toBeNull();
});

describe("garbage memory", () => {
  const random = seeded(5);
  const byte = () => Math.floor(random() * 256);

  test("of random bytes comes no number", () => {
    for (let round = 0; round < 3000; round += 1) {
      const image = Buffer.from(Array.from({ length: MAIN_BYTES }, byte));
      expect(sizes(image)).toBe("elsewhere");
    }
  });

  test("of a heap with one word of garbage comes no number that fails an identity", () => {
    let told = 0;
    for (const build of BUILDS)
      for (let round = 0; round < 3000; round += 1) {
        const chunks = 1 + (round % 5);
        const huge = round % 2 === 0 ? 0 : CHUNK * 3;
        const image = mainChunk(HEAP, { chunks, huge }, build);
        const at = 8 * Math.floor(random() * (MAIN_BYTES / 8));
        const length = [1, 2, 4, 8][round % 4] ?? 8;
        for (let index = 0; index < length; index += 1) image.writeUInt8(byte(), at + index);
        const found = sizes(image);
        if (typeof found === "string") continue;
        told += 1;
        expect(found.usedBytes).toBeLessThanOrEqual(found.realBytes);
        // pages the size of a chunk at least, beyond the chunks
        expect(found.realBytes % 4096).toBe(0);
        expect(found.realBytes).toBeGreaterThanOrEqual(CHUNK);
        expect(found.realOffset).toBe(build.r);
      }
    expect(told).toBeGreaterThan(0);
  });
});
