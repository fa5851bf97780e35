import { describe, expect, test } from "vitest";
import { compareSnapshots } from "../../src/analysis/snapshot/compare.ts";
import type { Snapshot, SnapshotFinding } from "../../src/domain/snapshot.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../src/domain/units.ts";
import { snapshotText } from "../../src/words/snapshot.ts";
import {
  classOf,
  dryRunWith,
  faultOf,
  gcWith,
  heapWith,
  holderOf,
  kindsWith,
  mib,
  namedCount,
  snapshotWith,
  TAKEN_AT,
} from "../analysis/snapshot/build.ts";

const say = (
  kind: SnapshotFinding["kind"],
  facts: Partial<Snapshot>,
  { holder = null, other = null }: { holder?: string | null; other?: Snapshot | null } = {},
): string => {
  const snapshot = snapshotWith(facts);
  const finding: SnapshotFinding = {
    kind,
    confidence: "high",
    holder: holder === null ? null : untrustedText(holder),
  };
  const diff = other === null ? null : compareSnapshots(snapshot, other);
  return snapshotText(finding, snapshot, diff, (at) => `t${(at - TAKEN_AT) / 60_000}`);
};

// The mock-up of design/screens.md
const ROWS = "App\\Service\\StockCache::$rows";
const SCREEN: Partial<Snapshot> = {
  heap: heapWith({ usedBytes: mib(131.4), realBytes: mib(142) }),
  holders: [holderOf(ROWS, 48_211, 30.9 * MIB)],
  dryRun: dryRunWith({ freeableBytes: mib(0.1), objects: 27, arrays: 14 }),
};

describe("held", () => {
  test("as in the mock-up: who, how much, since when, and that gc will not help", () => {
    const other = snapshotWith({
      at: epochMs(TAKEN_AT - 33 * 60_000),
      holders: [holderOf(ROWS, 24_111, 15.5 * MIB)],
    });
    expect(say("held", SCREEN, { holder: ROWS, other })).toBe(
      "held references: App\\Service\\StockCache::$rows holds 48 211 entries, ~30.9 MiB, +15.4 MiB since t-33. gc would free 0.1 MiB of 131.4 MiB: waiting for gc will not help.",
    );
  });

  test("without another one, and against another process", () => {
    expect(say("held", SCREEN, { holder: ROWS })).toMatch(/holds 48 211 entries, ~30\.9 MiB\. gc/);
    const other = snapshotWith({
      pid: 40,
      slot: untrustedText("Worker.1"),
      holders: [holderOf(ROWS, 50_000, null)],
    });
    expect(say("held", SCREEN, { holder: ROWS, other })).toContain(
      "~30.9 MiB, -1 789 entries against Worker.1 2025-11-24T16:00:00Z. gc",
    );
  });

  test("by nobody in particular: where it may be, and a class only when it is a good part of it", () => {
    const facts = { ...SCREEN, classes: [classOf("Closure", 400_000, 99 * MIB)] };
    expect(say("held", facts)).toMatch(
      /^held references: live values take 131\.4 MiB, and no array of a static.* explains it: perhaps .*generator\. Of classes, Closure takes most \(400 000 objects\)\. gc would/,
    );
    const one = { ...SCREEN, classes: [classOf("Closure", 1, 384)] };
    expect(say("held", one)).not.toContain("Closure");
  });

  test("a dry run that was cut, or a process that moved, says no word of help", () => {
    const dryRun = dryRunWith({ freeableBytes: bytes(0) });
    const text = (kind: "capped" | "moved") =>
      say("held", { ...SCREEN, dryRun, faults: [faultOf(kind, { part: "3" })] }, { holder: ROWS });
    expect(text("capped")).toMatch(
      /gc would free at least 0 MiB of 131\.4 MiB; what lies beyond .* is unknown\.$/,
    );
    expect(text("moved")).toMatch(
      /gc would free at least 0 MiB of 131\.4 MiB; it moved .* lower bound\.$/,
    );
  });

  test("a holder that is not in the list is named all the same", () => {
    expect(say("held", { ...SCREEN, holders: null }, { holder: ROWS })).toMatch(
      /StockCache::\$rows holds most of them\. gc/,
    );
  });

  test("garbage beside it that is worth a wait is said, too", () => {
    const dryRun = dryRunWith({ freeableBytes: mib(20) });
    expect(say("held", { ...SCREEN, dryRun }, { holder: ROWS })).toMatch(
      /gc would free 20\.0 MiB of 131\.4 MiB: waiting for gc will help by no more than that; it runs by itself at 10 001 roots, now 27\.$/,
    );
  });

  test("before the dry run nothing is said of gc", () => {
    expect(say("held", { ...SCREEN, dryRun: null }, { holder: ROWS })).not.toContain("gc");
  });
});

describe("cycles", () => {
  // what php-cli 8.2.36 had with 20 000 pairs that point at each other
  const facts: Partial<Snapshot> = {
    heap: heapWith({ usedBytes: bytes(25_282_672), realBytes: bytes(27_262_976) }),
    dryRun: dryRunWith({
      freeableBytes: bytes(24_320_000),
      objects: 40_000,
      arrays: 1,
      classes: [namedCount("App\\Graph\\Node", 40_000)],
    }),
  };

  test("gc is on: it will help, and when", () => {
    const gc = gcWith({ roots: 9812 });
    expect(say("cycles", { ...facts, gc })).toBe(
      "garbage in cycles: 40 000 objects and 1 array (40 000 App\\Graph\\Node) that nothing reaches any more. gc would free 23.2 MiB of 24.1 MiB: waiting for gc will help; it runs by itself at 10 001 roots, now 9 812.",
    );
  });

  test("gc is off: it never comes by itself", () => {
    const gc = gcWith({ enabled: false, roots: 40_000 });
    expect(say("cycles", { ...facts, gc })).toMatch(
      /gc would free 23\.2 MiB of 24\.1 MiB: waiting for gc will not help, it is off \(gc_disable\(\) or zend\.enable_gc=0\) and frees nothing by itself; gc_collect_cycles\(\) would, gc_enable\(\) turns it on\.$/,
    );
  });

  test("gc was never on: it records nothing", () => {
    const gc = gcWith({ enabled: false, runs: 0, collected: 0, roots: 0, threshold: 0 });
    expect(say("nothing", { gc })).toMatch(
      /gc would free 0 MiB of 3\.0 MiB: waiting for gc will not help, it is off \(zend\.enable_gc=0\) and does not even record garbage\.$/,
    );
  });

  test("a dry run that was cut found at least so much", () => {
    const faults = [faultOf("out-of-time", { part: "3" })];
    expect(say("cycles", { ...facts, faults })).toContain("gc would free at least 23.2 MiB of");
  });
});

describe("the others", () => {
  test("fragmentation: what gc_mem_caches() gives back is not promised beyond what is known", () => {
    const heap = heapWith({ usedBytes: bytes(2_261_256), realBytes: bytes(111_149_056) });
    expect(say("fragmentation", { heap })).toBe(
      "fragmentation: PHP keeps 106.0 MiB and uses 2.2 MiB; the rest is free for new values; gc_mem_caches() gives back only chunks of 2 MiB that hold no value. gc would free 0 MiB of 2.2 MiB: waiting for gc will not help.",
    );
    expect(say("fragmentation", { heap: { ...heap, emptyChunks: 2, cachedChunks: 1 } })).toContain(
      "gc_mem_caches() gives back at least 6.0 MiB now",
    );
  });

  test("native, C14: gc cannot reach it, and memory_limit never fires", () => {
    // swoole/swoole-src#2685: heap used 2.5 MiB, real 4 MiB, RssAnon 3.4 GiB
    const facts: Partial<Snapshot> = {
      level: 1,
      dryRun: null,
      heap: heapWith({ usedBytes: mib(2.5), realBytes: mib(4) }),
      kinds: kindsWith({ malloc: 3478, stack: 0, other: 0 }),
    };
    expect(say("native", facts)).toBe(
      "memory outside of PHP's heap: 3478.0 MiB (malloc of extensions and libraries) beside 4.0 MiB in it; gc cannot reach it, and memory_limit never fires for it.",
    );
  });

  test("nothing unusual, with the numbers that say so", () => {
    expect(say("nothing", {})).toBe(
      "nothing unusual: 3.0 MiB used of 4.0 MiB in the heap, 3.7 MiB outside of it. gc would free 0 MiB of 3.0 MiB: waiting for gc will not help.",
    );
  });

  test("unreadable: why, and the way out", () => {
    const faults = [faultOf("other-user", { detail: "33:33" })];
    expect(say("unreadable", { heap: null, gc: null, dryRun: null, faults })).toMatch(
      /^it cannot be read: the process belongs to another user\. .*docker exec -u 33:33/,
    );
  });
});

const freeing = (freeable: number) =>
  say("nothing", {
    heap: heapWith({ usedBytes: mib(12_400), realBytes: mib(12_400) }),
    dryRun: dryRunWith({ freeableBytes: bytes(freeable) }),
  });

test("amounts: a trace, a kilobyte, many gibibytes", () => {
  expect(freeing(376)).toContain(
    "gc would free under 0.1 MiB of 12.1 GiB: waiting for gc will not",
  );
  expect(freeing(0)).toContain("gc would free 0 MiB of");
});

test("names of the target are printed without what they hide", () => {
  const evil = "App\\\u001b[31mEvil\u202e::$x";
  const holders = [holderOf(evil, 1, 9 * MIB, { sampled: false })];
  expect(say("held", { ...SCREEN, holders }, { holder: evil })).toMatch(
    /^held references: App\\Evil::\$x holds 1 entry, 9\.0 MiB\./,
  );
  const dryRun = dryRunWith({ objects: 1, arrays: null, classes: [namedCount(evil, 1)] });
  expect(say("cycles", { dryRun })).toMatch(
    /^garbage in cycles: 1 object \(1 App\\Evil::\$x\) that/,
  );
});
