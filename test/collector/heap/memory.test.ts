import { expect, test } from "vitest";
import { memoryBytes, memoryWord, u64 } from "../../../src/collector/heap/memory.ts";

test("a stretch is asked for in whole blocks, and cut out of what comes", () => {
  const stretch = { pid: 39, address: 64 * 1000 + 40, length: 48, block: 64 };
  expect(memoryWord(stretch)).toBe("%39/mem:64:1000:2");
  const text = Array.from({ length: 128 }, (_, index) => String.fromCharCode(255 - index)).join("");
  const view = memoryBytes(stretch, text);
  expect([view?.byteLength, view?.getUint8(0), view?.getUint8(47)]).toEqual([48, 215, 168]);
});

test("addresses up to 2^47 stay exact", () => {
  const address = 0x7fff_ffe0_0000;
  expect(memoryWord({ pid: 1, address, length: 512, block: 512 })).toBe(
    `%1/mem:512:${BigInt(address) / 512n}:1`,
  );
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(address), true);
  expect(u64(view, 0)).toBe(address);
});

test("what is not all there is nothing", () => {
  const stretch = { pid: 1, address: 0, length: 64, block: 64 };
  for (const text of ["", "x", "x".repeat(63), "x".repeat(65)])
    expect(memoryBytes(stretch, text)).toBeNull();
});
