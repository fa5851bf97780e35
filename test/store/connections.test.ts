// What a State concludes from connections: whose only rise, and who holds the port of a server that is gone.
import { expect, test } from "vitest";
import type { Connections } from "../../src/domain/conclusion.ts";
import { epochMs } from "../../src/domain/units.ts";
import { connectionsOf } from "../../src/store/connections.ts";
import type { State } from "../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, seen, START } from "./build.ts";
import { aProject, aTask, declaring } from "./declared.ts";

/** Counts of each worker to port 3306 in each minute; null: it could not be read then. */
type Course = readonly (number | null)[];

/** Samples each half minute, so that each reading comes twice. */
function watched(courses: readonly Course[], state: State = beginning()): State {
  const minutes = Math.max(...courses.map(({ length }) => length));
  const samples = Array.from({ length: minutes * 2 }, (_, half) => {
    const second = half * 30;
    const minute = Math.floor(half / 2);
    return aSample(second, [
      aServer(
        courses.map((course, index) => {
          const count = course[minute] ?? null;
          return aProcess({
            pid: index + 10,
            slot: `Worker.${index}`,
            sockets: count === null ? null : { "3306": count, "6379": 2 },
            socketsAt: count === null ? null : epochMs(START + minute * 60_000),
            listens: [9501],
          });
        }),
      ),
    ]);
  });
  return seen(state, ...samples);
}

const concluded = ({ known }: State): readonly Connections[] =>
  known.conclusions.filter((conclusion) => conclusion.kind === "connections");

const RISING: readonly number[] = [3, 6, 6, 9, 9, 12, 15, 15, 18];

test("a reading is kept once, however many samples repeat it", () => {
  const state = watched([RISING]);
  const series = connectionsOf(state.known.tracks);
  expect(series.map(({ port, series: { length } }) => [port, length])).toEqual([
    ["3306", 9],
    ["6379", 9],
  ]);
});

test("hyperf#6005: connections to one port rise in most workers and never fall", () => {
  const project = aProject([aTask("sync", "* * * * *")]);
  const state = watched(
    [RISING, RISING, RISING, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
    declaring(beginning(), project),
  );
  expect(concluded(state)).toEqual([
    {
      kind: "connections",
      cause: "rising",
      confidence: "medium",
      serverId: "shop",
      port: 3306,
      slots: ["Worker.0", "Worker.1", "Worker.2"],
      risen: 3,
      of: 4,
      from: START,
      before: 9,
      now: 54,
      ticks: 9,
    },
  ]);
});

test("without known tasks the ticks are not known", () => {
  expect(concluded(watched([RISING, RISING]))).toMatchObject([{ risen: 2, of: 2, ticks: null }]);
});

const NOTHING: readonly (readonly [string, readonly Course[]])[] = [
  ["one worker gave some back", [RISING, RISING, [9, 9, 9, 9, 9, 8, 9, 9, 9]]],
  [
    "half of the workers is not most",
    [RISING, RISING, [1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]],
  ],
  [
    "a pool of the usual size that filled",
    [
      [1, 3, 5, 7, 8, 9, 10, 10, 10],
      [1, 3, 5, 7, 8, 9, 10, 10, 10],
    ],
  ],
  ["it rose once and stays", [[3, 3, 3, 60, 60, 60, 60, 60, 60]]],
  ["it rose long ago", [[3, 6, 12, 24, 24, 24, 24, 24, 24, 24, 24, 24]]],
  ["too few readings", [[3, 9, 12, 18, 24]]],
  ["they were not read", [[null, null, null, null, null, null, null, null]]],
];

test.each(NOTHING)("nothing is said: %s", (_, courses) => {
  expect(concluded(watched(courses))).toEqual([]);
});

const server = (second: number, sockets: Readonly<Record<string, number>>) =>
  aSample(second, [
    aServer([
      aProcess({ pid: 10, slot: "Worker.0", sockets, socketsAt: epochMs(START + second * 1000) }),
    ]),
  ]);

test("a port that is gone counts as 0, and ends it", () => {
  const rising = RISING.map((count, minute) => server(minute * 60, { "3306": count }));
  expect(concluded(seen(beginning(), ...rising))).toHaveLength(1);
  expect(concluded(seen(beginning(), ...rising, server(540, {})))).toEqual([]);
});

const orphan = (pid: number, listens: readonly number[] | null) =>
  aProcess({ pid, slot: `Worker.${pid}`, orphan: true, listens });

const held = (port: number, ...pids: readonly number[]) => ({
  kind: "connections",
  cause: "orphan-listens",
  confidence: "high",
  serverId: "shop",
  port,
  holders: pids.map((pid) => ({ pid, slot: `Worker.${pid}` })),
});

test("an orphan that holds a listening port is named, a worker of a living server is not", () => {
  const old = aServer([orphan(5, [9501]), orphan(6, [9501, 9502]), orphan(7, []), orphan(8, null)]);
  const now = aServer([aProcess({ pid: 20, slot: "Worker.0", listens: [9501] })], { id: "shop-2" });
  expect(concluded(seen(beginning(), aSample(1, [old, now])))).toEqual([
    held(9501, 5, 6),
    held(9502, 6),
  ]);
});
