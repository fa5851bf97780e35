// Live heaps of real PHP processes, against what they say themselves.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { chunkCandidates } from "../../../src/collector/heap/candidates.ts";
import { GC_BYTES, gcCounts } from "../../../src/collector/heap/gc.ts";
import { HEAD_BYTES, heapSizes, MAIN_BYTES } from "../../../src/collector/heap/layout.ts";
import { NO_DEMAND } from "../../../src/domain/demand.ts";
import type { HeapReading, Reading } from "../../../src/domain/reading.ts";
import type { HeapPlace } from "../../../src/domain/snapshot.ts";
import { bytes } from "../../../src/domain/units.ts";
import { isAlive } from "../../fixtures/tree.ts";
import { lacks } from "../../fixtures/needs.ts";
import { until } from "../../fixtures/until.ts";
import { sessionIn } from "../real-session.ts";
import { SHELLS } from "../shells.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

type Told = {
  readonly key: string;
  readonly pid: number;
  /** As it is read before a snapshot: without the gc's. */
  readonly heap: HeapReading;
  readonly gc: { readonly gcRoots: number; readonly gcRuns: number };
};

/** idle-heaps.php; resolves when its first fork has told. */
async function startHeaps(hugeMib: number, elements: number) {
  const script = fileURLToPath(new URL("../../fixtures/idle-heaps.php", import.meta.url));
  const args = [script, String(process.pid), String(hugeMib), String(elements)];
  const child = spawn("php", args, { stdio: ["ignore", "pipe", "inherit"] });
  const told: Told[] = [];
  createInterface(child.stdout).on("line", (line) => {
    const [key = "", ...numbers] = line.split(" ");
    const [pid = 0, used = 0, real = 0, gcRoots = 0, gcRuns = 0] = numbers.map(Number);
    if (numbers.length === 0) return;
    const sizes = { usedBytes: bytes(used), realBytes: bytes(real) };
    const heap = { ...sizes, gcRoots: null, gcRuns: null };
    told.push({ key, pid, heap, gc: { gcRoots, gcRuns } });
  });
  endings.push(() => {
    child.kill("SIGKILL");
    for (const { pid } of told) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  });
  const when = async (key: string): Promise<Told> => {
    const find = () => told.findLast((each) => each.key === key);
    await until(() => find() !== undefined, `${key} has told`);
    const found = find();
    if (found === undefined) throw new Error(key);
    return found;
  };
  return { first: await when("first"), fork: await when("fork.1"), when };
}

/** Readings in which the live heaps of some processes are wished for. */
async function* readings(
  command: readonly string[],
  wish: { readonly pids: () => readonly number[]; readonly place?: HeapPlace | null },
): AsyncGenerator<Reading> {
  const life = new AbortController();
  endings.push(() => life.abort());
  const source = sessionIn(command, life.signal);
  for await (const gathered of source.gathered) {
    if (gathered.type === "session") continue;
    const pids = wish.pids();
    const heap = pids.map((pid) => ({ pid, place: wish.place ?? null }));
    source.demand({ ...NO_DEMAND, watch: pids, heap, scan: true });
    if (gathered.type === "reading") yield gathered.reading;
  }
}

const heapOf = (reading: Reading, pid: number): HeapReading | null =>
  reading.processes.find((each) => each.pid === pid)?.heap ?? null;

/** The first reading that knows the heaps of all of them. */
async function known(
  all: AsyncGenerator<Reading>,
  pids: readonly number[],
  isEnough: (heap: HeapReading) => boolean = () => true,
): Promise<Reading> {
  for (let count = 0; count < 80; count += 1) {
    const { value } = (await all.next()) as { value: Reading };
    const heaps = pids.map((pid) => heapOf(value, pid));
    if (heaps.every((heap) => heap !== null && isEnough(heap))) return value;
  }
  throw new Error("a heap was never read");
}

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  const isLeftOut = isMissing || lacks("php");

  test.skipIf(isLeftOut)("what a process says of itself, to the byte, forks too", async () => {
    const { first, fork } = await startHeaps(0, 300_000);
    const both = [first, fork];
    const pids = both.map(({ pid }) => pid);
    const reading = await known(readings(command, { pids: () => pids }), pids);
    expect(pids.map((pid) => heapOf(reading, pid))).toEqual(both.map(({ heap }) => heap));
  });

  test.skipIf(isLeftOut)("with huge blocks, and after the fork died and came again", async () => {
    const { first, fork, when } = await startHeaps(40, 20_000);
    let pids = [first.pid, fork.pid];
    const all = readings(command, { pids: () => pids });
    const before = await known(all, pids);
    expect(pids.map((pid) => heapOf(before, pid))).toEqual([first.heap, fork.heap]);
    process.kill(fork.pid, "SIGKILL");
    const young = await when("fork.2");
    pids = [first.pid, young.pid];
    const after = await known(all, pids);
    expect(heapOf(after, young.pid)).toEqual(young.heap);
    expect(heapOf(after, fork.pid)).toBeNull();
  });
});

/** Where gc_globals is, as a snapshot would find it: in the data of the program, with the roots that the process tells. */
function gcAddress({ pid, gc }: Told): number {
  const maps = readFileSync(`/proc/${pid}/maps`, "latin1").split("\n");
  const first = maps.findIndex((text) => / rw-p .*\/php/u.test(text));
  const file = openSync(`/proc/${pid}/mem`, "r");
  endings.push(() => closeSync(file));
  const found = maps.slice(first, first + 2).flatMap((text) => {
    const [from = 0, to = 0] = text.split(/[- ]/u).map((word) => Number.parseInt(word, 16));
    const memory = Buffer.alloc(to - from);
    readSync(file, memory, 0, memory.length, from);
    const fitting: number[] = [];
    for (let at = 0; at + GC_BYTES <= memory.length; at += 8) {
      const counts = gcCounts(new DataView(memory.buffer, memory.byteOffset + at, GC_BYTES));
      const isDefault = memory.readUInt32LE(at + 20) === 10_001;
      if (isDefault && counts?.gcRoots === gc.gcRoots) fitting.push(from + at);
    }
    return fitting;
  });
  expect(found).toHaveLength(1);
  return found[0] ?? 0;
}

test.skipIf(lacks("php"))("roots and runs of the gc, once a snapshot said where", async () => {
  const { first, fork } = await startHeaps(0, 1000);
  const both = [first, fork];
  expect(first.gc.gcRoots).toBeGreaterThan(250);
  const pids = both.map(({ pid }) => pid);
  const wish = { pids: () => pids, place: null as HeapPlace | null };
  const all = readings(["sh"], wish);
  await known(all, pids);
  const sample = await known(all, pids);
  expect(heapOf(sample, first.pid)?.gcRoots).toBeNull();
  wish.place = { ...heapPlaceIn(first.pid), gcAddress: gcAddress(first) };
  const later = await known(all, pids, (heap) => heap.gcRoots !== null);
  expect(pids.map((pid) => heapOf(later, pid))).toEqual(
    both.map(({ heap, gc }) => ({ ...heap, ...gc })),
  );
});

/** By the maps of a small process: its only chunk is an area of its own. */
function heapPlaceIn(pid: number): Omit<HeapPlace, "gcAddress"> {
  const file = openSync(`/proc/${pid}/mem`, "r");
  endings.push(() => closeSync(file));
  for (const base of chunkCandidates(readFileSync(`/proc/${pid}/maps`, "latin1"), 1000)) {
    const main = Buffer.alloc(MAIN_BYTES);
    readSync(file, main, 0, MAIN_BYTES, base);
    const heapAddress = base + HEAD_BYTES;
    const look = heapSizes(new DataView(main.buffer, main.byteOffset), heapAddress, null);
    if (typeof look === "object") return { heapAddress, realOffset: look.realOffset };
  }
  throw new Error("no heap");
}

test.skipIf(lacks("php") || lacks("another uid"))("another user's heap is not known", async () => {
  const { pid } = (await startHeaps(0, 1000)).first;
  const nobody = ["setpriv", "--reuid=65534", "--clear-groups", "sh"];
  let count = 0;
  for await (const reading of readings(nobody, { pids: () => [pid] })) {
    expect(reading.processes.some((each) => each.pid === pid)).toBe(true);
    expect(heapOf(reading, pid)).toBeNull();
    count += 1;
    if (count === 8) break;
  }
});

test.skipIf(lacks("php"))("a process that is no PHP has none", async () => {
  const node = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
  endings.push(() => node.kill("SIGKILL"));
  const { first } = await startHeaps(0, 1000);
  const pids = [node.pid ?? 0, first.pid];
  // the one after it is read in spite of the search in vain
  const all = readings(["sh"], { pids: () => pids });
  const reading = await known(all, [first.pid]);
  expect(heapOf(reading, first.pid)).toEqual(first.heap);
  expect(heapOf(reading, node.pid ?? 0)).toBeNull();
});
