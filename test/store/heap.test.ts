// What the State knows of live heaps, and what it wants to know of them.
import { describe, expect, test } from "vitest";
import type { HeapPlace } from "../../src/domain/snapshot.ts";
import { MINUTE_MS } from "../../src/domain/units.ts";
import { demand } from "../../src/store/demand.ts";
import { heapPlaceCame } from "../../src/store/heap-places.ts";
import type { State } from "../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, seen, START } from "./build.ts";
import { aProject, aTask, declaring } from "./declared.ts";

const PLACE: HeapPlace = {
  heapAddress: 0x7f5a_c000_0040,
  realOffset: 272,
  gcAddress: 0x5590_0000_1230,
};
const shop = (root = 1) =>
  aServer([aProcess({ pid: root, slot: "Master" }), aProcess({ pid: root + 1, slot: "Worker.0" })]);
const blog = aServer([aProcess({ pid: 21, slot: "Master" })], { id: "blog" });

/** A snapshot of a process found a place, or none. */
const found = (state: State, pid: number, place: HeapPlace | null): State => ({
  ...state,
  known: heapPlaceCame(state.known, { place, snapshot: { pid } } as Parameters<
    typeof heapPlaceCame
  >[1]),
});

describe("where", () => {
  const state = seen(beginning(), aSample(1, [shop(), blog]));

  test("every member of every server, and nobody knows where at first", () => {
    expect(demand(state).heap).toEqual([
      { pid: 1, place: null },
      { pid: 2, place: null },
      { pid: 21, place: null },
    ]);
    expect(demand(beginning()).heap).toEqual([]);
  });

  test("what a snapshot of one process found is that of its server, and of no other", () => {
    expect(demand(found(state, 2, PLACE)).heap).toEqual([
      { pid: 1, place: PLACE },
      { pid: 2, place: PLACE },
      { pid: 21, place: null },
    ]);
    expect(demand(found(found(state, 2, PLACE), 1, null)).heap[0]?.place).toEqual(PLACE);
    expect(demand(found(state, 4711, PLACE)).heap.every(({ place }) => place === null)).toBe(true);
  });

  test("another start of the server has other addresses; a worker that came again has not", () => {
    const known = found(state, 2, PLACE);
    const reforked = aServer([
      aProcess({ pid: 1, slot: "Master" }),
      aProcess({ pid: 9, slot: "Worker.0" }),
    ]);
    expect(demand(seen(known, aSample(2, [reforked]))).heap).toEqual([
      { pid: 1, place: PLACE },
      { pid: 9, place: PLACE },
    ]);
    expect(demand(seen(known, aSample(2, [shop(101)]))).heap).toEqual([
      { pid: 101, place: null },
      { pid: 102, place: null },
    ]);
  });
});

/** Instants in minutes after START, of a sample at a second. */
const minutes = (rules: readonly string[], second: number) => {
  const tasks = rules.map((rule, index) => aTask(`t${index}`, rule));
  const state = seen(declaring(beginning(), aProject(tasks)), aSample(second, [shop()]));
  return demand(state).heapInstants.map((at) => (at - START) / MINUTE_MS);
};

describe("when", () => {
  test("rules of whole minutes: just before each tick", () => {
    expect(minutes(["* * * * *"], 10)).toEqual([1, 2, 3]);
    expect(minutes(["*/5 * * * *"], 10)).toEqual([]);
    expect(minutes(["*/5 * * * *"], 4 * 60 + 59.5)).toEqual([5]);
    expect(minutes(["*/2 * * * *", "*/3 * * * *"], 70)).toEqual([2, 3, 4]);
  });

  test("rules with seconds: the floor at the end of each minute around their ticks", () => {
    expect(minutes(["*/5 * * * * *"], 10)).toEqual([1, 2, 3]);
    // it ticks in the minute 7 only: before and after that
    expect(minutes(["*/15 7 * * * *"], 6 * 60)).toEqual([7, 8]);
    expect(minutes(["*/15 7 * * * *"], 8 * 60)).toEqual([]);
  });

  test("the same second twice, and time that goes on", () => {
    const state = seen(declaring(beginning(), aProject([aTask("m", "* * * * *")])));
    const at = (second: number) =>
      demand(seen(state, aSample(second, [shop()]))).heapInstants.map(
        (each) => (each - START) / MINUTE_MS,
      );
    expect([at(10), at(11), at(60), at(10)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [2, 3, 4],
      [1, 2, 3],
    ]);
  });

  test("without a project, or with a crontab that is off, there is none", () => {
    expect(demand(seen(beginning(), aSample(1, [shop()]))).heapInstants).toEqual([]);
    const off = aProject([aTask("m", "* * * * *")], { enable: false });
    expect(demand(seen(declaring(beginning(), off), aSample(1, [shop()]))).heapInstants).toEqual(
      [],
    );
  });
});
