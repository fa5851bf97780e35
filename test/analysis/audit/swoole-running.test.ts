import { expect, test } from "vitest";
import {
  heapsOf,
  measuredLeak,
  serverOf,
  windowText,
} from "../../../src/analysis/audit/swoole-running.ts";
import { known, type Facts, type RunningSlot } from "../../../src/domain/facts.ts";
import { factsOf, runningOf } from "./build.ts";
import { notRunning } from "./swoole-server.ts";

const slot = (change: Partial<RunningSlot>): RunningSlot => ({
  slot: "Worker.0",
  role: "worker",
  name: null,
  pid: 7,
  ageMs: 3_600_000,
  starts: 0,
  bytes: 100_000_000,
  growthBytes: 0,
  bytesPerMinute: 0,
  sockets: null,
  orphan: false,
  ...change,
});
const growing = (megabytes: number, change: Partial<RunningSlot> = {}): RunningSlot =>
  slot({ growthBytes: megabytes * 1024 ** 2, bytesPerMinute: 10_000, ...change });
const seen = (slots: readonly RunningSlot[], windowMs = 1_800_000): Facts =>
  factsOf({ processes: known({ ...runningOf({ slots }), windowMs }, "target") });

test("the worker that grew most is named, with how much and over how long", () => {
  expect(measuredLeak(seen([growing(20), growing(48, { slot: "Worker.2" })]))).toBe(
    "Worker.2 grew by 48 MiB, seen over 30 min",
  );
});

test.each([
  ["nobody grows", seen([slot({})])],
  ["little growth", seen([growing(15)])],
  ["a short look", seen([growing(100)], 500_000)],
  ["growth that has ended", seen([growing(100, { bytesPerMinute: -5 })])],
  ["another role", seen([growing(100, { role: "user-process" })])],
  ["nothing is known of it", seen([slot({ growthBytes: null, bytesPerMinute: null })])],
  ["nothing runs", factsOf({ processes: notRunning })],
])("%s is no leak", (_title, facts) => {
  expect(measuredLeak(facts)).toBeNull();
});

test("what a process started is not counted among the heaps", () => {
  expect(heapsOf(runningOf({ counts: { master: 1, manager: 1, worker: 4, child: 9 } }))).toBe(6);
});

test("the window is told in its unit", () => {
  expect([5000, 1_800_000].map((windowMs) => windowText({ windowMs }))).toEqual([
    "seen over 5 s",
    "seen over 30 min",
  ]);
});

test("the project's server is the only one of its framework", () => {
  const [hyperf] = runningOf().servers;
  const [octane] = runningOf({ id: "other", framework: "octane" }).servers;
  const servers = [hyperf, octane].filter((server) => server !== undefined);
  const of = (some: typeof servers): string | undefined =>
    serverOf(factsOf({ processes: known({ windowMs: 1000, servers: some }, "target") }))?.id;
  expect(of(servers)).toBe("shop-api");
  expect(of([...servers, ...servers])).toBeUndefined();
  expect(of([])).toBeUndefined();
});
