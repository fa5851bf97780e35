import { expect, test } from "vitest";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { decodeObservation } from "../../src/recording/decode.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { Head } from "../../src/recording/head.ts";
import { emptySnapshot, fullSnapshot, taken } from "./snapshot-fixture.ts";

const AT = "2026-11-25T22:30:00.000Z";

const snapshotOf = (json: object): Snapshot => {
  const line = { type: "snapshot", at: AT, v: 1, target: "local:", pid: 1, level: 0, ...json };
  const observation = decodeObservation(JSON.stringify(line));
  if (observation?.type !== "snapshot") throw new TypeError("expected a snapshot");
  return observation.progress.snapshot;
};

test("a snapshot has every key of the contract, in its order", () => {
  const { classes, holders, rootClasses, ...rest } = fullSnapshot;
  const short = {
    ...rest,
    classes: classes?.slice(0, 1) ?? null,
    holders: holders?.slice(0, 1) ?? null,
    rootClasses: rootClasses?.slice(0, 1) ?? null,
  };
  expect(encodeObservation(taken(short))).toBe(
    '{"type":"snapshot","at":"2026-11-25T22:30:00.000Z","v":1,"target":"docker://api-1","pid":39,"nsPid":7,"slot":"Worker.0","level":3,"php":"8.2.36",' +
      '"kinds":{"rssBytes":176476979,"zendBytes":148897792,"sharedBytes":13841203,"fileBytes":8493466,"mallocBytes":4089446,"stackBytes":135168,"jitBytes":4096,"gcBufferBytes":131072,"otherBytes":884736},' +
      '"heap":{"usedBytes":137782886,"realBytes":148897793,"peakBytes":145752064,"realPeakBytes":148897794,"limitBytes":268435456,"freeSlotBytes":7759462,"freePageBytes":1153434,"cachedChunks":1,"emptyChunks":2,' +
      '"hugeBlocks":6,"hugeBytes":18874368,"exact":true},' +
      '"gc":{"enabled":true,"runs":412,"collected":88104,"roots":9812,"threshold":10001},' +
      '"classes":[{"name":"App\\\\Entity\\\\StockRow","count":48211,"shallowBytes":12373197}],"rootClasses":[{"name":"array","count":9000}],' +
      '"holders":[{"holder":"App\\\\Service\\\\StockCache::$rows","kind":"static","elements":48212,"deepBytes":32401000,"sampled":true}],' +
      '"dryRun":{"freeableBytes":104857,"objects":27,"arrays":14,"classes":[{"name":"App\\\\Graph\\\\Node","count":27}],"lowerBound":true},' +
      '"conclusion":{"kind":"held","confidence":"high","text":"App\\\\Service\\\\StockCache::$rows holds 48212 entries. gc would free 0.1 MiB.","holder":"App\\\\Service\\\\StockCache::$rows"},' +
      '"cost":{"wallMs":410.5,"cpuMs":38,"peakRssBytes":25165824},' +
      '"steps":[{"part":"0","wallMs":12.5,"cpuMs":4,"readBytes":0},{"part":"2a","wallMs":200,"cpuMs":20,"readBytes":20971520}],' +
      '"faults":[{"kind":"cancelled","part":"2b","detail":null},{"kind":"out-of-time","part":"3","detail":"pass 2"}]}',
  );
});

test("absent parts are unknown, and it is final", () => {
  expect(snapshotOf({})).toEqual(emptySnapshot);
  const line = encodeObservation(taken(emptySnapshot));
  expect(decodeObservation(line)).toMatchObject({
    progress: { isFinal: true, reading: null, place: null },
  });
});

test("values of another type are unknown, and so is a part without what it stands on", () => {
  const { kinds, heap, gc } = JSON.parse(encodeObservation(taken(fullSnapshot)));
  expect(
    snapshotOf({
      nsPid: -7,
      slot: 0,
      php: 8.2,
      kinds: { ...kinds, sharedBytes: null },
      heap: { ...heap, usedBytes: -1 },
      gc: { ...gc, enabled: "yes" },
      classes: {},
      rootClasses: "none",
      holders: 3,
      dryRun: { objects: 1 },
      conclusion: { kind: "haunted", text: "boo" },
      cost: [1],
      steps: null,
      faults: "none",
    }),
  ).toEqual(emptySnapshot);
});

test("memory whose kind could not be told stays in the others", () => {
  const { kinds } = snapshotOf({
    kinds: { rssBytes: 9, sharedBytes: 1, fileBytes: 2, otherBytes: 6, zendBytes: null },
  });
  expect(kinds).toMatchObject({ rssBytes: 9, otherBytes: 6, zendBytes: null, jitBytes: null });
});

test("a heap without its details stays, and is not called exact", () => {
  const { heap } = snapshotOf({
    heap: { usedBytes: 1, realBytes: 2, peakBytes: 3, realPeakBytes: 4, hugeBlocks: 1.5 },
  });
  expect(heap).toMatchObject({ usedBytes: 1, freeSlotBytes: null, hugeBlocks: null, exact: false });
});

test("what stands in a list and is nothing there is left out", () => {
  const got = snapshotOf({
    classes: [null, {}, { name: "A" }, { name: "B", count: 1 }, { count: 3 }],
    rootClasses: [[], { name: "C", count: -1 }],
    holders: [
      { holder: "A::$a", kind: "closure" },
      { holder: "A::$b", kind: "static" },
    ],
    steps: [{ part: "9", wallMs: 1, cpuMs: 1, readBytes: 1 }, { part: "1" }],
    faults: [{}, { kind: "cancelled" }],
  });
  expect(got.classes).toEqual([{ name: "B", count: 1, shallowBytes: null }]);
  expect(got.rootClasses).toEqual([]);
  expect(got.holders).toEqual([
    { holder: "A::$b", kind: "static", elements: null, deepBytes: null, sampled: true },
  ]);
  expect(got.steps).toEqual([]);
  expect(got.faults).toEqual([{ kind: "cancelled", part: null, detail: null }]);
});

test("a fault of another version says itself", () => {
  expect(snapshotOf({ faults: [{ kind: "asleep", part: "1", detail: "until 8" }] }).faults).toEqual(
    [{ kind: "not-understood", part: "1", detail: "asleep: until 8" }],
  );
});

test.each([
  ["a level of a later version", { level: 4 }],
  ["no level", { level: null }],
  ["another version", { v: 2 }],
  ["no pid", { pid: -1 }],
  ["no time", { at: "yesterday" }],
])("a snapshot with %s is kept whole", (_, change) => {
  const whole = { type: "snapshot", at: AT, v: 1, target: "local:", pid: 1, level: 0, ...change };
  const line = JSON.stringify(whole);
  const observation = decodeObservation(line);
  expect(observation?.type).toBe("other");
  expect(encodeObservation(observation ?? taken(emptySnapshot))).toBe(line);
});

const line = (pid: number, runs: number): string =>
  encodeObservation(
    taken({
      ...emptySnapshot,
      pid,
      slot: untrustedText('"pid":99'),
      gc: { enabled: true, runs, collected: 0, roots: 0, threshold: 0 },
    }),
  );

test("of what was dropped the newest snapshot of each process is kept, of the last eight", () => {
  const head = new Head();
  head.note(line(1, 1));
  head.note(line(2, 1));
  head.note(line(1, 2));
  expect(head.lines()).toEqual([line(2, 1), line(1, 2)]);
  for (let pid = 3; pid <= 9; pid += 1) head.note(line(pid, 1));
  expect(head.lines()).toHaveLength(8);
  expect(head.lines()[0]).toBe(line(1, 2));
});
