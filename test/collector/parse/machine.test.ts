import { expect, test } from "vitest";
import {
  parseBootTime,
  parseCpuCount,
  parseLastPid,
  parseMeminfo,
  parseOomKills,
  parseThp,
  parseUptime,
} from "../../../src/collector/parse/machine.ts";
import { KIB } from "../../../src/domain/units.ts";

const MEMINFO = `MemTotal:       24684092 kB
MemFree:        23299680 kB
MemAvailable:   24113572 kB
Cached:           837840 kB
SwapTotal:          1000 kB
SwapFree:            400 kB
AnonPages:         80512 kB
Shmem:              8980 kB
KernelStack:        2384 kB
PageTables:         2168 kB
SUnreclaim:        29936 kB
Active(anon):      79512 kB
`;

test("memory of the machine", () => {
  expect(parseMeminfo(MEMINFO)).toMatchObject({
    totalBytes: 24684092 * KIB,
    availableBytes: 24113572 * KIB,
    host: {
      source: "host",
      limitBytes: 24684092 * KIB,
      currentBytes: (24684092 - 24113572) * KIB,
      anonBytes: 80512 * KIB,
      fileBytes: 837840 * KIB,
      shmemBytes: 8980 * KIB,
      unreclaimableBytes: (80512 + 8980 + 29936 + 2384 + 2168) * KIB,
      swapBytes: 600 * KIB,
      peakBytes: null,
      oomEvents: null,
    },
  });
});

test("what meminfo does not say is unknown", () => {
  expect(parseMeminfo("MemTotal: 100 kB\n")?.host).toMatchObject({
    currentBytes: null,
    unreclaimableBytes: null,
    hostAvailableBytes: null,
  });
  expect(parseMeminfo("")).toBeNull();
});

test("numbers of one line", () => {
  expect(parseOomKills("pgfault 1\noom_kill 3\n")).toBe(3);
  expect(parseUptime("1567.55 2922.47\n")).toBe(1567.55);
  expect(parseBootTime("cpu  1 2\nintr 5\nbtime 1795716260\n")).toBe(1795716260_000);
  expect(parseCpuCount("cpu  1 2\ncpu0 1\ncpu1 1\nintr 5\n")).toBe(2);
  expect(parseLastPid("0.61 0.28 0.14 4/115 23624\n")).toBe(23624);
});

test("nothing is known of an empty file", () => {
  const readers = [
    parseOomKills,
    parseUptime,
    parseBootTime,
    parseCpuCount,
    parseLastPid,
    parseThp,
  ];
  expect(readers.map((read) => read(""))).toEqual([null, null, null, null, null, null]);
});

test.each([
  ["always [madvise] never\n", "madvise"],
  ["[always] madvise never\n", "always"],
  ["always madvise [never]\n", "never"],
])("huge pages in %j", (text, mode) => {
  expect(parseThp(text)).toBe(mode);
});
