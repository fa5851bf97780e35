import { expect, test } from "vitest";
import {
  isPlainPath,
  memoryDirectory,
  memoryFiles,
  parentLimitFiles,
  parseCpu,
  parseMemory,
} from "../../../src/collector/parse/cgroup.ts";
import { parseMeminfo } from "../../../src/collector/parse/machine.ts";
import { MIB } from "../../../src/domain/units.ts";

const answer = (files: Readonly<Record<string, string>>, directory: string) =>
  new Map(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));
const machine = parseMeminfo("MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\n");

const V2 = {
  "memory.current": `${100 * MIB}\n`,
  "memory.max": `${128 * MIB}\n`,
  "memory.peak": `${120 * MIB}\n`,
  "memory.swap.current": "4096\n",
  "memory.events": "low 0\nhigh 0\nmax 7\noom 3\noom_kill 2\noom_group_kill 0\n",
  "memory.stat": `anon ${60 * MIB}\nfile ${30 * MIB}\nkernel ${10 * MIB}\nsock 4096\nshmem ${5 * MIB}\ninactive_file ${20 * MIB}\nslab_reclaimable ${4 * MIB}\nslab_unreclaimable ${2 * MIB}\n`,
};

test("memory of a v2 group", () => {
  const read = parseMemory(answer(V2, "cg"), { directory: "cg", version: 2 }, machine, []);
  expect(read).toEqual({
    source: "cgroup-v2",
    limitBytes: 128 * MIB,
    currentBytes: 100 * MIB,
    peakBytes: 120 * MIB,
    anonBytes: 60 * MIB,
    fileBytes: 30 * MIB,
    shmemBytes: 5 * MIB,
    unreclaimableBytes: (60 + 5 + 6) * MIB + 4096,
    workingSetBytes: 80 * MIB,
    swapBytes: 4096,
    oomKills: 2,
    oomEvents: 3,
    hostAvailableBytes: 4096 * MIB,
  });
});

test("before Linux 5.18 kernel memory is added up", () => {
  const stat = `anon 100\nshmem 10\nslab_unreclaimable 4\nkernel_stack 3\npagetables 2\npercpu 1\n`;
  const files = { ...V2, "memory.stat": stat };
  const read = parseMemory(answer(files, "cg"), { directory: "cg", version: 2 }, machine, []);
  expect(read?.unreclaimableBytes).toBe(120);
});

test.each([
  [["max\n"], [], 8192],
  [["max\n"], [64 * MIB], 64],
  [[`${32 * MIB}\n`], [64 * MIB], 32],
])("the limit is the smallest of own %j, parents %j, machine", ([own = ""], limits, mib) => {
  const files = answer({ ...V2, "memory.max": own }, "cg");
  const read = parseMemory(files, { directory: "cg", version: 2 }, machine, limits);
  expect(read?.limitBytes).toBe(mib * MIB);
});

test.each([
  [{ "memory.max": "max\n" }, [], true],
  [{ "memory.max": "max\n" }, [64 * MIB], undefined],
  [{ "memory.max": `${32 * MIB}\n` }, [], undefined],
  [{ "memory.max": "" }, [], undefined],
])("a v2 group with %j under limits of %j has no limit: %j", (own, limits, isUnlimited) => {
  const files = answer({ ...V2, ...own }, "cg");
  const read = parseMemory(files, { directory: "cg", version: 2 }, machine, limits);
  expect(read?.isUnlimited).toBe(isUnlimited);
});

const V1 = {
  "memory.usage_in_bytes": "110000000\n",
  "memory.limit_in_bytes": "134217728\n",
  "memory.max_usage_in_bytes": "134217728\n",
  "memory.kmem.usage_in_bytes": "5000000\n",
  "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
  "memory.stat":
    "cache 1\nhierarchical_memory_limit 134217728\ntotal_cache 30000000\ntotal_rss 70000000\ntotal_shmem 2000000\ntotal_swap 0\ntotal_inactive_file 20000000\n",
};

test("memory of a v1 group", () => {
  const read = parseMemory(answer(V1, "m"), { directory: "m", version: 1 }, machine, []);
  expect(read).toMatchObject({
    source: "cgroup-v1",
    limitBytes: 134217728,
    currentBytes: 110000000,
    peakBytes: 134217728,
    anonBytes: 70000000,
    unreclaimableBytes: 77000000,
    workingSetBytes: 90000000,
    oomKills: 1,
    oomEvents: null,
  });
});

const limitV1 = (files: Record<string, string>) =>
  parseMemory(answer(files, "m"), { directory: "m", version: 1 }, machine, [])?.limitBytes;

test("a v1 group without a limit has its parents', or the machine's", () => {
  const none = "9223372036854771712";
  const open = { ...V1, "memory.limit_in_bytes": `${none}\n` };
  expect(limitV1(open)).toBe(134217728);
  expect(limitV1({ ...open, "memory.stat": `hierarchical_memory_limit ${none}\n` })).toBe(
    8192 * MIB,
  );
});

test("a group without memory files is none", () => {
  expect(parseMemory(new Map(), { directory: "m", version: 1 }, machine, [])).toBeNull();
  expect(parseMemory(new Map(), { directory: "m", version: 2 }, machine, [])).toBeNull();
});

test("cpu of v2", () => {
  const files = {
    "cpu.stat":
      "usage_usec 2500000\nuser_usec 1\nnr_periods 40\nnr_throttled 10\nthrottled_usec 5\n",
    "cpu.max": "150000 100000\n",
  };
  expect(parseCpu(answer(files, "cg"), "cg")).toEqual({
    usedMs: 2500,
    quotaCores: 1.5,
    periods: 40,
    throttledPeriods: 10,
  });
  expect(parseCpu(answer({ "cpu.max": "max 100000\n" }, "cg"), "cg").quotaCores).toBeNull();
});

test("cpu of v1", () => {
  const files = {
    "cpuacct/cpuacct.usage": "3000000000\n",
    "cpu/cpu.stat": "nr_periods 8\nnr_throttled 2\nthrottled_time 9\n",
    "cpu/cpu.cfs_quota_us": "50000\n",
    "cpu/cpu.cfs_period_us": "100000\n",
  };
  expect(parseCpu(answer(files, "cg"), "cg")).toEqual({
    usedMs: 3000,
    quotaCores: 0.5,
    periods: 8,
    throttledPeriods: 2,
  });
  const open = { ...files, "cpu/cpu.cfs_quota_us": "-1\n" };
  expect(parseCpu(answer(open, "cg"), "cg").quotaCores).toBeNull();
});

test("where the files of a group are", () => {
  expect(memoryDirectory("cg", 1, "/")).toBe("cg/memory");
  expect(memoryDirectory("cg", 2, "/a.slice/b")).toBe("cg/a.slice/b");
  expect(memoryFiles("cg", 2)).toContain("cg/memory.events");
  expect(parentLimitFiles("cg", "/a/b/c")).toEqual(["cg/a/memory.max", "cg/a/b/memory.max"]);
  expect(parentLimitFiles("cg", "/")).toEqual([]);
});

test.each([
  ["/docker/0123abc", true],
  ["/system.slice/system-php\\x2dfpm.slice", false],
  ["/user.slice/user@0.service", true],
  ["/../outside", false],
  ["/a b", false],
  ["/a\nq", false],
  ["/*", false],
  ["/$(x)", false],
  ["relative", false],
])("%j may be asked for: %s", (path, isPlain) => {
  expect(isPlainPath(path)).toBe(isPlain);
});
