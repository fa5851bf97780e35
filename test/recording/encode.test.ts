import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeObservation } from "../../src/recording/decode.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { SCENARIOS, scenarioFile } from "../../src/targets/demo/scenarios.ts";
import { AT, emptySample, everyKind, fullContainer, fullSample } from "./sample-fixture.ts";

const demoLines = (name: (typeof SCENARIOS)[number]["name"]): readonly string[] =>
  gunzipSync(readFileSync(new URL(`../../src/targets/demo/${scenarioFile(name)}`, import.meta.url)))
    .toString()
    .trimEnd()
    .split("\n");

test("a sample has every key of the contract, in its order", () => {
  expect(encodeObservation({ type: "sample", sample: fullSample })).toBe(
    '{"type":"sample","at":"2026-11-25T22:30:00.000Z","seq":12,"lateMs":0,' +
      '"servers":[{"id":"skeleton","rootPid":9255,"app":"skeleton","framework":"hyperf","mode":"process",' +
      '"memory":{"source":"host","limitBytes":2147483648,"currentBytes":1,"peakBytes":null,"anonBytes":2,"fileBytes":3,"shmemBytes":4,"unreclaimableBytes":5,' +
      '"workingSetBytes":6,"swapBytes":0,"oomKills":null,"oomEvents":null,"hostAvailableBytes":7},' +
      '"processes":[{"pid":9507,"nsPid":7,"ppid":9505,"startedAt":"2026-11-25T22:29:55.000Z","role":"user-process","parentSlot":null,"roleFrom":"title",' +
      '"name":"crontab-dispatcher","slot":"crontab-dispatcher.0","generation":1,"orphan":false,"rssBytes":11,"rssAnonBytes":12,"ussBytes":14,' +
      '"ussAt":"2026-11-25T22:29:59.999Z","pssBytes":15,"heapBytes":16,"heapRealBytes":17,"gcRoots":18,"gcRuns":19,"rssShmemBytes":13,"swapBytes":0,' +
      '"cpuPercent":0.5,"threads":3,"openFiles":20,"sockets":{"3306":12,"6379":4},' +
      '"socketsAt":"2026-11-25T22:29:59.998Z","accepted":21,"listens":[9501,9502]},' +
      '{"pid":1,"nsPid":null,"ppid":null,"startedAt":null,"role":null,"parentSlot":null,"roleFrom":null,"name":null,"slot":null,"generation":null,"orphan":true,' +
      '"rssBytes":null,"rssAnonBytes":null,"ussBytes":null,"ussAt":null,"pssBytes":null,"heapBytes":null,"heapRealBytes":null,"gcRoots":null,"gcRuns":null,' +
      '"rssShmemBytes":null,"swapBytes":null,"cpuPercent":null,"threads":null,"openFiles":null,"sockets":null,"socketsAt":null,"accepted":null,"listens":null}]}],' +
      '"others":{"count":2,"rssBytes":1},' +
      '"memory":{"source":"cgroup-v2","limitBytes":2147483648,"currentBytes":1,"peakBytes":null,"anonBytes":2,"fileBytes":3,"shmemBytes":4,"unreclaimableBytes":5,' +
      '"workingSetBytes":6,"swapBytes":0,"oomKills":2,"oomEvents":null,"hostAvailableBytes":7},' +
      '"cpu":{"usagePercent":12.5,"limitCores":2,"throttledPercent":0},"lastPid":9999,"thp":"madvise","cost":{"cpuPercent":0.3,"rssBytes":1},' +
      '"faults":[{"kind":"vanished","pid":9508},{"kind":"over-budget","pid":null}]}',
  );
});

test("the other kinds", () => {
  expect(everyKind.slice(0, 3).map(encodeObservation)).toEqual([
    '{"type":"hello","v":1,"swtop":"0.1.0","target":"docker://api-1","at":"2026-11-25T22:30:00.000Z"}',
    '{"type":"session","at":"2026-11-25T22:30:00.000Z","state":"live","fault":null}',
    '{"type":"session","at":"2026-11-25T22:30:00.000Z","state":"retrying","fault":{"kind":"stream-ended","detail":"exit \\u001b[31m137\\n"}}',
  ]);
});

test("a container has every key, its times as RFC 3339", () => {
  expect(encodeObservation({ type: "container", at: AT, container: fullContainer })).toBe(
    '{"type":"container","at":"2026-11-25T22:30:00.000Z","engine":"docker","id":"4f1a","name":"api \\u001b[31m1","state":"running",' +
      '"image":"shop/api:7 \u202e","imageDigest":"sha256:90ab","imageAt":"2026-11-24T22:30:00.000Z","limitBytes":1610612736,"restartCount":2,"logDriver":"json-file",' +
      '"lives":[{"startedAt":"2026-11-25T22:29:51.000Z","endedAt":"2026-11-25T22:29:52.000Z","exitCode":137,"oomKilled":true},' +
      '{"startedAt":"2026-11-25T22:29:53.000Z","endedAt":"2026-11-25T22:29:54.000Z","exitCode":-1,"oomKilled":false},' +
      '{"startedAt":null,"endedAt":null,"exitCode":null,"oomKilled":null}],"pod":null}',
  );
});

test("each kind comes back as it was, from one line", () => {
  for (const observation of everyKind) {
    const line = encodeObservation(observation);
    expect(line).not.toMatch(/[\n\r]/u);
    expect(decodeObservation(line)).toEqual(observation);
    expect(encodeObservation(decodeObservation(line) ?? observation)).toBe(line);
  }
});

test("a kind that is not known stays one line and whole", () => {
  const spread = {
    type: "other",
    at: null,
    name: "x",
    json: '{\n  "type": "x",\r\n  "text": "a\\nb"\n}\n',
  } as const;
  expect(JSON.parse(encodeObservation(spread))).toEqual({ type: "x", text: "a\nb" });
  expect(encodeObservation(spread)).not.toMatch(/[\n\r]/u);
});

test("a number that JSON cannot write is unknown", () => {
  const sample = {
    ...emptySample,
    lateMs: Number.NaN,
    cost: { cpuPercent: Infinity, rssBytes: null },
  };
  expect(encodeObservation({ type: "sample", sample })).toContain('"lateMs":null');
  expect(encodeObservation({ type: "sample", sample })).toContain('"cost":{"cpuPercent":null,');
});

test.each(SCENARIOS)("the recording $name comes back with every key in its place", ({ name }) => {
  const lines = demoLines(name);
  expect(lines.length).toBeGreaterThan(2000);
  for (const line of lines) {
    const observation = decodeObservation(line);
    if (observation === null) throw new TypeError(`not read: ${line.slice(0, 100)}`);
    // keys that came later than these recordings
    const again = encodeObservation(observation).replaceAll(
      ',"socketsAt":null,"accepted":null,"listens":null',
      "",
    );
    // 0.0 becomes 0: the same number
    if (again !== line && again !== JSON.stringify(JSON.parse(line))) expect(again).toBe(line);
  }
});
