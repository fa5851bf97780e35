// Live heaps in a session, with a fake clock and a fake target.
import { describe, expect, test } from "vitest";
import { headOf } from "../../../src/collector/heap/look.ts";
import { memoryWord } from "../../../src/collector/heap/memory.ts";
import { NO_DEMAND, type Demand } from "../../../src/domain/demand.ts";
import { epochMs, type EpochMs } from "../../../src/domain/units.ts";
import type { Reading } from "../../../src/domain/reading.ts";
import { rig, type Rig } from "../rig.ts";
import { CHUNK, HEAP, mainChunk, putHeap } from "./image.ts";

const PLACE = { heapAddress: HEAP, realOffset: 272, gcAddress: null };

const wishing = (
  pids: readonly number[],
  {
    place = PLACE,
    instants = [],
  }: { place?: typeof PLACE | null; instants?: readonly EpochMs[] } = {},
): Demand => ({
  ...NO_DEMAND,
  watch: pids,
  heap: pids.map((pid) => ({ pid, place })),
  heapInstants: instants,
});

/** Requests for memory: when, and of whom. */
const reads = ({ target }: Rig) =>
  target.requests
    .filter(({ words }) => words.includes("/mem:"))
    .map(({ atMs, words }) => ({
      atMs,
      pids: [...words.matchAll(/%(\d+)\/mem:512/g)].map(([, pid]) => Number(pid)),
    }));

const used = (readings: Awaited<ReturnType<Rig["readings"]>>, pid: number) =>
  readings.map(
    ({ processes }) => processes.find((each) => each.pid === pid)?.heap?.usedBytes ?? null,
  );

/** A process whose heap is to be looked for: its chunk in the maps, and what stands there. */
function hide(session: Rig, pid: number, heap = HEAP): void {
  const base = heap - 64;
  const end = base + CHUNK;
  session.target.files.set(
    `${pid}/maps`,
    `${base.toString(16)}-${end.toString(16)} rw-p 00000000 00:00 0 \n`,
  );
  const head = mainChunk(heap).subarray(0, 64).toString("latin1");
  session.target.files.set(memoryWord(headOf(pid, base)), head);
  putHeap(session.target, pid, { heap });
}

describe("each in its turn", () => {
  test("every ten seconds while the process does anything, and the value stays between", async () => {
    const session = rig({}, () => wishing([10]));
    putHeap(session.target, 10, { used: 4_000_000, chunks: 3 });
    const readings: Reading[] = [];
    for (let minorFaults = 0; minorFaults < 40; minorFaults++) {
      session.target.putProcess({ pid: 10, minorFaults });
      readings.push(...(await session.readings(1)));
    }
    expect(
      used(readings, 10)
        .slice(1)
        .every((value) => value === 4_000_000),
    ).toBe(true);
    const times = reads(session).map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(gaps.length).toBeGreaterThanOrEqual(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(9500);
    for (const gap of gaps) expect(gap).toBeLessThan(12_000);
  });

  test.each([
    ["a page", { minorFaults: 1 }],
    ["a clock tick", { cpuTicks: 1 }],
  ])("less often while the process takes not %s, and its value stays", async (_, moved) => {
    const session = rig({}, () => wishing([10]));
    session.target.putProcess({ pid: 10 });
    putHeap(session.target, 10);
    const gaps = () => {
      const times = reads(session).map(({ atMs }) => atMs);
      return times.slice(1).map((at, index) => at - (times[index] ?? 0));
    };
    const readings = await session.readings(80);
    expect(gaps()).toHaveLength(3);
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(24_500);
    expect(
      used(readings, 10)
        .slice(1)
        .every((value) => value !== null),
    ).toBe(true);

    session.target.putProcess({ pid: 10, ...moved });
    await session.readings(12);
    expect(gaps().at(-1)).toBeLessThan(20_000);
  });

  test("a value is given up half a minute after it was read", async () => {
    const session = rig({}, () => wishing([10]));
    session.target.putProcess({ pid: 10 });
    putHeap(session.target, 10);
    await session.readings(3);
    // it is there, and its numbers no longer fit together
    putHeap(session.target, 10, { real: CHUNK + 8 });
    const values = used(await session.readings(45), 10);
    expect(values.slice(0, 15).every((value) => value !== null)).toBe(true);
    expect(values.slice(-5).every((value) => value === null)).toBe(true);
  });

  test("nothing is read that nobody wishes for", async () => {
    const session = rig({}, () => ({ ...NO_DEMAND, watch: [10] }));
    session.target.putProcess({ pid: 10 });
    hide(session, 10);
    await session.readings(25);
    expect(session.target.requests.filter(({ words }) => /\/mem:|maps/.test(words))).toEqual([]);
  });

  test("what there is no money for is refused, and that is said", async () => {
    const pids = Array.from({ length: 60 }, (_, index) => 100 + index);
    const session = rig({ budgetMs: 1 }, () => wishing(pids));
    for (const pid of pids) session.target.putProcess({ pid });
    for (const pid of pids) putHeap(session.target, pid);
    const readings = await session.readings(20);
    const most = Math.max(...reads(session).map(({ pids: asked }) => asked.length));
    expect(most).toBeLessThan(6);
    expect(readings.some(({ faults }) => faults.some(({ kind }) => kind === "over-budget"))).toBe(
      true,
    );
  });
});

describe("looked for", () => {
  test("once for a tree: its forks have it at the same address, each is verified", async () => {
    const pids = [10, 11, 12];
    const session = rig({}, () => wishing(pids, { place: null }));
    session.target.putProcess({ pid: 10 });
    for (const pid of [11, 12]) session.target.putProcess({ pid, ppid: 10 });
    hide(session, 10);
    putHeap(session.target, 11, { used: 1_100_000 });
    // 12 has started another program since
    session.target.files.set(`12/maps`, "");
    const readings = await session.readings(6);
    expect([10, 11, 12].map((pid) => used(readings, pid).at(-1))).toEqual([
      1_000_000,
      1_100_000,
      null,
    ]);
    const maps = session.target.requests.filter(({ words }) => words.includes("/maps"));
    expect(maps.map(({ words }) => words)).toEqual([
      "read 1048576 10/maps",
      "read 1048576 12/maps",
    ]);
  });

  test("a process that may not be read is left alone for minutes", async () => {
    const session = rig({}, () => wishing([10], { place: null }));
    session.target.putProcess({ pid: 10 });
    session.target.files.set("10/maps", "7f5ac0000000-7f5ac0400000 rw-p 00000000 00:00 0 \n");
    const readings = await session.readings(250);
    expect(used(readings, 10).every((value) => value === null)).toBe(true);
    expect(session.target.requests.filter(({ words }) => words.includes("/maps"))).toHaveLength(1);
    expect(reads(session)).toHaveLength(1);
  });

  test("two heaps in one process are none", async () => {
    const session = rig({}, () => wishing([10], { place: null }));
    session.target.putProcess({ pid: 10 });
    const other = HEAP + 8 * CHUNK;
    hide(session, 10, other);
    const both = session.target.files.get("10/maps") ?? "";
    hide(session, 10);
    session.target.files.set("10/maps", both + session.target.files.get("10/maps"));
    expect(used(await session.readings(15), 10).every((value) => value === null)).toBe(true);
  });

  test("what a snapshot found wins; where that is wrong it is looked for", async () => {
    const wrong = { ...PLACE, heapAddress: HEAP + 16 * CHUNK };
    const session = rig({}, () => wishing([10], { place: wrong }));
    session.target.putProcess({ pid: 10 });
    hide(session, 10);
    expect(used(await session.readings(5), 10).at(-1)).toBe(1_000_000);
    expect(reads(session)[0]?.pids).toEqual([10]);
  });

  test("another process with the PID has nothing of the one before", async () => {
    const session = rig({}, () => wishing([10]));
    session.target.putProcess({ pid: 10, startTicks: 5000 });
    putHeap(session.target, 10);
    expect(used(await session.readings(3), 10).at(-1)).toBe(1_000_000);
    session.target.removeProcess(10);
    for (const path of session.target.files.keys())
      if (path.startsWith("%10/")) session.target.files.delete(path);
    session.target.putProcess({ pid: 10, startTicks: 9000 });
    expect(used(await session.readings(8), 10).every((value) => value === null)).toBe(true);
  });

  test("without dd nothing is asked for", async () => {
    const session = rig({}, () => wishing([10]));
    session.target.opening.push("say:swtop SECRET ready 901 902 head cat\n");
    session.target.putProcess({ pid: 10 });
    putHeap(session.target, 10);
    const readings = await session.readings(5);
    expect(used(readings, 10)).toEqual([null, null, null, null, null]);
    expect(reads(session)).toEqual([]);
  });
});

/** From now on the heaps of 10 and 11 are so large. */
const become = (session: Rig, ten: number, eleven: number) => {
  putHeap(session.target, 10, { used: ten });
  putHeap(session.target, 11, { used: eleven });
};

describe("before an instant", () => {
  test("twice, 100 ms apart and before it; the lower is in the next reading", async () => {
    let instants: readonly EpochMs[] = [];
    const session = rig({}, () => wishing([10, 11], { instants }));
    for (const pid of [10, 11]) session.target.putProcess({ pid });
    become(session, 1_000_000, 1_000_000);
    await session.readings(2);
    const former = reads(session).length;
    const inMs = 4000;
    const atMs = session.clock.monotonic() + inMs;
    instants = [epochMs(session.clock.now() + inMs)];
    const { signal } = new AbortController();
    const later = (ms: number, ten: number, eleven: number) =>
      void session.clock.sleep(ms, signal).then(() => become(session, ten, eleven));
    become(session, 1_500_000, 1_200_000);
    later(inMs - 250, 1_300_000, 1_900_000);
    later(inMs - 150, 1_800_000, 1_800_000);
    const readings = await session.readings(6);
    const pair = reads(session).slice(former);
    expect(pair).toEqual([
      { atMs: expect.closeTo(atMs - 300, 0), pids: [10, 11] },
      { atMs: expect.closeTo(atMs - 200, 0), pids: [10, 11] },
    ]);
    const next = readings.findIndex(({ at }) => at >= (instants[0] ?? 0) - 210);
    expect(next).toBeGreaterThan(0);
    expect(used(readings, 10).slice(next - 1, next + 1)).toEqual([1_000_000, 1_300_000]);
    expect(used(readings, 11).slice(next - 1, next + 1)).toEqual([1_000_000, 1_200_000]);
  });

  test("a target whose clock is another's is known to a second: it is read so much earlier", async () => {
    let instants: readonly EpochMs[] = [];
    const session = rig({}, () => wishing([10], { instants }));
    session.target.putProcess({ pid: 10 });
    putHeap(session.target, 10);
    const hourMs = 3_600_000;
    const boot = session.target.files.get("stat") ?? "";
    session.target.files.set(
      "stat",
      boot.replace(/btime (\d+)/, (_, at: string) => `btime ${Number(at) + hourMs / 1000}`),
    );
    await session.readings(2);
    const former = reads(session).length;
    const atMs = session.clock.monotonic() + 5000;
    instants = [epochMs(session.clock.now() + hourMs + 5000)];
    await session.readings(7);
    const times = reads(session).slice(former);
    // the uptime has steps of 10 ms
    const before = times.map((each) => Math.round((atMs - each.atMs) / 20) * 20);
    expect(before).toEqual([1300, 1200]);
  });

  test("what cannot be read twice is not read at all, and that is said", async () => {
    const pids = Array.from({ length: 200 }, (_, index) => 100 + index);
    let instants: readonly EpochMs[] = [];
    const session = rig({}, () => wishing(pids, { instants }));
    for (const pid of pids) session.target.putProcess({ pid });
    for (const pid of pids) putHeap(session.target, pid);
    await session.readings(9);
    const atMs = session.clock.monotonic() + 3000;
    instants = [epochMs(session.clock.now() + 3000)];
    const readings = await session.readings(5);
    const [first, second] = reads(session).filter((each) => each.atMs > atMs - 301);
    expect(first?.pids.length).toBeLessThan(200);
    expect(first?.pids).toEqual(second?.pids);
    expect(readings.flatMap(({ faults }) => faults.map(({ kind }) => kind))).toContain(
      "over-budget",
    );
  });

  test("an answer that comes after the instant does not count", async () => {
    let instants: readonly EpochMs[] = [];
    const session = rig({}, () => wishing([10], { instants }));
    session.target.putProcess({ pid: 10 });
    putHeap(session.target, 10, { used: 1_000_000 });
    await session.readings(2);
    instants = [epochMs(session.clock.now() + 2000)];
    putHeap(session.target, 10, { used: 1_700_000 });
    const { signal } = new AbortController();
    void session.clock.sleep(1650, signal).then(() => session.target.next.push("late:400"));
    const readings = await session.readings(4);
    expect(used(readings, 10).every((value) => value === 1_000_000)).toBe(true);
  });
});
