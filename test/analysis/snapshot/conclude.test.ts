import { describe, expect, test } from "vitest";
import { concludeSnapshot } from "../../../src/analysis/snapshot/conclude.ts";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import {
  classOf,
  dryRunWith,
  faultOf,
  gcWith,
  heapWith,
  holderOf,
  kindsWith,
  mib,
  snapshotWith,
  TAKEN_AT,
} from "./build.ts";

/** `kind confidence holder`, of what a snapshot says by itself or after an earlier one. */
function said(snapshot: Snapshot, earlier: Snapshot | null = null): string | null {
  const finding = concludeSnapshot(snapshot, earlier);
  return finding === null
    ? null
    : [finding.kind, finding.confidence, finding.holder].filter((part) => part !== null).join(" ");
}

/** `minutes` before the others. */
const before = (minutes: number, facts: Partial<Snapshot>): Snapshot =>
  snapshotWith({ at: epochMs(TAKEN_AT - minutes * 60_000), ...facts });

const LEVEL_1 = {
  level: 1,
  classes: null,
  rootClasses: null,
  holders: null,
  dryRun: null,
} as const;
const LEVEL_2 = { level: 2, dryRun: null } as const;
const LEVEL_0 = { ...LEVEL_1, level: 0, heap: null, gc: null } as const;

// What php-cli 8.2.36 had when it built the heaps of the black-box checks (checks/data/fixtures/heap.php), read with memory_get_usage() and smaps.
const CLI = { shared: 0, file: 19.1, malloc: 2.6, stack: 0, gcBuffer: 0.3, other: 0.4 };
const heapOf = (usedBytes: number, realBytes: number) =>
  heapWith({ usedBytes: bytes(Math.round(usedBytes)), realBytes: bytes(realBytes) });

const LEAK = snapshotWith({
  kinds: kindsWith({ ...CLI, zend: 28.6 }),
  heap: heapOf(30_314_912, 31_457_280),
  holders: [holderOf("App\\Leak\\Registry::$items", 20_000, 28 * MIB)],
});
const CYCLES = snapshotWith({
  kinds: kindsWith({ ...CLI, zend: 24.1 }),
  heap: heapOf(25_282_672, 27_262_976),
  gc: gcWith({ enabled: false, roots: 40_000 }),
  holders: [],
  dryRun: dryRunWith({ freeableBytes: bytes(24_320_000), objects: 40_000 }),
});
const FRAGMENTED = snapshotWith({
  kinds: kindsWith({ ...CLI, zend: 104.3 }),
  heap: heapOf(2_261_256, 111_149_056),
  holders: [holderOf("App\\Leak\\Registry::$items", 4688, 1.6 * MIB)],
});
const NATIVE = snapshotWith({
  kinds: kindsWith({ ...CLI, zend: 0.45, malloc: 98.4 }),
  heap: heapOf(446_168, 2_097_152),
  holders: [],
});
const SMALL = snapshotWith({
  kinds: kindsWith({ ...CLI, zend: 0.45 }),
  heap: heapOf(470_448, 2_097_152),
  holders: [holderOf("App\\Leak\\Registry::$items", 300, 20_000)],
});
/** The cycles, after gc_collect_cycles() and gc_mem_caches(). */
const COLLECTED = snapshotWith({
  kinds: kindsWith({ ...CLI, zend: 1 }),
  heap: heapOf(962_672, 4_194_304),
  gc: gcWith({ enabled: false, runs: 4, roots: 0 }),
  holders: [],
});

const worker = (realBytes: number) => snapshotWith({ heap: heapOf(2_423_496, realBytes) });

describe("heaps that were built", () => {
  test.each([
    ["a leak into a static array", LEAK, "held high App\\Leak\\Registry::$items"],
    ["garbage in cycles", CYCLES, "cycles high"],
    ["small strings of which one in 64 stays", FRAGMENTED, "fragmentation high"],
    ["96 MiB of malloc", NATIVE, "native high"],
    ["300 short strings", SMALL, "nothing high"],
    ["the cycles after gc", COLLECTED, "nothing high"],
  ])("what it says of %s", (_, snapshot, expected) => {
    expect(said(snapshot)).toBe(expected);
  });

  test("a worker after a burst, before and after gc_mem_caches()", () => {
    // reference/ground-truth.md part 7, Swoole 6.2.1: usage 2423496 of 29360128, then of 6291456
    expect(said(worker(29_360_128))).toBe("fragmentation high");
    expect(said(worker(6_291_456))).toBe("nothing high");
  });

  test("what is told at level 1 is told at level 3, or nothing is told yet", () => {
    for (const whole of [LEAK, CYCLES, FRAGMENTED, NATIVE, SMALL, COLLECTED]) {
      const early = said({ ...whole, ...LEVEL_1 });
      expect([null, said(whole)]).toContain(early);
    }
    expect(said({ ...FRAGMENTED, ...LEVEL_1 })).not.toBeNull();
    expect(said({ ...NATIVE, ...LEVEL_1 })).not.toBeNull();
    expect(said({ ...SMALL, ...LEVEL_1 })).not.toBeNull();
  });
});

const GROWN_UP = heapWith({ usedBytes: mib(130), realBytes: mib(142) });
const holds = (size: number): Snapshot =>
  snapshotWith({ heap: GROWN_UP, holders: [holderOf("App\\Cache->$rows", 9, size * MIB)] });

describe("held", () => {
  const heap = GROWN_UP;

  test("without a dry run only what a static holds is known to be alive, and only when it is most of all", () => {
    expect(said({ ...LEAK, ...LEVEL_2 })).toBe("held medium App\\Leak\\Registry::$items");
    const property = [holderOf("App\\Graph\\Node->$load", 20_000, 28 * MIB)];
    expect(said({ ...LEAK, ...LEVEL_2, holders: property })).toBeNull();
    const part = [holderOf("App\\Leak\\Registry::$items", 2000, 12 * MIB)];
    expect(said({ ...LEAK, ...LEVEL_2, holders: part })).toBeNull();
  });

  test("a holder of a fifth is named with less confidence, a smaller one is not", () => {
    expect(said(holds(30.9))).toBe("held medium App\\Cache->$rows");
    expect(said(holds(20))).toBe("held low");
  });

  test("very much alive without a holder is held all the same", () => {
    const large = heapWith({ usedBytes: mib(700), realBytes: mib(710) });
    expect(said(snapshotWith({ heap: large, holders: [] }))).toBe("held medium");
  });

  test("as long as properties are to come, nobody says that no array stands out", () => {
    const steps = snapshotWith().steps.filter(({ part }) => part !== "2b");
    expect(said(snapshotWith({ heap, holders: [], steps }))).toBeNull();
    const ended = [faultOf("cancelled", { part: "2b" })];
    expect(said(snapshotWith({ heap, holders: [], steps, faults: ended }))).toBe("held low");
  });

  test("the array that grew is named, not the larger one beside it", () => {
    const earlier = before(33, {
      heap: heapWith({ usedBytes: mib(114.7), realBytes: mib(126) }),
      holders: [
        holderOf("App\\Catalog::$all", 4000, 50 * MIB),
        holderOf("App\\Stock::$rows", 24_105, 15.5 * MIB),
      ],
    });
    const now = snapshotWith({
      heap,
      holders: [
        holderOf("App\\Catalog::$all", 4000, 50.1 * MIB),
        holderOf("App\\Stock::$rows", 48_211, 30.9 * MIB),
      ],
    });
    expect(said(now, earlier)).toBe("held high App\\Stock::$rows");
    expect(said(now, null)).toBe("held medium App\\Catalog::$all");
  });

  test("a respawn under the same PID has no earlier snapshot, nor has another slot", () => {
    const holders = [holderOf("App\\Stock::$rows", 48_211, 60 * MIB)];
    const now = snapshotWith({
      heap,
      holders: [...holders, holderOf("App\\All::$all", 1, 70 * MIB)],
    });
    const grown = before(9, {
      heap: heapWith({ usedBytes: mib(80) }),
      holders: [holderOf("App\\Stock::$rows", 9, MIB), holderOf("App\\All::$all", 1, 70 * MIB)],
    });
    expect(said(now, grown)).toBe("held high App\\Stock::$rows");
    for (const other of [{ gc: gcWith({ runs: 400 }) }, { pid: 40 }, { target: "docker:api" }]) {
      expect(said(now, { ...grown, ...other })).toBe("held high App\\All::$all");
    }
  });
});

test("live values that doubled are no nothing, also when nobody can be named", () => {
  const earlier = before(9, { heap: heapWith({ usedBytes: mib(20) }), holders: [] });
  const now = snapshotWith({ heap: heapWith({ usedBytes: mib(40) }), holders: [] });
  expect([said(now), said(now, earlier)]).toEqual(["nothing medium", "held low"]);
  const steps = now.steps.filter(({ part }) => part !== "2b");
  expect(said({ ...now, steps }, earlier)).toBeNull();
});

const beside = (used: number, deep: number): Partial<Snapshot> => ({
  heap: heapWith({ usedBytes: mib(used), realBytes: mib(used + 6) }),
  holders: [holderOf("App\\Cache::$rows", 9, deep * MIB)],
  dryRun: dryRunWith({ freeableBytes: mib(110) }),
});

describe("cycles", () => {
  test("next to much that is alive the heavier one is the conclusion", () => {
    const heap = heapWith({ usedBytes: mib(100), realBytes: mib(104) });
    const dryRun = dryRunWith({ freeableBytes: mib(30) });
    expect(said(snapshotWith({ heap, dryRun, holders: [] }))).toBe("held low");
    const small = heapWith({ usedBytes: mib(60), realBytes: mib(64) });
    expect(said(snapshotWith({ heap: small, dryRun, holders: [] }))).toBe("cycles high");
  });

  test("much garbage weighs more than what grew beside it", () => {
    expect(said(snapshotWith(beside(200, 70)), before(9, beside(170, 40)))).toBe("cycles high");
    expect(said(snapshotWith(beside(330, 200)), before(9, beside(170, 40)))).toBe(
      "held high App\\Cache::$rows",
    );
  });

  test("garbage that the next run takes is nothing unusual", () => {
    const heap = heapWith({ usedBytes: mib(6), realBytes: mib(8) });
    const dryRun = dryRunWith({ freeableBytes: mib(1.2) });
    expect(said(snapshotWith({ heap, dryRun }))).toBe("nothing high");
  });

  test("with zend.enable_gc=0 garbage is not recorded: an empty dry run says nothing", () => {
    const gc = gcWith({ enabled: false, runs: 0, collected: 0, roots: 0, threshold: 0 });
    const heap = heapWith({ usedBytes: mib(18.6), realBytes: mib(20) });
    expect(said(snapshotWith({ gc, heap, holders: [] }))).toBeNull();
    expect(said({ ...LEAK, gc })).toBe("held medium App\\Leak\\Registry::$items");
  });
});

describe("native", () => {
  test("some tens of MiB beside a large heap are buffers of libraries", () => {
    const kinds = kindsWith({ zend: 60, malloc: 45 });
    const heap = heapWith({ usedBytes: mib(20), realBytes: mib(24) });
    expect(said(snapshotWith({ kinds, heap }))).toBe("native medium");
    const larger = heapWith({ usedBytes: mib(58), realBytes: mib(60) });
    expect(said(snapshotWith({ kinds, heap: larger }))).toBe("nothing medium");
  });

  test("growth outside of the heap outweighs a heap that stands still", () => {
    const heap = heapWith({ usedBytes: mib(130), realBytes: mib(142) });
    const holders = [holderOf("App\\Catalog::$all", 4000, 90 * MIB)];
    const earlier = before(30, { heap, holders, kinds: kindsWith({ zend: 140, malloc: 20 }) });
    const now = snapshotWith({ heap, holders, kinds: kindsWith({ zend: 140, malloc: 60 }) });
    expect(said(now, earlier)).toBe("native high");
    expect(said(now)).toBe("held high App\\Catalog::$all");
  });

  test("growth of which the larger part is a heap that nobody has told apart is not native", () => {
    const earlier = before(30, { ...LEVEL_1, heap: heapWith({ usedBytes: mib(20) }) });
    const now = snapshotWith({
      ...LEVEL_1,
      heap: heapWith({ usedBytes: mib(60) }),
      kinds: kindsWith({ malloc: 30 }),
    });
    expect(said(now, earlier)).toBeNull();
  });
});

describe("not to be decided", () => {
  test("a heap of some size, before the dry run", () => {
    expect(said(snapshotWith({ ...LEVEL_1 }))).toBeNull();
    expect(said(snapshotWith({ ...LEVEL_2 }))).toBeNull();
  });

  test("memory by kind alone, when nothing stands out in it", () => {
    expect(said(snapshotWith({ ...LEVEL_0 }))).toBeNull();
  });

  test("the first moment: nothing is there and nothing has failed", () => {
    expect(said(snapshotWith({ ...LEVEL_0, level: 3, kinds: null, steps: [] }))).toBeNull();
  });

  test("memory by kind is missing: what lies outside is unknown", () => {
    expect(said(snapshotWith({ kinds: null }))).toBeNull();
    expect(said({ ...LEAK, kinds: null })).toBe("held high App\\Leak\\Registry::$items");
  });

  test("a dry run that had no room: what a small static holds decides nothing", () => {
    const faults = [faultOf("no-headroom", { part: "3", detail: "40 MiB" })];
    expect(said(snapshotWith({ dryRun: null, faults }))).toBeNull();
  });
});

test("smaps is closed: what is malloc and what is heap cannot be told, and nothing is blamed", () => {
  const untold = {
    zendBytes: null,
    mallocBytes: null,
    stackBytes: null,
    jitBytes: null,
    gcBufferBytes: null,
  };
  const kinds = { ...kindsWith({ other: 900 }), ...untold };
  expect(said(snapshotWith({ ...LEVEL_0, kinds }))).toBeNull();
  const faults = [faultOf("other-user", { detail: "33:33" })];
  expect(said(snapshotWith({ ...LEVEL_0, level: 3, kinds, faults }))).toBe("unreadable");
});

describe("unreadable", () => {
  test("another user's process, also when its memory by kind is known", () => {
    const faults = [faultOf("other-user", { detail: "33:33" })];
    expect(said(snapshotWith({ ...LEVEL_0, level: 3, kinds: null, faults }))).toBe("unreadable");
    expect(said(snapshotWith({ ...LEVEL_0, level: 3, faults }))).toBe("unreadable");
    const yama = [faultOf("yama", { part: "1", detail: "1" })];
    expect(said(snapshotWith({ ...LEVEL_0, level: 1, faults: yama }))).toBe("unreadable");
  });

  test("level 0 that was asked for and came is no failure", () => {
    const faults = [faultOf("yama", { part: "1" })];
    expect(said(snapshotWith({ ...LEVEL_0, faults }))).toBeNull();
  });

  test("ended by us: nobody knows", () => {
    const faults = [faultOf("cancelled")];
    expect(said(snapshotWith({ ...LEVEL_0, level: 3, faults }))).toBeNull();
  });

  test("without the heap, much memory outside of it is still seen", () => {
    const faults = [faultOf("not-permitted", { part: "1", detail: "SYS_PTRACE" })];
    const kinds = kindsWith({ zend: 6, malloc: 900 });
    expect(said(snapshotWith({ ...LEVEL_0, level: 3, kinds, faults }))).toBe("native medium");
  });
});

describe("confidence", () => {
  test.each([
    [LEAK, "held medium App\\Leak\\Registry::$items"],
    [CYCLES, "cycles medium"],
    [FRAGMENTED, "fragmentation medium"],
    [SMALL, "nothing medium"],
  ])("is less when the process moved while it was read (%#)", (snapshot, expected) => {
    const heap = snapshot.heap === null ? null : { ...snapshot.heap, exact: false };
    expect(said({ ...snapshot, heap })).toBe(expected);
  });

  test("of held is less when the dry run was cut, of cycles not: more garbage could only confirm it", () => {
    const faults = [faultOf("capped", { part: "3" })];
    expect(said({ ...LEAK, faults })).toBe("held medium App\\Leak\\Registry::$items");
    expect(said({ ...CYCLES, faults })).toBe("cycles high");
  });

  test("what a cut dry run did not reach may be garbage: without a static that has half of it nothing follows", () => {
    const faults = [faultOf("capped", { part: "3" })];
    const [holder] = LEAK.holders ?? [];
    const property = holder === undefined ? [] : [{ ...holder, kind: "property" as const }];
    expect(said({ ...LEAK, holders: property, faults })).toBeNull();
    const small = { ...LEAK, heap: heapOf(20 * MIB, 22 * MIB), holders: [] };
    expect([said(small), said({ ...small, faults })]).toEqual(["nothing medium", null]);
    expect(said({ ...small, faults: [faultOf("moved", { part: "3" })] })).toBe("nothing low");
  });

  test("a third of much memory that is free is fragmentation, of little not", () => {
    const much = { heap: heapOf(47.1 * MIB, 92 * MIB), holders: [] };
    expect(said(snapshotWith(much))).toBe("fragmentation medium");
    const little = { heap: heapOf(12 * MIB, 20 * MIB), holders: [] };
    expect(said(snapshotWith(little))).toBe("nothing medium");
  });
});

const dispatcher = (elements: number, deep: number, kind: "static" | "property") => [
  holderOf("Composer\\Autoload\\ClassLoader::$classMap", 9000, 6 * MIB),
  holderOf("Illuminate\\Events\\Dispatcher::$listeners", elements, deep * MIB, { kind }),
];

const test1 = (facts: Partial<Snapshot>) =>
  said(snapshotWith({ kinds: kindsWith({ zend: 2010 }), holders: [], ...facts }));

const closures = (used: number, elements: number, deep: number): Partial<Snapshot> => ({
  heap: heapOf(used * MIB, (used + 2) * MIB),
  classes: [classOf("Closure", elements + 900, elements * 312)],
  holders: [holderOf("App\\Dispatcher->$listeners", elements, deep * MIB)],
});

describe("cases", () => {
  test("C12: listeners of a developer tool pile up on the shared dispatcher", () => {
    // laravel/telescope#1071, fruitcake/laravel-debugbar#1172: 1000 requests at about 5 KiB; 410 -> 3 410 listeners, Closure +3 000. Level 2, no dry run.
    for (const kind of ["static", "property"] as const) {
      const earlier = before(10, {
        ...LEVEL_2,
        heap: heapWith({ usedBytes: mib(19.9), realBytes: mib(24) }),
        classes: [classOf("Closure", 500, 156_000)],
        holders: dispatcher(410, 0.7, kind),
      });
      const now = snapshotWith({
        ...LEVEL_2,
        heap: heapWith({ usedBytes: mib(24.8), realBytes: mib(28) }),
        classes: [classOf("Closure", 3500, 1_092_000)],
        holders: dispatcher(3410, 5.4, kind),
      });
      expect(said(now, earlier)).toBe("held medium Illuminate\\Events\\Dispatcher::$listeners");
    }
  });

  test("C12 where the array was too small to be listed before: it grew by no less than what it has above the smallest", () => {
    const others = Array.from({ length: 15 }, (_, index) =>
      holderOf(`App\\C${index}::$a`, 99, MIB),
    );
    const listeners = holderOf("Illuminate\\Events\\Dispatcher->$listeners", 3410, 6 * MIB);
    const filler = holderOf("App\\C15::$a", 99, 0.9 * MIB);
    const earlier = before(10, {
      ...LEVEL_2,
      heap: heapOf(19.9 * MIB, 28 * MIB),
      holders: [...others, filler],
    });
    const now = snapshotWith({
      ...LEVEL_2,
      heap: heapOf(25.4 * MIB, 28 * MIB),
      holders: [listeners, ...others],
    });
    expect(said(now, earlier)).toBe("held medium Illuminate\\Events\\Dispatcher->$listeners");
    const steps = earlier.steps.filter(({ part }) => part !== "2b");
    expect(said(now, { ...earlier, steps })).toBeNull();
  });

  test("C12 as it is in memory: what the listeners capture cannot be walked, but they are as many as the new closures", () => {
    // php-cli 8.2.36 adding closures with a string of 1.5 KiB each to a property: 5700 -> 15 600 entries, 24 MiB more used, 4 of them seen in the array
    const earlier = before(1, closures(27.7, 5700, 2.4));
    const now = snapshotWith(closures(51.5, 15_600, 6.4));
    expect(said(now, earlier)).toBe("held medium App\\Dispatcher->$listeners");
    expect(said({ ...now, ...LEVEL_2 }, { ...earlier, ...LEVEL_2 })).toBe(
      "held medium App\\Dispatcher->$listeners",
    );
    const others = { ...now, classes: [classOf("Closure", 6600, 9)] };
    expect(said(others, earlier)).toBe("held low");
    expect(said({ ...others, ...LEVEL_2 }, earlier)).toBeNull();
  });

  test("C14: memory_get_usage stands still, top does not", () => {
    // swoole/swoole-src#2685: heap used 2.5 MiB and real 4 MiB flat for 48 h, RssAnon 30 MiB -> 3.4 GiB. Levels 0 and 1.
    const heap = heapWith({ usedBytes: mib(2.5), realBytes: mib(4), peakBytes: mib(6) });
    const first = before(2880, { ...LEVEL_1, heap, kinds: kindsWith({ malloc: 26 }) });
    const last = snapshotWith({ ...LEVEL_1, heap, kinds: kindsWith({ malloc: 3478 }) });
    expect(said(last)).toBe("native high");
    expect(said(last, first)).toBe("native high");
    expect(said({ ...last, ...LEVEL_0 })).toBe("native medium");
    expect(said(first)).toBeNull();
  });

  describe("C15: a user process of 2 GiB, said to wait for gc", () => {
    // easy-swoole/easyswoole#325: one snapshot decides
    const full = heapWith({ usedBytes: mib(2000), realBytes: mib(2012), limitBytes: null });

    test("used is RSS and the dry run is empty: held, by pending closures in no array", () => {
      expect(test1({ heap: full })).toBe("held medium");
      const timers = [holderOf("App\\Timer::$pending", 400_000, 1900 * MIB)];
      expect(test1({ heap: full, holders: timers })).toBe("held high App\\Timer::$pending");
    });

    test("the dry run is large: cycles, and gc is off", () => {
      const dryRun = dryRunWith({ freeableBytes: mib(1900) });
      expect(test1({ heap: full, gc: gcWith({ enabled: false }), dryRun })).toBe("cycles high");
    });

    test("used is small: native", () => {
      expect(test1({ kinds: kindsWith({ malloc: 2000 }) })).toBe("native high");
    });
  });
});
