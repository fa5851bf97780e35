import { describe, expect, test } from "vitest";
import { besideOthers, rowsIn, stepped, windowOf } from "../../src/store/several.ts";
import { GEOMETRY, aProcess, aSample, aServer, beginning, pressed, seen, viewOf } from "./build.ts";

const parts = [
  { count: 3, selected: 2 },
  { count: 0, selected: -1 },
  { count: 2, selected: 0 },
];

describe("one row up or down", () => {
  test("within a target", () => {
    expect(stepped(parts, 0, -1)).toEqual({ active: 0, press: "move" });
  });
  test("from the last row on to the next target, at its top; one without rows has its head", () => {
    expect(stepped(parts, 0, 1)).toEqual({ active: 1, press: "top" });
    expect(stepped(parts, 1, 1)).toEqual({ active: 2, press: "top" });
  });
  test("from the first row to the target before, at its bottom", () => {
    expect(stepped(parts, 2, -1)).toEqual({ active: 1, press: "bottom" });
  });
  test("at either end it stays", () => {
    expect(stepped(parts.slice(0, 1), 0, 1)).toEqual({ active: 0, press: null });
    expect(stepped(parts, 9, 1)).toEqual({ active: 9, press: null });
  });
});

test.each([
  [3, { height: 10, all: 30 }, 0],
  [12, { height: 10, all: 30 }, 7],
  [29, { height: 10, all: 30 }, 20],
  [2, { height: 10, all: 3 }, 0],
])("a window with line %i wanted, %j: from %i", (wanted, room, from) => {
  expect(windowOf(wanted, room)).toBe(from);
});

test("beside others a target shows every row, and no log takes room", () => {
  const processes = Array.from({ length: 40 }, (_, pid) =>
    aProcess({ pid: pid + 1, mib: 1, slot: `Worker.${pid}` }),
  );
  const state = pressed(seen(beginning(), aSample(0, [aServer(processes)])), { type: "bottom" });
  expect(viewOf(state, GEOMETRY).table.lines.length).toBeLessThan(40);
  const { table } = viewOf(state, besideOthers(GEOMETRY));
  expect(rowsIn(table)).toEqual({ count: 40, selected: 39 });
});
