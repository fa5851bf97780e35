import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { compareSnapshots } from "../../../src/analysis/snapshot/compare.ts";
import {
  SNAPSHOT_LIST_LENGTHS,
  type Snapshot,
  type SnapshotDiff,
} from "../../../src/domain/snapshot.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs, MIB } from "../../../src/domain/units.ts";
import { seeded } from "../../collector/seeded.ts";
import {
  classOf,
  faultOf,
  gcWith,
  heapWith,
  holderOf,
  kindsWith,
  mib,
  snapshotWith,
  TAKEN_AT,
} from "./build.ts";

const earlier = (facts: Partial<Snapshot> = {}): Snapshot =>
  snapshotWith({ at: epochMs(TAKEN_AT - 3_600_000), ...facts });
const classesOf = ({ classes }: SnapshotDiff) =>
  classes.map((each) => [each.name, each.count, each.countChange, each.shallowBytesChange]);
const holdersOf = ({ holders }: SnapshotDiff) =>
  holders.map((each) => [each.holder, each.elements, each.elementsChange, each.deepBytesChange]);
/** A list as long as lists get. */
const full = <Entry>(
  of: keyof typeof SNAPSHOT_LIST_LENGTHS,
  entry: (index: number) => Entry,
): readonly Entry[] =>
  Array.from({ length: SNAPSHOT_LIST_LENGTHS[of] }, (_, index) => entry(index));

test("the reader's lists are as long as it is believed here", async () => {
  const reader = await readFile(
    new URL("../../../src/snapshot/reader.php", import.meta.url),
    "utf8",
  );
  const { classes, holders } = SNAPSHOT_LIST_LENGTHS;
  expect(reader).toContain(`const CLASSES = ${classes};`);
  expect(reader).toContain(`const SHOWN = ${holders};`);
});

const other = (facts: Partial<Snapshot>) => {
  const { against, isSameProcess } = compareSnapshots(snapshotWith(), earlier(facts));
  return [against, isSameProcess];
};

describe("against which one", () => {
  test("an earlier one of the same life", () => {
    const { against, againstAt, isSameProcess } = compareSnapshots(snapshotWith(), earlier());
    expect([against, againstAt, isSameProcess]).toEqual([
      "Worker.0 2025-11-24T15:00:00Z",
      TAKEN_AT - 3_600_000,
      true,
    ]);
  });

  test("one of another slot, one without a slot, one of before a respawn", () => {
    expect(other({ pid: 40, slot: untrustedText("Worker.1") })).toEqual([
      "Worker.1 2025-11-24T15:00:00Z",
      false,
    ]);
    expect(other({ pid: 41, slot: null })).toEqual(["pid 41 2025-11-24T15:00:00Z", false]);
    expect(other({ gc: gcWith({ runs: 9000 }) })[1]).toBe(false);
  });
});

describe("classes", () => {
  test("grown, shrunk, new and gone, the largest change first; what stayed is left out", () => {
    const now = snapshotWith({
      classes: [
        classOf("Row", 48_211, 11_800_000),
        classOf("Closure", 1402, 700_000),
        classOf("Same", 5, 400),
        classOf("New", 3, 120),
      ],
    });
    const then = earlier({
      classes: [
        classOf("Row", 24_111, 5_900_000),
        classOf("Closure", 1414, 706_000),
        classOf("Gone", 7, 9000),
        classOf("Same", 5, 400),
      ],
    });
    expect(classesOf(compareSnapshots(now, then))).toEqual([
      ["Row", 48_211, 24_100, 5_900_000],
      ["Gone", 0, -7, -9000],
      ["Closure", 1402, -12, -6000],
      ["New", 3, 3, 120],
    ]);
  });

  test("one that a cut list does not name is unknown, not new", () => {
    const now = snapshotWith({ classes: [classOf("New", 3000, 120_000)] });
    const then = earlier({
      classes: full("classes", (index) => classOf(`Class${index}`, 1, 500_000)),
    });
    const [known, ...others] = classesOf(compareSnapshots(now, then)).toReversed();
    expect(known).toEqual(["New", 3000, null, null]);
    expect(others).toHaveLength(SNAPSHOT_LIST_LENGTHS.classes);
    expect(classesOf(compareSnapshots(then, now))).not.toContainEqual(
      expect.arrayContaining(["New"]),
    );
  });

  test("a list that was cut by a fault is no whole list either", () => {
    const now = snapshotWith({ classes: [classOf("New", 3000, 120_000)] });
    const then = earlier({ classes: [], faults: [faultOf("out-of-time", { part: "2a" })] });
    expect(classesOf(compareSnapshots(now, then))).toEqual([["New", 3000, null, null]]);
  });

  test("an unknown size makes an unknown change", () => {
    const now = snapshotWith({ classes: [classOf("Row", 9, null)] });
    const then = earlier({ classes: [classOf("Row", 4, 100)] });
    expect(classesOf(compareSnapshots(now, then))).toEqual([["Row", 9, 5, null]]);
  });
});

const listeners = (count: number, size: number): Partial<Snapshot> => ({
  level: 2,
  dryRun: null,
  classes: [classOf("Closure", count + 90, (count + 90) * 312)],
  holders: [
    holderOf("Composer\\Autoload\\ClassLoader::$classMap", 9000, 6 * MIB),
    holderOf("Illuminate\\Events\\Dispatcher::$listeners", count, size),
  ],
});

describe("holders", () => {
  test("C12: the array that grew is named", () => {
    // laravel/telescope#1071: 410 -> 3 410 entries in 1000 requests, Closure +3 000
    const diff = compareSnapshots(
      snapshotWith(listeners(3410, 5 * MIB)),
      earlier(listeners(410, MIB)),
    );
    expect(holdersOf(diff)).toEqual([
      ["Illuminate\\Events\\Dispatcher::$listeners", 3410, 3000, 4 * MIB],
    ]);
    expect(classesOf(diff)).toEqual([["Closure", 3500, 3000, 936_000]]);
  });

  test("properties that were not read, or not yet, are unknown where statics count from 0", () => {
    const now = snapshotWith({
      holders: [holderOf("A::$static", 10, 4000), holderOf("A->$property", 20, 9000)],
    });
    const unread = [
      earlier({ holders: [], faults: [faultOf("cancelled", { part: "2b" })] }),
      earlier({ holders: [], steps: now.steps.filter(({ part }) => part !== "2b") }),
    ];
    for (const then of unread) {
      expect(holdersOf(compareSnapshots(now, then))).toEqual([
        ["A::$static", 10, 10, 4000],
        ["A->$property", 20, null, null],
      ]);
    }
  });

  test("a static and a property of one name are two", () => {
    const now = snapshotWith({ holders: [holderOf("A::$x", 9, 900)] });
    const then = earlier({ holders: [holderOf("A::$x", 4, 400, { kind: "property" })] });
    expect(holdersOf(compareSnapshots(now, then))).toEqual([
      ["A::$x", 9, 9, 900],
      ["A::$x", 0, -4, -400],
    ]);
  });
});

test("kinds and heap: what each has more; null where one has none", () => {
  const now = snapshotWith({
    kinds: kindsWith({ zend: 20 }),
    heap: heapWith({ usedBytes: mib(18), emptyChunks: null }),
  });
  const then = earlier({
    kinds: kindsWith({ zend: 4 }),
    heap: heapWith({ usedBytes: mib(3), emptyChunks: 2 }),
  });
  const diff = compareSnapshots(now, then);
  expect(diff.kinds).toMatchObject({ rssBytes: 16 * MIB, zendBytes: 16 * MIB, mallocBytes: 0 });
  expect(diff.heap).toMatchObject({ usedBytes: 15 * MIB, emptyChunks: null, hugeBytes: 0 });
  const less = compareSnapshots(now, { ...then, kinds: null, heap: null, classes: null });
  expect([less.kinds, less.heap, less.classes]).toEqual([null, null, []]);
});

const changed = (record: Readonly<Record<string, number | null>> | null) =>
  Object.values(record ?? {}).filter((change) => change !== null && change !== 0);

const negative = (change: number | null) => (change === null ? null : 0 - change);

const known = ({ classes, holders }: SnapshotDiff, sign: (n: number | null) => number | null) =>
  [
    ...classes.map((each) => [each.name, sign(each.countChange), sign(each.shallowBytesChange)]),
    ...holders.map((each) => [each.holder, sign(each.elementsChange), sign(each.deepBytesChange)]),
  ]
    .filter(([, first, second]) => first !== null || second !== null)
    .map(String)
    .toSorted();

describe("of any two snapshots", () => {
  const random = seeded(5);
  const number = (below: number) => Math.floor(random() * below);
  const maybe = <Value>(value: Value): Value | null => (random() < 0.15 ? null : value);
  const listOf = <Entry>(
    of: keyof typeof SNAPSHOT_LIST_LENGTHS,
    entry: (index: number) => Entry,
  ): readonly Entry[] =>
    random() < 0.2
      ? full(of, entry)
      : Array.from({ length: number(9) }, (_, index) => entry(index * (1 + number(2))));
  const any = (): Snapshot =>
    snapshotWith({
      kinds: maybe(kindsWith({ zend: number(90), malloc: number(50) })),
      heap: maybe(heapWith({ usedBytes: mib(number(90)), hugeBytes: maybe(mib(number(9))) })),
      classes: maybe(
        listOf("classes", (index) => classOf(`C${index}`, number(9), maybe(number(9999)))),
      ),
      holders: maybe(
        listOf("holders", (index) =>
          holderOf(`H${index}::$a`, maybe(number(9)), maybe(number(99))),
        ),
      ),
      faults: random() < 0.2 ? [faultOf("out-of-time", { part: "2a" })] : [],
    });
  const pairs = Array.from({ length: 300 }, () => [any(), any()] as const);

  test("with itself there is no difference", () => {
    for (const [snapshot] of pairs) {
      const { classes, holders, kinds, heap } = compareSnapshots(snapshot, snapshot);
      expect([classes, holders, changed(kinds), changed(heap)]).toEqual([[], [], [], []]);
    }
  });

  test("the way back is the negative of the way there", () => {
    let compared = 0;
    for (const [one, two] of pairs) {
      const [there, back] = [compareSnapshots(one, two), compareSnapshots(two, one)];
      expect(known(back, negative)).toEqual(known(there, (change) => change));
      expect(changed(back.kinds).map((change) => -(change ?? 0))).toEqual(changed(there.kinds));
      expect(changed(back.heap).map((change) => -(change ?? 0))).toEqual(changed(there.heap));
      compared += there.classes.length + there.holders.length;
    }
    expect(compared).toBeGreaterThan(1000);
  });
});
