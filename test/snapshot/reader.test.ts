// The reader against real PHP: what it says of a process, against what the process says of itself and what gc then does.
import { afterEach, describe, expect, test } from "vitest";
import { concludeSnapshot } from "../../src/analysis/snapshot/conclude.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { snapshotText } from "../../src/words/snapshot.ts";
import { lacks } from "../fixtures/needs.ts";
import {
  countOf,
  knownHeap,
  snapshotOf,
  snapshots,
  type KnownHeap,
  type Own,
} from "./known-heap.ts";

const heaps: KnownHeap[] = [];
afterEach(async () => {
  for (const heap of heaps.splice(0)) await heap.end();
});

async function read(kind: string, size: number) {
  const heap = await knownHeap(kind, size);
  heaps.push(heap);
  return { heap, snapshot: await snapshotOf(heap.pid) };
}

/** An idle process knows its own numbers to the byte. */
function expectExact({ heap, gc }: Snapshot, own: Own): void {
  expect({
    used: heap?.usedBytes,
    real: heap?.realBytes,
    peak: heap?.peakBytes,
    realPeak: heap?.realPeakBytes,
    exact: heap?.exact,
    gc,
  }).toEqual({
    used: own.used,
    real: own.real,
    peak: own.peak,
    realPeak: own.realPeak,
    exact: true,
    gc: own.gc,
  });
}

/** real = used + free slots + free pages + cached chunks + a page per chunk. */
function expectWhole({ heap }: Snapshot): void {
  if (heap === null) throw new Error("no heap");
  const { usedBytes, realBytes, freeSlotBytes, freePageBytes, cachedChunks, hugeBytes } = heap;
  const chunks = (realBytes - (hugeBytes ?? 0)) / 2 ** 21 - (cachedChunks ?? 0);
  expect(Number.isInteger(chunks)).toBe(true);
  const parts =
    usedBytes + (freeSlotBytes ?? 0) + (freePageBytes ?? 0) + (cachedChunks ?? 0) * 2 ** 21;
  expect(parts + chunks * 4096).toBe(realBytes);
}

const HELD = [
  ["leak", 20_000, "into a static"],
  ["property", 10_000, "into a property"],
  ["closure", 20_000, "into a closure's variables"],
  ["remembered", 20_000, "into a static variable of a function"],
] as const;

/** With the share of all that is used which the array is known to have at least. */
const HIDDEN = [
  ["grouped", 20_000, 0.7, "a static of few keys"],
  ["registry", 10_000, 0.7, "a property of few keys"],
  ["pooled", 5000, 0.6, "many objects, each a small array"],
  ["collected", 20_000, 0.7, "a global variable"],
  ["dynamic", 20_000, 0.7, "a property that no class declares"],
] as const;

describe.skipIf(lacks("php"))("real PHP", () => {
  test.for(HELD)("a leak: %s %i, %s", async ([kind, size]) => {
    const { heap, snapshot } = await read(kind, size);
    expect(snapshot.faults).toEqual([]);
    const { truth } = heap;
    const [largest] = snapshot.holders ?? [];
    expect(largest?.holder.endsWith(truth.holder ?? "?")).toBe(true);
    expect([largest?.kind, largest?.elements]).toEqual([truth.kind, truth.elements]);
    const share = (largest?.deepBytes ?? 0) / (snapshot.heap?.usedBytes ?? 1);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(1.1);
    for (const [name, count] of Object.entries(truth.classes))
      expect([name, countOf(snapshot.classes, name)]).toEqual([name, count]);
    expect(snapshot.dryRun?.freeableBytes).toBeLessThan(4096);
    expect(JSON.stringify(snapshot)).not.toMatch(/secret-\d|key-\d|aaaa|cccc|mmmm|pppp/);
    expectExact(snapshot, await heap.report());
    expectWhole(snapshot);
    const { freed } = await heap.collect();
    expect(freed).toBeLessThan(4096);
  });

  test.for([
    ["cycles", 20_000, 1],
    ["mixed", 5000, 1],
    ["inside", 3000, 1],
  ] as const)("garbage: what gc would free of %s is what it then frees", async ([kind, size]) => {
    const { heap, snapshot } = await read(kind, size);
    expectExact(snapshot, await heap.report());
    const { freed } = await heap.collect();
    const share = (snapshot.dryRun?.freeableBytes ?? 0) / freed;
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(share).toBeLessThanOrEqual(1.005);
    for (const [name, count] of Object.entries(heap.truth.garbage ?? {}))
      expect([name, countOf(snapshot.dryRun?.classes ?? null, name)]).toEqual([name, count]);
    expect(concludeSnapshot(snapshot, null)?.kind).toBe("cycles");
    expect(snapshot.rootClasses).not.toEqual([]);
    const after = await snapshotOf(heap.pid);
    expect(after.dryRun?.freeableBytes).toBeLessThan(4096);
    // what has destructors is looked at twice
    expect(after.gc?.runs).toBeGreaterThan(snapshot.gc?.runs ?? 0);
  });

  test.for(HIDDEN)("who holds %s %i: %s", async ([kind, size, leastShare]) => {
    const { heap, snapshot } = await read(kind, size);
    expect(snapshot.faults).toEqual([]);
    const { truth } = heap;
    const [largest] = snapshot.holders ?? [];
    expect(largest?.holder.endsWith(truth.holder ?? "?")).toBe(true);
    expect([largest?.kind, largest?.elements]).toEqual([truth.kind, truth.elements]);
    const share = (largest?.deepBytes ?? 0) / (snapshot.heap?.usedBytes ?? 1);
    expect(share).toBeGreaterThan(leastShare);
    expect(share).toBeLessThan(1.05);
    expect(concludeSnapshot(snapshot, null)).toMatchObject({
      kind: "held",
      holder: largest?.holder,
    });
    expect(JSON.stringify(snapshot)).not.toMatch(/secret-\d|key-\d|group \d|service \d|aaaa|cccc/);
  });

  test("two closures of one name are told apart by their place", async () => {
    const { snapshot } = await read("closures", 5000);
    const bags = (snapshot.holders ?? []).filter(({ holder }) => holder.endsWith("::$bag"));
    expect(bags.map(({ elements }) => elements)).toEqual([10_000, 5000]);
    expect(new Set(bags.map(({ holder }) => holder)).size).toBe(2);
    if ((snapshot.php ?? "8.3") < "8.4")
      for (const { holder } of bags)
        expect(holder).toMatch(/^known-heap\.php:\d+ App\\\{closure\}/);
  });

  test("more than is followed: a lower bound, and that is said", async () => {
    const { heap, snapshot } = await read("cycles", 80_000);
    const { freed } = await heap.collect();
    expect(snapshot.dryRun?.freeableBytes).toBeGreaterThan(freed / 2);
    expect(snapshot.dryRun?.freeableBytes).toBeLessThan(freed * 1.005);
    expect(snapshot.dryRun?.lowerBound).toBe(true);
    expect(snapshot.faults.map(({ kind, part }) => [kind, part])).toEqual([["capped", "3"]]);
  });

  test("garbage behind more that lives than a round follows: found or unknown, never nothing", async () => {
    const { heap, snapshot } = await read("behind", 20_000);
    expect(snapshot.faults.map(({ kind, part }) => [kind, part])).toEqual([["capped", "3"]]);
    const { freed } = await heap.collect();
    const found = snapshot.dryRun?.freeableBytes ?? 0;
    expect(found).toBeLessThan(freed * 1.005);
    // a machine without a free CPU may not come to the end of the second round
    expect([null, "cycles"]).toContain(concludeSnapshot(snapshot, null)?.kind ?? null);
    expect(found > 0.9 * freed || concludeSnapshot(snapshot, null)?.kind !== "held").toBe(true);
  });

  test("gc roots by class are all counted", async () => {
    const { snapshot } = await read("cycles", 30_000);
    expect(snapshot.gc?.roots).toBe(60_000);
    expect(countOf(snapshot.rootClasses, "App\\Node")).toBe(60_000);
  });

  test("a heap of which half is free slots between values that stay", async () => {
    const { snapshot } = await read("sparse", 200_000);
    const { freeSlotBytes, realBytes } = snapshot.heap ?? {};
    expect((freeSlotBytes ?? 0) / (realBytes ?? 1)).toBeGreaterThan(0.4);
    expect((freeSlotBytes ?? 0) / (realBytes ?? 1)).toBeLessThan(0.5);
    const finding = concludeSnapshot(snapshot, null);
    if (finding === null) throw new Error("no conclusion");
    expect(snapshotText(finding, snapshot, null, () => "")).toMatch(/free slots/);
  });

  test("fragmentation: most of the heap is free slots, and gc frees nothing", async () => {
    const { heap, snapshot } = await read("fragmented", 100_000);
    expectExact(snapshot, await heap.report());
    expectWhole(snapshot);
    expect(snapshot.heap?.freeSlotBytes).toBeGreaterThan(0.8 * (snapshot.heap?.realBytes ?? 0));
    expect(concludeSnapshot(snapshot, null)?.kind).toBe("fragmentation");
    const { freed } = await heap.collect();
    expect(freed).toBeLessThan(4096);
  });

  test("growth outside of PHP is malloc, and no holder is blamed", async () => {
    const { heap, snapshot } = await read("native", 64);
    expectExact(snapshot, await heap.report());
    const { mallocBytes, zendBytes } = snapshot.kinds ?? {};
    expect(mallocBytes).toBeGreaterThan(10 * (zendBytes ?? 0));
    expect(concludeSnapshot(snapshot, null)).toMatchObject({ kind: "native", holder: null });
  });

  test("generators, SplObjectStorage, nested arrays", async () => {
    const { heap, snapshot } = await read("nested", 2000);
    const { truth } = heap;
    for (const [name, count] of Object.entries(truth.classes))
      expect([name, countOf(snapshot.classes, name)]).toEqual([name, count]);
    const found = snapshot.holders?.find(({ holder }) => holder === truth.holder);
    expect([found?.kind, found?.elements]).toEqual([truth.kind, truth.elements]);
    expectExact(snapshot, await heap.report());
    expectWhole(snapshot);
    const { freed } = await heap.collect();
    expect(snapshot.dryRun?.freeableBytes).toBeLessThan(4096);
    expect(freed).toBeLessThan(4096);
  });

  test("memory by kind sums up to what is resident, and the Zend heap is no more than its real size", async () => {
    const { snapshot } = await read("leak", 5000);
    const { rssBytes, ...kinds } = snapshot.kinds ?? { rssBytes: 0 };
    const sum = Object.values(kinds).reduce<number>((all, each) => all + (each ?? 0), 0);
    expect(sum).toBe(rssBytes);
    expect(snapshot.kinds?.zendBytes).toBeLessThanOrEqual(snapshot.heap?.realBytes ?? 0);
    expect(snapshot.kinds?.fileBytes).toBeGreaterThan(1_000_000);
  });

  test("levels come as they are read, each with what it took", async () => {
    const heap = await knownHeap("leak", 5000);
    heaps.push(heap);
    const seen: string[] = [];
    for await (const { snapshot, isFinal } of snapshots(heap.pid)) {
      const parts = snapshot.steps.map(({ part }) => part).join(" ");
      if (seen.at(-1) !== parts) seen.push(parts);
      if (isFinal) {
        for (const { cpuMs, wallMs } of snapshot.steps) {
          expect(cpuMs).toBeGreaterThanOrEqual(0);
          expect(wallMs).toBeGreaterThanOrEqual(0);
        }
      }
    }
    expect(seen).toEqual(["0", "0 1", "0 1 2a", "0 1 2a 3", "0 1 2a 3 2b"]);
  });

  test("a level includes the lower ones and no higher one", async () => {
    const heap = await knownHeap("leak", 500);
    heaps.push(heap);
    for (const level of [0, 1, 2, 3] as const) {
      const got = await snapshotOf(heap.pid, { level });
      expect([
        got.kinds !== null,
        got.heap !== null,
        got.classes !== null,
        got.dryRun !== null,
      ]).toEqual([true, level >= 1, level >= 2, level >= 3]);
      expect(got.faults).toEqual([]);
    }
  });

  test("a target at 100 % CPU: twenty in a row, it goes on, and nothing is foretold that is not so", async () => {
    const heap = await knownHeap("busy", 3000);
    heaps.push(heap);
    const before = await heap.report();
    let moved = 0;
    for (let i = 0; i < 20; i++) {
      const { faults, classes, dryRun, holders } = await snapshotOf(heap.pid);
      expect(faults.filter(({ kind }) => !["not-understood", "moved"].includes(kind))).toEqual([]);
      moved += faults.filter(({ kind, part }) => kind === "moved" && part === "3").length;
      expect(countOf(classes, "App\\Entry") ?? 3000).toBe(3000);
      expect(dryRun?.freeableBytes ?? 0).toBeLessThan(100_000);
      for (const { elements, holder } of holders ?? [])
        expect([holder, (elements ?? 0) < 100_000]).toEqual([holder, true]);
    }
    expect(moved).toBeGreaterThan(0);
    const after = await heap.report();
    expect(after.rounds).toBeGreaterThan(before.rounds);
  }, 60_000);

  test.for(["dash", "bash", "busybox"] as const)("launched by %s", async (shell) => {
    if (lacks(shell)) return;
    const heap = await knownHeap("leak", 500);
    heaps.push(heap);
    const command = shell === "busybox" ? ["busybox", "sh"] : [shell];
    const snapshot = await snapshotOf(heap.pid, { command });
    expect(snapshot.faults).toEqual([]);
    expect(countOf(snapshot.classes, "App\\Entry")).toBe(500);
  });
});
