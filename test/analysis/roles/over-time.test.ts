// Slots, generations and ids from one reading to the next.
import { expect, test } from "vitest";
import { emptyCensus, takeCensus } from "../../../src/analysis/roles/census.ts";
import { epochMs } from "../../../src/domain/units.ts";
import {
  MASKS,
  processOf,
  readingOf,
  samplesOf,
  serverOf,
  START,
  told,
  type Spec,
} from "./readings.ts";

const SERVER: readonly Spec[] = [
  { pid: 10, ppid: 1, line: "shop.Master" },
  { pid: 11, ppid: 10, line: "shop.Manager" },
  { pid: 12, ppid: 11, line: "shop.Worker.0" },
  { pid: 13, ppid: 11, line: "shop.Worker.1" },
  { pid: 14, ppid: 11, line: "shop.crontab-dispatcher.0" },
];

const without = (specs: readonly Spec[], ...pids: readonly number[]): readonly Spec[] =>
  specs.filter(({ pid }) => !pids.includes(pid));
const moved = (specs: readonly Spec[], by: number, born: number): readonly Spec[] =>
  specs.map((spec) => ({
    ...spec,
    pid: spec.pid + by,
    ppid: spec.ppid === 1 ? 1 : spec.ppid + by,
    born,
  }));

test("a respawn keeps its slot and is the next generation; the others stay the first", () => {
  const reborn = [...without(SERVER, 13), { pid: 20, ppid: 11, line: "shop.Worker.1", born: 1 }];
  const [, second, third] = samplesOf(SERVER, reborn, reborn);
  for (const sample of [second, third])
    expect(told(serverOf(sample, 10))).toEqual([
      "10 master Master",
      "11 manager Manager",
      "12 worker Worker.0",
      "14 user-process crontab-dispatcher.0",
      "20 worker Worker.1 generation 2",
    ]);
});

test("a PID that is used again is another incarnation", () => {
  const [, second] = samplesOf(SERVER, [
    ...without(SERVER, 13),
    { pid: 13, ppid: 11, line: "shop.Worker.1", born: 1 },
  ]);
  expect(processOf(second, 13)?.generation).toBe(2);
});

test("a fork that has no title yet gets slot and generation with its title", () => {
  const fresh: Spec = { pid: 20, ppid: 11, line: "shop.Manager", born: 1 };
  const [, second, third] = samplesOf(
    SERVER,
    [...without(SERVER, 13), fresh],
    [...without(SERVER, 13), { ...fresh, line: "shop.Worker.1" }],
  );
  expect(processOf(second, 20)).toMatchObject({ role: null, slot: null, generation: null });
  expect(processOf(third, 20)).toMatchObject({ role: "worker", slot: "Worker.1", generation: 2 });
});

test("a graceful reload: two PIDs in one slot, each with its generation", () => {
  const both: readonly Spec[] = [...SERVER, { pid: 20, ppid: 11, line: "shop.Worker.0", born: 1 }];
  const [, second, third] = samplesOf(SERVER, both, without(both, 12));
  expect(processOf(second, 12)).toMatchObject({ slot: "Worker.0", generation: 1, orphan: false });
  expect(processOf(second, 20)).toMatchObject({ slot: "Worker.0", generation: 2, orphan: false });
  expect(processOf(third, 20)).toMatchObject({ slot: "Worker.0", generation: 2 });
});

test("a reload that is under way when we come: the older is the first", () => {
  const [sample] = samplesOf([{ pid: 9, ppid: 11, line: "shop.Worker.0", born: -1 }, ...SERVER]);
  expect(processOf(sample, 12)?.generation).toBe(1);
  expect(processOf(sample, 9)?.generation).toBe(2);
});

test("the manager is killed: its children are orphans and keep their roles, the master is none", () => {
  const left = without(SERVER, 11).map((spec) => (spec.ppid === 11 ? { ...spec, ppid: 1 } : spec));
  const [, second, third] = samplesOf(SERVER, left, left);
  for (const sample of [second, third]) {
    expect(sample?.servers).toHaveLength(1);
    expect(sample?.servers[0]).toMatchObject({ id: "shop", rootPid: 10, mode: "process" });
    expect(told(sample?.servers[0])).toEqual([
      "10 master Master",
      "12 worker Worker.0 orphan",
      "13 worker Worker.1 orphan",
      "14 user-process crontab-dispatcher.0 orphan",
    ]);
  }
});

test("the same, seen for the first time after it happened", () => {
  const left = without(SERVER, 11).map((spec) => (spec.ppid === 11 ? { ...spec, ppid: 1 } : spec));
  const [sample] = samplesOf(left);
  expect(sample?.servers).toHaveLength(1);
  expect(sample?.servers[0]).toMatchObject({ id: "shop", rootPid: 10, mode: "process" });
  expect(told(sample?.servers[0])).toEqual([
    "10 master Master",
    "12 worker Worker.0 orphan",
    "13 worker Worker.1 orphan",
    "14 user-process crontab-dispatcher.0 orphan",
  ]);
});

test("a master that is PID 1 adopts its manager's children", () => {
  const inside = SERVER.map((spec) => ({
    ...spec,
    pid: spec.pid === 10 ? 1 : spec.pid,
    ppid: spec.pid === 10 ? 0 : spec.ppid === 10 ? 1 : spec.ppid,
  }));
  const left = without(inside, 11).map((spec) => (spec.ppid === 11 ? { ...spec, ppid: 1 } : spec));
  const [, second] = samplesOf(inside, left);
  expect(told(second?.servers[0])).toEqual([
    "1 master Master",
    "12 worker Worker.0 orphan",
    "13 worker Worker.1 orphan",
    "14 user-process crontab-dispatcher.0 orphan",
  ]);
});

test("BASE mode: the manager is killed, and a subreaper adopts who is left", () => {
  const base = [
    { pid: 11, ppid: 5, line: "shop.Manager" },
    ...SERVER.slice(2),
    { pid: 5, ppid: 1, comm: "tini", line: ["tini", "--", "x"] },
  ];
  const left = without(base, 11).map((spec) => (spec.ppid === 11 ? { ...spec, ppid: 5 } : spec));
  const known = samplesOf(base, left).at(-1)?.servers;
  expect(known).toHaveLength(1);
  expect(known?.[0]).toMatchObject({
    id: "shop",
    app: "shop",
    framework: "hyperf",
    rootPid: null,
    mode: "base",
  });
  const orphans = [
    "12 worker Worker.0 orphan",
    "13 worker Worker.1 orphan",
    "14 user-process crontab-dispatcher.0 orphan",
  ];
  expect(told(known?.[0])).toEqual(orphans);
  const unknown = samplesOf(left).at(-1)?.servers;
  expect(unknown?.[0]).toMatchObject({ id: "shop", rootPid: null, mode: null });
  expect(told(unknown?.[0])).toEqual(orphans);
});

test("the server comes back while its orphans live: one server, the orphans in it", () => {
  const orphans: readonly Spec[] = [12, 13].map((pid) => ({
    pid,
    ppid: 1,
    line: `shop.Worker.${pid - 12}`,
  }));
  const young = moved(SERVER, 20, 2);
  const [, , third] = samplesOf(SERVER, orphans, [...orphans, ...young]);
  expect(third?.servers.map(({ id, rootPid }) => [id, rootPid])).toEqual([["shop", 30]]);
  expect(told(third?.servers[0])).toEqual([
    "30 master Master generation 2",
    "31 manager Manager generation 2",
    "32 worker Worker.0 generation 2",
    "33 worker Worker.1 generation 2",
    "34 user-process crontab-dispatcher.0 generation 2",
    "12 worker Worker.0 orphan",
    "13 worker Worker.1 orphan",
  ]);
});

test("the whole server is started anew: same id, the generations go on", () => {
  const [, gone, back] = samplesOf(SERVER, [], moved(SERVER, 100, 2));
  expect(gone?.servers).toEqual([]);
  expect(back?.servers[0]).toMatchObject({ id: "shop", rootPid: 110 });
  expect(back?.servers[0]?.processes.map(({ generation }) => generation)).toEqual([2, 2, 2, 2, 2]);
});

test("two servers of one app keep their ids while one is started anew", () => {
  const other = moved(SERVER, 100, -30);
  const [first, second, third] = samplesOf([...SERVER, ...other], other, [
    ...moved(SERVER, 200, 2),
    ...other,
  ]);
  expect(first?.servers.map(({ id, rootPid }) => [id, rootPid])).toEqual([
    ["shop", 10],
    ["shop-2", 110],
  ]);
  expect(second?.servers.map(({ id, rootPid }) => [id, rootPid])).toEqual([["shop-2", 110]]);
  expect(Object.fromEntries(third?.servers.map(({ id, rootPid }) => [id, rootPid]) ?? [])).toEqual({
    shop: 210,
    "shop-2": 110,
  });
  expect(processOf(third, 112)?.generation).toBe(1);
  expect(processOf(third, 212)?.generation).toBe(2);
});

test("another app is another server, also when the first is down", () => {
  const other = SERVER.map((spec) => ({
    ...spec,
    line: String(spec.line).replace("shop", "admin"),
    born: 1,
  }));
  const [, second] = samplesOf(SERVER, other);
  expect(second?.servers[0]?.id).toBe("admin");
  expect(processOf(second, 12)?.generation).toBe(1);
});

test("a boot: what was found by its masks gets the id of its app with its titles", () => {
  const boot = SERVER.map((spec) => ({
    ...spec,
    line: ["php", "bin/hyperf.php", "start"],
    signals: spec.pid === 10 ? MASKS.master : spec.pid === 11 ? MASKS.manager : MASKS.worker,
  }));
  const [first, second] = samplesOf(boot, SERVER);
  expect(first?.servers[0]).toMatchObject({ id: "swoole", framework: "hyperf" });
  expect(second?.servers[0]).toMatchObject({ id: "shop", framework: "hyperf", app: "shop" });
});

test("a manager whose master was killed heads no server in BASE mode", () => {
  const left = without(SERVER, 10).map((spec) => (spec.ppid === 10 ? { ...spec, ppid: 1 } : spec));
  const [, second] = samplesOf(SERVER, left);
  expect(second?.servers[0]).toMatchObject({ id: "shop", rootPid: 11, mode: "process" });
});

test("a child whose forker died is still a child", () => {
  const child: Spec = { pid: 15, ppid: 14, line: "shop.crontab-dispatcher.0" };
  const [, second] = samplesOf(
    [...SERVER, child],
    [
      ...without(SERVER, 14),
      { ...child, ppid: 1 },
      { pid: 20, ppid: 11, line: "shop.crontab-dispatcher.0", born: 1 },
    ],
  );
  expect(processOf(second, 15)).toMatchObject({
    role: "child",
    slot: null,
    parentSlot: "crontab-dispatcher.0",
    orphan: true,
  });
  expect(processOf(second, 20)).toMatchObject({ role: "user-process", generation: 2 });
});

test("a child that executes something else leaves the server", () => {
  const child: Spec = { pid: 15, ppid: 14, line: "shop.crontab-dispatcher.0" };
  const [first, second] = samplesOf(
    [...SERVER, child],
    [...SERVER, { ...child, comm: "tar", line: ["tar", "c", "."] }],
  );
  expect(processOf(first, 15)?.role).toBe("child");
  expect(processOf(second, 15)).toBeUndefined();
});

test("a worker that calls itself something else for each request keeps its slot", () => {
  const busy = SERVER.map((spec) => (spec.pid === 12 ? { ...spec, line: "GET /orders" } : spec));
  const [, second, third] = samplesOf(SERVER, busy, SERVER);
  for (const sample of [second, third])
    expect(processOf(sample, 12)).toMatchObject({
      role: "worker",
      slot: "Worker.0",
      generation: 1,
    });
});

test("the start time stays as first read, though the clock is set", () => {
  const first = takeCensus(emptyCensus, readingOf(SERVER, 0));
  const later = readingOf(SERVER, 1);
  const shifted = {
    ...later,
    processes: later.processes.map((each) => ({ ...each, startedAt: epochMs(START) })),
  };
  const second = takeCensus(first.census, shifted);
  expect(processOf(second.sample, 12)).toMatchObject({ startedAt: START - 60_000, generation: 1 });
});

test("what is remembered is bounded, whatever the titles do", () => {
  let { census } = takeCensus(emptyCensus, readingOf(SERVER));
  for (let second = 1; second < 300; second += 1) {
    const specs = Array.from({ length: 10 }, (_, index): Spec => ({
      pid: 20 + index,
      ppid: 11,
      line: `shop.x${second}-${index}.0`,
      born: second,
    }));
    const roots = moved(SERVER, 100, second).map((spec) => ({
      ...spec,
      line: String(spec.line).replace("shop", `app${second}`),
    }));
    census = takeCensus(census, readingOf([...SERVER, ...specs, ...roots], second)).census;
  }
  expect(census.members.size).toBe(20);
  expect(census.servers.length).toBeLessThanOrEqual(64);
  for (const { generations } of census.servers) expect(generations.size).toBeLessThanOrEqual(1024);
});
