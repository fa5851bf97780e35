import { expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { decodeObservation } from "../../src/recording/decode.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { validateObservation } from "../schema/validate.ts";
import { aPod } from "../fixtures/pods.ts";
import { emptySample, everyKind, fullSample, unknownProcess } from "./sample-fixture.ts";

const AT = "2026-11-25T22:30:00.000Z";

const sampleOf = (json: object) => {
  const observation = decodeObservation(JSON.stringify({ type: "sample", at: AT, ...json }));
  if (observation?.type !== "sample") throw new TypeError("expected a sample");
  return observation.sample;
};

test("absent keys are unknown", () => {
  expect(sampleOf({ seq: 0 })).toEqual(emptySample);
  const [server] = sampleOf({
    seq: 0,
    servers: [{ id: "a", processes: [{ pid: 1, orphan: true }] }],
  }).servers;
  expect(server).toEqual({
    id: "a",
    rootPid: null,
    app: null,
    framework: null,
    mode: null,
    memory: null,
    processes: [unknownProcess],
  });
});

test("values of another type are unknown, and so is a negative count", () => {
  const process = Object.fromEntries(Object.keys(unknownProcess).map((key) => [key, [{}]]));
  const sample = sampleOf({
    seq: 0,
    lateMs: "1",
    servers: [
      {
        id: "a",
        memory: 3,
        mode: "swoole",
        processes: [{ ...process, pid: 1, rssBytes: -1, threads: 1.5 }],
      },
    ],
    others: [],
    memory: { source: "cgroup-v3", limitBytes: 1 },
    cpu: "x",
    lastPid: -1,
    thp: "maybe",
    cost: null,
    faults: { kind: "vanished" },
  });
  expect({ ...sample, servers: [] }).toEqual(emptySample);
  expect(sample.servers[0]?.processes).toEqual([{ ...unknownProcess, orphan: false }]);
});

test("memory as a cluster tells it has no source of the kernel's", () => {
  const told = { source: null, limitBytes: 2, currentBytes: 1 };
  expect(sampleOf({ seq: 0, memory: told }).memory).toMatchObject(told);
  expect(sampleOf({ seq: 0, memory: { limitBytes: 2 } }).memory).toBeNull();
});

test("of a container what is absent or odd is unknown, and its name is its id", () => {
  const told = { type: "container", at: AT, engine: "docker", id: "4f1a", state: "paused" };
  const odd = {
    restartCount: -1,
    limitBytes: "1",
    imageAt: 3,
    lives: [1, { exitCode: "x", oomKilled: 1 }],
  };
  const unknown = { startedAt: null, endedAt: null, exitCode: null, oomKilled: null };
  const container = {
    restartCount: null,
    limitBytes: null,
    imageAt: null,
    name: "4f1a",
    image: null,
  };
  for (const [more, lives] of [
    [{}, []],
    [odd, [unknown]],
  ] as const)
    expect(decodeObservation(JSON.stringify({ ...told, ...more }))).toMatchObject({
      type: "container",
      container: { ...container, lives },
    });
});

const podOf = (pod: unknown) => {
  const told = { type: "container", at: AT, engine: "kubernetes", id: "", state: "running", pod };
  const observation = decodeObservation(JSON.stringify(told));
  if (observation?.type !== "container") throw new TypeError("expected a container");
  return observation.container.pod;
};

test("a recording from before swtop knew of pods has none", () => {
  expect(podOf(undefined)).toBeNull();
  for (const none of [null, 1, [], {}, { name: "a", namespace: "b" }, { uid: "u", name: "a" }])
    expect(podOf(none)).toBeNull();
});

test("of a pod what is absent or odd is unknown, of a probe it is Kubernetes' default", () => {
  const who = { namespace: "shop", name: "a", uid: "u" };
  const unknown = { ...aPod(), ...who };
  expect(podOf(who)).toEqual(unknown);
  expect(podOf({ ...who, graceSeconds: -1, limitCores: "1", events: {}, workload: [] })).toEqual(
    unknown,
  );
  const odd = {
    liveness: { kind: "exec", timeoutSeconds: "2" },
    readiness: { periodSeconds: 1 },
    workload: { kind: "Job", name: "j", autoscaler: { name: "j" } },
    events: [1, { message: "x" }, { reason: "Killing" }],
  };
  expect(podOf({ ...who, ...odd })).toEqual({
    ...unknown,
    liveness: {
      kind: "exec",
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      failureThreshold: 3,
    },
    workload: {
      kind: "Job",
      name: "j",
      replicas: null,
      ready: null,
      autoscaler: null,
      autoscalerKnown: false,
    },
    events: [{ at: null, reason: "Killing", message: "", count: 1, isWarning: false }],
  });
});

test("what stands in a list and is nothing there is left out", () => {
  const sample = sampleOf({
    seq: 0,
    servers: [
      null,
      1,
      [],
      {},
      { id: "a", processes: [null, "x", {}, { pid: -1 }, { pid: "7" }, { pid: 2 }] },
    ],
    faults: [null, { kind: "new" }, { kind: "unreadable", pid: "x" }],
  });
  expect(sample.servers.map(({ id }) => id)).toEqual(["a"]);
  expect(sample.servers[0]?.processes.map(({ pid }) => pid)).toEqual([2]);
  expect(sample.faults).toEqual([{ kind: "unreadable", pid: null }]);
});

test("keys of an object's prototype are keys like any other", () => {
  const line = `{"type":"sample","at":"${AT}","seq":1,"servers":[{"id":"a","processes":[{"pid":1,"sockets":{"__proto__":3,"constructor":4,"80":1}}]}],"__proto__":{"lastPid":5}}`;
  const observation = decodeObservation(line);
  if (observation?.type !== "sample") throw new TypeError("expected a sample");
  const sockets = observation.sample.servers[0]?.processes[0]?.sockets ?? {};
  expect(Object.entries(sockets)).toEqual([
    ["80", 1],
    ["__proto__", 3],
    ["constructor", 4],
  ]);
  expect(observation.sample.lastPid).toBeNull();
  expect(Object.getPrototypeOf(sockets)).toBe(Object.prototype);
});

test("how a container ended comes back with its fault", () => {
  const life = { startedAt: null, endedAt: AT, exitCode: 137, oomKilled: true };
  for (const told of [life, null]) {
    const line = JSON.stringify({
      type: "session",
      at: AT,
      state: "retrying",
      fault: { kind: "container-ended", detail: "api", life: told },
    });
    const decoded = decodeObservation(line);
    expect(decoded).not.toBeNull();
    expect(decoded === null ? null : encodeObservation(decoded)).toBe(line);
    expect(validateObservation(JSON.parse(line))).toEqual([]);
  }
});

test("a fault of a later version keeps its words", () => {
  const line = `{"type":"session","at":"${AT}","state":"over","fault":{"kind":"moved-away","detail":"to b"}}`;
  expect(decodeObservation(line)).toMatchObject({
    session: { fault: { kind: "system-refused", detail: "moved-away: to b" } },
  });
});

test.each([
  `{"type":"project","at":"${AT}","v":1,"unresolved":[1.50]}`,
  `{"type":"hello","v":2,"swtop":"9","target":"local:","at":"${AT}"}`,
  `{"type":"sample","seq":3,"servers":[]}`,
  `{"type":"sample","at":"${AT}","servers":[]}`,
  `{"type":"session","at":"${AT}","state":"asleep"}`,
  `{"type":"log","at":"yesterday","text":"x"}`,
  `{"type":"log","at":"${AT}","text":["x"]}`,
  `{"type":""}`,
  `{"type":"container","engine":"docker","id":"1","state":"running"}`,
  `{"type":"container","at":"${AT}","engine":"docker","id":"1","state":"asleep"}`,
  `{"type":"container","at":"${AT}","engine":"docker","state":"running","lives":[]}`,
])("%s is kept whole", (line) => {
  const observation = decodeObservation(line);
  expect(observation?.type).toBe("other");
  expect(encodeObservation(observation as Observation)).toBe(line);
});

test.each([
  "",
  " ",
  "null",
  "1",
  '"hello"',
  "[]",
  "{}",
  '{"type":3}',
  "{",
  '{"type":"hello"',
  "\u0000",
  "[".repeat(100_000),
])("%j is no observation", (line) => {
  expect(decodeObservation(line)).toBeNull();
});

/** @source mulberry32, public domain: the same numbers in each run */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

const ODD: readonly unknown[] = [
  null,
  -1,
  1e308,
  "",
  "\ud800",
  [],
  {},
  [[]],
  true,
  { pid: 1 },
  "2026-11-25T22:30:00.000Z",
];

/** A value in which about one leaf in ten is another thing, and about one key in twenty is gone. */
function damaged(value: unknown, roll: (sides: number) => number): unknown {
  if (roll(10) === 0) return ODD[roll(ODD.length)];
  if (Array.isArray(value)) return value.map((each) => damaged(each, roll));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => roll(20) > 0)
      .map(([key, each]) => [key, damaged(each, roll)]),
  );
}

test("no damage makes it throw, and what it made of it is stable", () => {
  const roll = dice(20_261_125);
  const lines = [...everyKind, { type: "sample", sample: fullSample } as const].map(
    encodeObservation,
  );
  let read = 0;
  for (let round = 0; round < 4000; round += 1) {
    const line = lines[roll(lines.length)] ?? "";
    const start = roll(line.length);
    const bad =
      roll(2) === 0
        ? JSON.stringify(damaged(JSON.parse(line), roll))
        : line.slice(0, start) + String.fromCharCode(roll(0x10000)) + line.slice(start + roll(20));
    const observation = decodeObservation(bad);
    if (observation === null) continue;
    read += 1;
    const again = encodeObservation(observation);
    const twice = decodeObservation(again);
    if (twice === null || encodeObservation(twice) !== again) expect(bad).toBe("stable");
  }
  expect(read).toBeGreaterThan(1000);
});
