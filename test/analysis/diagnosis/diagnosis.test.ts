import { expect, test } from "vitest";
import { followChurn, noChurn } from "../../../src/analysis/churn/churn.ts";
import { diagnose } from "../../../src/analysis/diagnosis/index.ts";
import type { MemoryReading } from "../../../src/domain/reading.ts";
import type { Sample } from "../../../src/domain/sample.ts";
import { bytes, MIB } from "../../../src/domain/units.ts";
import { memoryOf, sampleOf, second, serverOf, type Spec } from "../churn/samples.ts";

function diagnosed(...samples: readonly Sample[]) {
  let churn = noChurn;
  for (const sample of samples) ({ churn } = followChurn(churn, sample));
  const sample = samples.at(-1);
  return sample === undefined ? [] : diagnose({ churn, sample, at: sample.at, container: null });
}

const A: Spec = { pid: 10, slot: "Worker.0" };

/** Worker.0 dies between two readings of the target's memory. */
const killed = (before: Partial<MemoryReading>, after: Partial<MemoryReading>) =>
  diagnosed(
    sampleOf(0, [serverOf("shop", [A])], memoryOf(before)),
    sampleOf(1, [serverOf("shop", [])], memoryOf(after)),
  );

const V2 = { source: "cgroup-v2", oomEvents: 0 } as const;
const near = { currentBytes: bytes(98 * MIB) };

const LIMITS: readonly (readonly [
  string,
  Partial<MemoryReading>,
  Partial<MemoryReading>,
  object,
])[] = [
  [
    "cgroup v2 that hit its own limit",
    V2,
    { ...V2, oomEvents: 1, oomKills: 1 },
    { by: "own-limit", confidence: "high", limitBytes: 100 * MIB },
  ],
  [
    "cgroup v2 that did not, and was far from it",
    V2,
    { ...V2, oomKills: 1 },
    { by: "machine", confidence: "high", limitBytes: null },
  ],
  [
    "cgroup v1 that stood near its limit",
    near,
    { oomKills: 1 },
    { by: "own-limit", confidence: "high", limitBytes: 100 * MIB },
  ],
  [
    "cgroup v1 with a new peak at its limit",
    {},
    { oomKills: 1, peakBytes: bytes(100 * MIB) },
    { by: "own-limit", confidence: "high", limitBytes: 100 * MIB },
  ],
  [
    "cgroup v1 whose peak is of another time",
    { peakBytes: bytes(100 * MIB) },
    { oomKills: 1, peakBytes: bytes(100 * MIB) },
    { by: "unknown", confidence: "medium", limitBytes: null },
  ],
  [
    "cgroup v1 far from its limit",
    {},
    { oomKills: 1 },
    { by: "unknown", confidence: "medium", limitBytes: null },
  ],
  [
    "a group without a limit",
    { limitBytes: null },
    { limitBytes: null, oomKills: 1 },
    { by: "unknown", limitBytes: null },
  ],
  [
    "the machine, which had hardly anything left",
    { source: "host", hostAvailableBytes: bytes(3 * MIB) },
    { source: "host", oomKills: 1, hostAvailableBytes: bytes(40 * MIB) },
    { by: "machine", confidence: "high", limitBytes: 100 * MIB },
  ],
  [
    "the machine's counter, and plenty is left: a group's own limit, perhaps",
    { source: "host", hostAvailableBytes: bytes(60 * MIB) },
    { source: "host", oomKills: 1, hostAvailableBytes: bytes(60 * MIB) },
    { by: "unknown", confidence: "medium", limitBytes: null },
  ],
];

test.each(LIMITS)("oom-killed: %s", (_, before, after, wanted) => {
  expect(killed(before, after)).toMatchObject([
    {
      kind: "oom-killed",
      kills: 1,
      seen: [{ at: second(1), count: 1, victims: [{ pid: 10, slot: "Worker.0" }] }],
      ...wanted,
    },
  ]);
});

const inGroup = (index: number, oomEvents: number, oomKills: number) =>
  sampleOf(index, [serverOf("shop", [A])], memoryOf({ ...V2, oomEvents, oomKills }));

const before = (more: Partial<MemoryReading>) =>
  diagnosed(sampleOf(0, [serverOf("shop", [A])], memoryOf({ oomKills: 2, ...more })));

const onHost = (index: number, specs: readonly Spec[], kills: number) =>
  sampleOf(
    index,
    [serverOf("shop", specs, memoryOf({ oomKills: kills, ...near }))],
    memoryOf({ source: "host", oomKills: 4 + kills }),
  );

test("a hit of the own limit one sample before the kill was counted belongs to it", () => {
  expect(diagnosed(inGroup(0, 0, 0), inGroup(1, 1, 0), inGroup(2, 1, 1))).toMatchObject([
    { by: "own-limit" },
  ]);
  expect(
    diagnosed(
      inGroup(0, 0, 0),
      inGroup(1, 1, 0),
      inGroup(2, 1, 0),
      inGroup(3, 1, 0),
      inGroup(4, 1, 1),
    ),
  ).toMatchObject([{ by: "machine" }]);
});

test("oom-killed: kills of before we came have no victims", () => {
  expect(before({})).toEqual([
    {
      kind: "oom-killed",
      confidence: "medium",
      by: "unknown",
      limitBytes: null,
      kills: 2,
      formerKills: 0,
      unseenKills: 2,
      seen: [],
      past: null,
      children: [],
    },
  ]);
  expect(before({ source: "cgroup-v2", oomEvents: 3 })).toMatchObject([
    { by: "own-limit", limitBytes: 100 * MIB, seen: [] },
  ]);
  // the machine counts what groups in it met at limits of their own, too
  expect(before({ source: "host" })).toMatchObject([{ by: "unknown", limitBytes: null }]);
  expect(before({ oomKills: null })).toEqual([]);
  expect(before({ oomKills: 0 })).toEqual([]);
});

test("oom-killed: a server in a group of its own has a conclusion of its own, the latest kill first", () => {
  expect(diagnosed(onHost(0, [A], 0), onHost(1, [], 1))).toMatchObject([
    { by: "own-limit", kills: 1, seen: [{ victims: [{ pid: 10 }] }] },
    { by: "unknown", kills: 5, seen: [] },
  ]);
});

/** Lives of one slot that begin at these seconds, a sample each second. */
const lives = (starts: readonly number[], until: number, slot: string | null = "Worker.0") =>
  Array.from({ length: until + 1 }, (_, at) => {
    const born = starts.filter((start) => start <= at).at(-1);
    const specs =
      born === undefined
        ? []
        : [{ pid: 100 + born, slot, generation: starts.indexOf(born) + 1, born }];
    return sampleOf(at, [serverOf("shop", specs)]);
  });

test("crash-loop: more than three starts of one slot within a minute", () => {
  expect(diagnosed(...lives([1, 11, 21], 59))).toEqual([]);
  expect(diagnosed(...lives([1, 11, 21, 31], 59))).toEqual([
    {
      kind: "crash-loop",
      confidence: "high",
      serverId: "shop",
      slot: "Worker.0",
      starts: 4,
      windowMs: 60_000,
      lastPid: 131,
      at: second(59),
    },
  ]);
  expect(diagnosed(...lives([1, 11, 21, 31], 61))).toEqual([]);
  expect(diagnosed(...lives([1, 6, 11, 16, 21, 26], 30))).toMatchObject([
    { starts: 6, lastPid: 126 },
  ]);
});

test("crash-loop: a server that is started again as a whole is told once, by its master", () => {
  const looping = Array.from({ length: 40 }, (_, at) => {
    const born = Math.floor(at / 8) * 8 + 1;
    const specs = ["Master", "Worker.0"].map((slot, index) => ({
      pid: 100 + born + index,
      slot,
      generation: Math.floor(at / 8) + 1,
      born,
    }));
    return sampleOf(at, [serverOf("shop", at < born ? [] : specs)]);
  });
  expect(diagnosed(...looping)).toMatchObject([{ kind: "crash-loop", slot: "Master" }]);
});

test("crash-loop: not of processes without a slot, nor of different slots", () => {
  expect(diagnosed(...lives([1, 2, 3, 4, 5], 10, null))).toEqual([]);
  const four = Array.from({ length: 6 }, (_, index): Spec => ({
    pid: 20 + index,
    slot: `Worker.${index}`,
    born: 0,
  }));
  expect(diagnosed(sampleOf(1, [serverOf("shop", four)]))).toEqual([]);
});

test("a kill comes before a loop", () => {
  const samples = lives([1, 2, 3, 4, 5], 6).map((sample, at) => ({
    ...sample,
    memory: memoryOf({ oomKills: at < 3 ? 0 : 1 }),
  }));
  expect(diagnosed(...samples).map(({ kind }) => kind)).toEqual(["oom-killed", "crash-loop"]);
});
