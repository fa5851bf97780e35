import { expect, test } from "vitest";
import { epochMs } from "../../../src/domain/units.ts";
import type { LogSource } from "../../../src/domain/log-source.ts";
import { viewReader } from "../../../src/store/select/reader.ts";
import type { State } from "../../../src/store/state.ts";
import { createMonitorStore, monitorActions } from "../../../src/store/store.ts";
import { observed, timePassed } from "../../../src/store/transitions.ts";
import {
  aMemory,
  aProcess,
  aSample,
  aServer,
  beginning,
  GEOMETRY,
  pressed,
  rowsOf,
  seen,
  START,
  viewOf,
} from "../build.ts";
import { aLine, lines, paneOf, shown } from "./build.ts";

// As Swoole 5.1 writes it; START is 2025-11-24 16:00:00 UTC.
const killed = (pid: number, id: number, signal = 9) =>
  aLine(
    `[2025-11-24 16:00:04 $28.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=${pid}, id=${id}) abnormal exit, status=0, signal=${signal}`,
    5,
  );
const master = aProcess({ pid: 100, nsPid: 1, slot: "Master", mib: 5 });
const worker = (pid: number, nsPid: number, index: number, generation = 1) =>
  aProcess({ pid, nsPid, slot: `Worker.${index}`, mib: 50, generation });
const sampled = (second: number, oomKills: number, ...workers: ReturnType<typeof worker>[]) =>
  aSample(second, [aServer([master, ...workers])], { memory: aMemory({ oomKills }) });

const alive = (): State =>
  seen(
    beginning(),
    ...[0, 1, 2, 3, 4].map((second) => sampled(second, 0, worker(149, 49, 4), worker(150, 50, 5))),
  );
const reborn = (second: number, oomKills = 0) =>
  sampled(second, oomKills, worker(150, 50, 5), worker(160, 60, 4, 2));
const deathOf = (state: State, slot: string) =>
  rowsOf(state).find(({ process }) => process.slot === slot)?.lastDeath ?? null;

test("lines become records of those who wrote them", () => {
  const request = aLine("[2025-11-24 16:00:03 *50.1]\tINFO\trequest done", 4);
  const next = aLine("[2025-11-24 16:00:03 *49.1]\tINFO\tanother", 4);
  const state = lines(alive(), request, next);
  const rows = rowsOf(state).map(({ process }) => process.slot);
  const select = (slot: string) =>
    pressed(state, { type: "top" }, { type: "move", by: rows.findIndex((each) => each === slot) });
  expect(shown(select("Worker.5"))).toEqual([">request done"]);
  expect(shown(select("Worker.4"))).toEqual([]);
  const settled = seen(state, reborn(5), reborn(6));
  expect(paneOf(settled).attributed).toEqual({ named: 2, of: 2 });
});

const count = (state: State) => state.known.logs.book.ring.lastId;
const passed = (state: State, ...seconds: readonly number[]) =>
  seconds.reduce((last, second) => timePassed(last, START + second * 1000), state);

test("while no sample comes a last record ends with the time that passes", () => {
  const one = aLine("[2025-11-24 16:00:03 *50.1]\tINFO\tthe only one", 3);
  const never = lines(beginning(), one);
  expect([count(never), count(passed(never, 4, 5))]).toEqual([0, 1]);
  // as long as samples come, they say when
  const live = lines(alive(), one);
  expect(count(passed(live, 5, 6))).toBe(0);
  expect(count(passed(live, 60, 61, 62))).toBe(1);
});

test.each([
  ["the log says it first", true],
  ["the row is gone first", false],
])("killed with -9: the row says so within two samples, where %s", (_, isLogFirst) => {
  const first = isLogFirst ? lines(alive(), killed(49, 4)) : seen(alive(), reborn(5));
  const state = isLogFirst ? seen(first, reborn(5)) : lines(first, killed(49, 4));
  const settled = seen(state, reborn(6));
  expect(deathOf(settled, "Worker.4")).toEqual({
    at: START + 5000,
    kind: "death",
    pid: 149,
    told: { cause: "killed", signal: 9, status: 0, reason: null, story: null },
  });
  expect(deathOf(settled, "Worker.5")).toBeNull();
  expect(settled.known.logs.events).toMatchObject([
    { kind: "abnormal-exit", slot: "Worker.4", pid: 49, cause: "killed", signal: 9 },
  ]);
});

test("a counter that rose with it: the row and the log say oom", () => {
  const state = lines(seen(alive(), reborn(5, 1)), killed(49, 4));
  const settled = seen(state, reborn(6, 1));
  expect(deathOf(settled, "Worker.4")).toMatchObject({ kind: "oom", told: { cause: "oom" } });
});

test("an opened process has the events of its slot, newest first", () => {
  const dead = seen(lines(alive(), killed(49, 4)), reborn(5), reborn(6));
  const again = seen(
    lines(dead, killed(60, 4, 11)),
    ...[7, 8, 9].map((second) => sampled(second, 0, worker(150, 50, 5), worker(170, 70, 4, 3))),
  );
  const of = (slot: string) => {
    const row = rowsOf(again).findIndex(({ process }) => process.slot === slot);
    const state = pressed(again, { type: "top" }, { type: "move", by: row }, { type: "open" });
    return viewOf(state).process?.events.map(({ signal }) => signal);
  };
  expect(of("Worker.4")).toEqual([11, 9]);
  expect(of("Worker.5")).toEqual([]);
});

test("an opened process says of each life how it ended, as its row does", () => {
  const state = seen(lines(alive(), killed(49, 4)), reborn(5), reborn(6));
  const row = rowsOf(state).findIndex(({ process }) => process.slot === "Worker.4");
  const opened = pressed(state, { type: "top" }, { type: "move", by: row }, { type: "open" });
  const { incarnations } = viewOf(opened).process ?? {};
  expect(incarnations?.map(({ pid, told }) => [pid, told?.cause])).toEqual([
    [160, undefined],
    [149, "killed"],
  ]);
});

test("a death that no log speaks of has no cause", () => {
  const state = seen(alive(), reborn(5), reborn(6));
  expect(deathOf(state, "Worker.4")).toEqual({ at: START + 5000, kind: "death", pid: 149 });
});

const source: LogSource = {
  source: "file:/srv/app/runtime/logs/hyperf.log",
  why: "runtime-logs",
  pid: null,
  server: null,
  state: "followed",
  bytes: null,
  detail: null,
};
const ended: LogSource = { ...source, state: "ended" };
const listed = (state: State, ...sources: readonly LogSource[]): State =>
  observed(state, { type: "log-sources", at: epochMs(START), sources }, START);

test("of two servers a line is of the one whose source it came from, and so is what it tells", () => {
  const other = aProcess({ pid: 249, nsPid: 49, slot: "Worker.4", mib: 40 });
  const sampledTwo = (second: number, ...workers: ReturnType<typeof worker>[]) =>
    aSample(second, [aServer([master, ...workers]), aServer([other], { id: "shop-2" })]);
  const before = seen(
    beginning(),
    ...[0, 1, 2, 3, 4].map((second) => sampledTwo(second, worker(149, 49, 4))),
  );
  const both = (server: string) => {
    const known = listed(before, { ...source, server });
    const written = lines(known, killed(49, 4));
    return seen(written, ...[5, 6].map((second) => sampledTwo(second, worker(160, 60, 4, 2))));
  };
  expect(deathOf(both("shop"), "Worker.4")?.told).toMatchObject({ cause: "killed" });
  expect(deathOf(both("shop-2"), "Worker.4")?.told).toBeUndefined();
});

test("sources are listed as they are now", () => {
  const state = listed(beginning(), source);
  expect(paneOf(state).sources).toEqual([source]);
  expect(paneOf(listed(state, ended)).sources).toEqual([ended]);
});

const isOpen = (state: State): boolean => viewOf(state).logs !== null;

test("the pane opens by itself with the first source that is followed", () => {
  expect(isOpen(alive())).toBe(false);
  expect(isOpen(listed(alive()))).toBe(false);
  expect(isOpen(listed(alive(), ended))).toBe(false);
  const open = listed(alive(), ended, source);
  expect(isOpen(open)).toBe(true);
  expect(paneOf(open)).toMatchObject({ isFocused: false, isFull: false, subject: { kind: "all" } });
  expect(isOpen(listed(open))).toBe(true);
});

test("the pane opens by itself with the first line", () => {
  const written = lines(alive(), aLine("written"));
  expect(isOpen(seen(written, reborn(6)))).toBe(true);
  expect(shown(seen(written, reborn(6)))).toEqual([">written"]);
});

test("who closed the pane, or opened it, has said so: what comes changes nothing", () => {
  const closed = pressed(listed(alive(), source), { type: "logs-toggle" });
  expect(isOpen(closed)).toBe(false);
  expect(isOpen(seen(lines(listed(closed, source), aLine("x")), reborn(6)))).toBe(false);
  const open = pressed(alive(), { type: "logs-toggle" });
  expect(isOpen(pressed(open, { type: "logs-toggle" }))).toBe(false);
  expect(isOpen(listed(pressed(open, { type: "logs-toggle" }), source))).toBe(false);
});

const said = (text: string, second: number) =>
  aLine(`[2025-11-24 16:00:0${second} $28.0]\t${text}`, second + 1);
const reloading = (what: string) => said(`INFO\tServer is reloading ${what} workers now`, 3);
const late = said(
  "WARNING\tManager::kill_timeout_process() (ERRNO 9012): worker(pid=49, id=4) exit timeout, force kill the process",
  4,
);

test.each([
  ["at a reload", [reloading("all")], { reason: null, story: "reload-1", cause: null }],
  ["at a reload of task workers alone", [reloading("task")], undefined],
  [
    "at a reload, being late: killed by the manager",
    [reloading("all"), late, killed(49, 4)],
    { reason: "exit-timeout", story: "reload-1", cause: "killed" },
  ],
  ["crashed at a reload", [reloading("all"), killed(49, 4, 11)], { reason: null, cause: "crash" }],
])("a worker that ended %s: the row says so within two samples", (_, texts, expected) => {
  const state = seen(lines(seen(alive(), reborn(5)), ...texts), reborn(6));
  const { told } = deathOf(state, "Worker.4") ?? {};
  if (expected === undefined) expect(told).toBeUndefined();
  else expect(told).toMatchObject(expected);
});

test("frozen the pane stays, whatever is written", () => {
  const store = createMonitorStore(alive());
  const actions = monitorActions(store);
  const read = viewReader(store, () => START);
  const press = (type: "freeze") => actions.commanded({ type }, GEOMETRY);
  const write = (text: string) =>
    actions.observed({ type: "log", lines: [aLine(text), aLine(text)] }, START);
  write("first");
  press("freeze");
  const still = read(GEOMETRY);
  write("second");
  expect(read(GEOMETRY)).toBe(still);
  expect(read({ ...GEOMETRY, columns: 90 }).logs?.entries).toEqual(still.logs?.entries);
  press("freeze");
  expect(read(GEOMETRY).logs?.kept.records).toBeGreaterThan(still.logs?.kept.records ?? Infinity);
});

test("the clock of the target goes back: what was logged stays", () => {
  const state = seen(lines(alive(), killed(49, 4)), reborn(5), reborn(6));
  const back = seen(state, aSample(-3600, [aServer([master])], { seq: 5 }));
  expect(back.known.marks.size).toBe(0);
  expect(shown(back)).toEqual([expect.stringContaining("abnormal exit"), "-- abnormal-exit"]);
  expect(shown(pressed(back, { type: "top" }))).toEqual([]);
  expect(back.known.logs.lastId).toBeGreaterThan(0);
});
