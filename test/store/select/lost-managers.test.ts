import { expect, test } from "vitest";
import { epochMs, MINUTE_MS } from "../../../src/domain/units.ts";
import { lostManagers } from "../../../src/store/select/lost-managers.ts";
import type { State } from "../../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, seen, START } from "../build.ts";
import { anEvent, told } from "../logs/build.ts";

const worker = (pid: number, orphan = true) =>
  aProcess({ pid, slot: `Worker.${pid}`, orphan, startedAt: epochMs(START - 10 * MINUTE_MS) });
const server = aServer([worker(1), worker(2, false), worker(3)]);
const died = (minute: number, of: string | null = null) =>
  anEvent({
    kind: "manager-lost",
    signal: 9,
    server: of,
    at: epochMs(START + minute * MINUTE_MS),
    seenAt: null,
  });
const lost = ({ known }: State) =>
  lostManagers(known).map(({ serverId, pids, event }) => [serverId, pids, event?.signal ?? null]);

test("a server with orphans has lost its manager; how, where its log tells", () => {
  const state = seen(beginning(), aSample(0, [server]));
  expect(lost(state)).toEqual([["shop", [1, 3], null]]);
  expect(lost(told(state, died(-1)))).toEqual([["shop", [1, 3], 9]]);
  expect(lost(seen(state, aSample(1, [aServer([worker(4, false)])])))).toEqual([]);
});

test("an earlier manager, and that of another server, left others behind", () => {
  const one = seen(beginning(), aSample(0, [server]));
  expect(lost(told(one, died(-20)))).toEqual([["shop", [1, 3], null]]);
  const other = aServer([aProcess({ pid: 9, slot: "Worker.0" })], { id: "other" });
  const two = seen(beginning(), aSample(0, [server, other]));
  expect(lost(told(two, died(-1, "other"), died(-1)))).toEqual([["shop", [1, 3], null]]);
  expect(lost(told(two, died(-1, "shop")))).toEqual([["shop", [1, 3], 9]]);
});

test("a conclusion that says it of them is not said twice", () => {
  const holder = { ...worker(1), listens: [9501] };
  const state = seen(beginning(), aSample(0, [aServer([holder, worker(3)])]));
  expect(state.known.conclusions.map(({ kind }) => kind)).toEqual(["connections"]);
  expect(lost(state)).toEqual([]);
});
