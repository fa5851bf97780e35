import { expect, test } from "vitest";
import { epochMs, MIB } from "../../../src/domain/units.ts";
import type { State } from "../../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, pressed, seen, START } from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";
import { aRecord, paneOf, shown, told } from "./build.ts";

// START is 16:00:00 UTC: a minute and a quarter of an hour begin with it.
const server = (mib: number) =>
  aServer([
    aProcess({ pid: 1, slot: "Worker.0", mib }),
    aProcess({ pid: 2, slot: "Worker.1", mib: 5 }),
  ]);
const at = (second: number) => aSample(second, [server(second < 302 ? 20 : 35)]);
const spoken = (second: number, message: string) =>
  aRecord(message, { slot: "Worker.0", at: epochMs(START + second * 1000) });

function watched(last: number, ...tasks: Parameters<typeof aTask>[]): State {
  const project = aProject(tasks.map((task) => aTask(...task)));
  const seconds = Array.from({ length: last - 290 }, (_, index) => 291 + index);
  return pressed(
    seen(declaring(beginning(), project), ...seconds.map(at)),
    { type: "logs-toggle" },
    { type: "top" },
  );
}

const FIVE = ["five", "*/5 * * * *"] as const;

test("between the lines of one process stands when tasks were due, and its memory before and after", () => {
  const state = told(watched(320, [...FIVE]), spoken(299, "before"), spoken(300, "at once"));
  const later = told(state, spoken(303, "after"));
  expect(shown(later)).toEqual(["before", "-- tick a", "at once", ">after"]);
  expect(paneOf(later).entries[1]).toEqual({
    kind: "tick",
    at: START + 300_000,
    letters: "a",
    memory: { from: 20 * MIB, to: 35 * MIB },
  });
});

test("a tick after the last line is seen while the pane follows, and counts as one of its lines", () => {
  const state = told(watched(310, [...FIVE]), spoken(298, "a"), spoken(299, "b"));
  expect(shown(state)).toEqual(["a", ">b", "-- tick a"]);
  expect(shown(state, 2)).toEqual([">b", "-- tick a"]);
  const paused = pressed(state, { type: "logs-focus" }, { type: "move", by: -1 });
  expect(shown(paused, 1)).toEqual([">a"]);
});

test("until a step can have shown its memory is not told", () => {
  const state = told(watched(302, [...FIVE]), spoken(299, "before"));
  expect(paneOf(state).entries.at(-1)).toMatchObject({ kind: "tick", memory: null });
});

test("tasks that are due together share a rule; one that ticks within the minute has none", () => {
  const state = watched(310, [...FIVE], ["ten", "*/10 * * * *"], ["minute", "* * * * *"]);
  expect(shown(told(state, spoken(299, "x")))).toEqual([">x", "-- tick ab"]);
  const often = watched(310, ["often", "*/10 * * * * *"], [...FIVE]);
  expect(shown(told(often, spoken(299, "x")))).toEqual([">x", "-- tick a"]);
});

test("only for one row, where a project is known, and not among matches", () => {
  const state = told(watched(310, [...FIVE]), spoken(299, "x"));
  const only = pressed(
    state,
    { type: "logs-focus" },
    { type: "filter-open" },
    { type: "filter-type", text: "x" },
    { type: "logs-only" },
  );
  expect(shown(pressed(only, { type: "filter-keep" }, { type: "logs-only" }))).toEqual([">*x"]);
  const two = pressed(state, { type: "mark" }, { type: "move", by: 1 }, { type: "mark" });
  expect(shown(two)).toEqual([">x"]);
  const unread = { ...state, known: { ...state.known, declared: null } };
  expect(shown(unread)).toEqual([">x"]);
});
