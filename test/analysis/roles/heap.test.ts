import { expect, test } from "vitest";
import { bytes } from "../../../src/domain/units.ts";
import { processOf, samplesOf, type Spec } from "./readings.ts";

const HEAP = {
  usedBytes: bytes(5_990_816),
  realBytes: bytes(7_344_128),
  gcRoots: 9812,
  gcRuns: 412,
};

test("a process has the heap of its reading, and what was not read is unknown", () => {
  const server: readonly Spec[] = [
    { pid: 10, ppid: 1, line: "shop.Master" },
    { pid: 11, ppid: 10, line: "shop.Manager", heap: { ...HEAP, gcRoots: null, gcRuns: null } },
    { pid: 12, ppid: 11, line: "shop.Worker.0", heap: HEAP },
  ];
  const [sample] = samplesOf(server);
  const [master, manager, worker] = [10, 11, 12].map((pid) => processOf(sample, pid));
  const none = { heapBytes: null, heapRealBytes: null, gcRoots: null, gcRuns: null };
  const sizes = { heapBytes: 5_990_816, heapRealBytes: 7_344_128 };
  expect(master).toMatchObject(none);
  expect(manager).toMatchObject({ ...none, ...sizes });
  expect(worker).toMatchObject({ ...sizes, gcRoots: 9812, gcRuns: 412 });
});
