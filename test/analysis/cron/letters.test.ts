import { expect, test } from "vitest";
import { lettersOf, markCells } from "../../../src/analysis/cron/letters.ts";
import { epochMs } from "../../../src/domain/units.ts";

const named = (...names: (string | null)[]) => names.map((name) => ({ name }));

test("letters go by name, whatever the order of the tasks", () => {
  const wanted = [
    ["daily-report", "a"],
    ["heartbeat", "b"],
    ["sync-stock", "c"],
  ];
  expect([...lettersOf(named("sync-stock", "daily-report", "heartbeat"))]).toEqual(wanted);
  expect([
    ...lettersOf(named("heartbeat", "sync-stock", "daily-report", "heartbeat", null)),
  ]).toEqual(wanted);
});

test("after z comes A; who comes after Z shares one mark", () => {
  const letters = lettersOf(
    named(...Array.from({ length: 54 }, (_, index) => `task-${String(index).padStart(2, "0")}`)),
  );
  expect(
    ["task-25", "task-26", "task-51", "task-52", "task-53"].map((name) => letters.get(name)),
  ).toEqual(["z", "A", "Z", "*", "*"]);
});

const AXIS = { from: epochMs(0), to: epochMs(600_000), cells: 10 };
const ticks = (...minutes: number[]) => minutes.map((minute) => epochMs(minute * 60_000));
const drawn = (lanes: Parameters<typeof markCells>[0]) =>
  markCells(lanes, AXIS)
    .map((cell) => cell ?? "·")
    .join("");

test("each tick marks its cell", () => {
  expect(drawn([{ letter: "a", ticks: ticks(0, 3, 9.99) }])).toBe("a··a·····a");
  expect(drawn([])).toBe("··········");
});

test("ticks before the axis, at its end and after it are not on it", () => {
  expect(drawn([{ letter: "a", ticks: ticks(-0.01, 10, 11) }])).toBe("··········");
});

test("the rarest wins a shared cell, wherever it stands", () => {
  const often = { letter: "a", ticks: ticks(0, 1, 2, 3, 4, 5, 6, 7, 8, 9) };
  const rare = { letter: "b", ticks: ticks(2, 7) };
  expect(drawn([often, rare])).toBe("aabaaaabaa");
  expect(drawn([rare, often])).toBe("aabaaaabaa");
});

test("rare is what is rare on the axis: ticks outside of it do not count", () => {
  const once = { letter: "a", ticks: ticks(5, 20, 21, 22) };
  const twice = { letter: "b", ticks: ticks(5, 6) };
  expect(drawn([once, twice])).toBe("·····ab···");
});

test("of two that are equally rare the first wins", () => {
  expect(
    drawn([
      { letter: "a", ticks: ticks(5) },
      { letter: "b", ticks: ticks(5) },
    ]),
  ).toBe("·····a····");
});
