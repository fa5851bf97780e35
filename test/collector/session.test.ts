import { describe, expect, test } from "vitest";
import { NO_DEMAND } from "../../src/domain/demand.ts";
import { MIB } from "../../src/domain/units.ts";
import { BOOT_S, MAIN_PID, WATCHER_PID } from "./fake-target.ts";
import { rig, story, watching } from "./rig.ts";

describe("a session", () => {
  test("connects, surveys, and reads", async () => {
    const { take, target } = rig();
    target.putProcess({ pid: 10, title: "shop.Master" });
    const all = await take(5);
    expect(story(all)).toEqual(["connecting", "live", "survey 1", "reading 1", "reading 2"]);
    const survey = all[2]?.type === "survey" ? all[2].reading : null;
    expect(survey?.processes.map(({ pid, cmdline }) => [pid, ...cmdline])).toEqual([
      [10, "shop.Master"],
    ]);
  });

  test("obeys in the same second what was demanded of the survey", async () => {
    const { take, target } = rig({}, () => watching(10));
    target.putProcess({ pid: 10, rssPages: 2560 });
    target.putProcess({ pid: 11 });
    const reading = (await take(4)).at(-1);
    expect(reading).toMatchObject({
      type: "reading",
      reading: {
        at: (BOOT_S + 100_000_000) * 1000,
        seq: 1,
        lateMs: 0,
        thp: "madvise",
        lastPid: 4711,
        faults: [],
        processes: [
          {
            pid: 10,
            nsPid: 10,
            startedAt: BOOT_S * 1000 + 50_000,
            rssBytes: 10 * MIB,
            rssAnonBytes: 2000 * 4096,
            ussBytes: 200 * 1024,
            pssBytes: 300 * 1024,
            ussAt: (BOOT_S + 100_000_000) * 1000,
          },
          { pid: 11, nsPid: null, rssBytes: 10 * MIB, rssAnonBytes: null, ussBytes: null },
        ],
      },
    });
  });

  test("leaves itself out, and what it is told of", async () => {
    const { take, target } = rig({ ownPids: [20] });
    target.putProcess({ pid: 20 });
    target.putProcess({ pid: 21, ppid: WATCHER_PID });
    target.putProcess({ pid: 22, ppid: MAIN_PID });
    target.putProcess({ pid: 23 });
    const last = (await take(4)).at(-1);
    expect(last?.type === "reading" && last.reading.processes.map(({ pid }) => pid)).toEqual([23]);
    expect(last?.type === "reading" && last.reading.cost.rssBytes).toBe(750 * 4096);
  });

  test("surveys every five seconds, and reads only what is watched between", async () => {
    const { readings, target } = rig({}, () => watching(10));
    target.putProcess({ pid: 10 });
    await readings(31);
    const surveys = target.requests.filter(({ words }) => words.includes("[0-9]*/stat"));
    expect(surveys.length).toBeGreaterThanOrEqual(6);
    expect(surveys.length).toBeLessThanOrEqual(7);
    const keeps = target.requests.filter(({ words }) => words.startsWith("keep"));
    expect(keeps).toHaveLength(1);
  });

  test("leaves out the kernel's own threads, and asks for their PIDs only once", async () => {
    const { readings, target } = rig();
    target.putProcess({ pid: 1 });
    target.putProcess({ pid: 300 });
    target.files.set("2/stat", `2 (kthreadd) S 0 0 0 0 -1 2129984 ${"0 ".repeat(12)}5 0 0 0\n`);
    const all = await readings(8);
    const seen = all.map(({ processes }) =>
      processes.map(({ pid }) => pid).toSorted((a, b) => a - b),
    );
    expect(new Set(seen.map(String))).toEqual(new Set(["1,300"]));
    const surveys = target.requests.filter(({ words }) => words.includes("*/stat"));
    expect(surveys.map(({ words }) => words.replace(/^read 4096 uptime vmstat /, ""))).toEqual([
      "[0-9]*/stat [0-9]*/cmdline",
      "[0-9][0-9][0-9]*/stat 1/stat",
    ]);
  });

  test("surveys at once when it is asked to", async () => {
    const wish = { scan: false };
    const { readings, target } = rig({}, () => ({ ...NO_DEMAND, scan: wish.scan }));
    await readings(2);
    wish.scan = true;
    await readings(1);
    wish.scan = false;
    const former = target.requests.filter(({ words }) => words.includes("[0-9]*/stat")).length;
    await readings(1);
    expect(target.requests.filter(({ words }) => words.includes("[0-9]*/stat"))).toHaveLength(
      former + 1,
    );
  });

  test("tells CPU in percent of one core", async () => {
    const { readings, target, clock } = rig({}, () => watching(10));
    target.putProcess({ pid: 10, cpuTicks: 0 });
    const [first] = await readings(1);
    target.putProcess({ pid: 10, cpuTicks: 50 });
    const [second] = await readings(1);
    expect(first?.processes[0]?.cpuPercent).toBeNull();
    const span = (second?.at ?? 0) - (first?.at ?? 0);
    expect(second?.processes[0]?.cpuPercent).toBeCloseTo((500 / span) * 100, 1);
    expect(clock.monotonic()).toBeGreaterThan(900);
  });

  test("ends quietly when it is aborted", async () => {
    const { take, abort, target } = rig();
    await take(4);
    abort();
    expect(await take(1)).toEqual([]);
    expect(target.requests.filter(({ words }) => words === "start")).toHaveLength(1);
  });

  test("says whose client serves it", async () => {
    const { take, source } = rig();
    expect(source.clientPids()).toEqual([]);
    await take(2);
    expect(source.clientPids()).toEqual([77]);
  });
});

describe("the pace", () => {
  test.each([250, 1000, 5000, 60_000])(
    "of %d ms is irregular within a tenth, and its middle is right",
    async (intervalMs) => {
      const { readings } = rig({ intervalMs });
      const times = (await readings(200)).map(({ at }) => at);
      const gaps = times
        .slice(1)
        .map((at, index) => at - (times[index] ?? 0))
        .toSorted((a, b) => a - b);
      expect(gaps[0]).toBeGreaterThanOrEqual(intervalMs * 0.9 - 10);
      expect(gaps.at(-1)).toBeLessThanOrEqual(intervalMs * 1.1 + 10);
      expect((gaps.at(-1) ?? 0) - (gaps[0] ?? 0)).toBeGreaterThan(intervalMs * 0.1);
      expect(Math.abs((gaps[100] ?? 0) / intervalMs - 1)).toBeLessThan(0.03);
    },
  );

  test("beats each second whatever the interval", async () => {
    const { readings, target } = rig({ intervalMs: 30_000 });
    await readings(4);
    const times = target.requests.map(({ atMs }) => atMs);
    const silences = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(times.length).toBeGreaterThan(80);
    expect(Math.max(...silences)).toBeLessThanOrEqual(1300);
  });

  test("counts what is late, and makes nothing up for a gap", async () => {
    const { readings, clock, target } = rig();
    await readings(3);
    clock.pass(7000);
    const [late, next] = await readings(2);
    // Whoever takes the readings kept the session waiting.
    expect(late?.seq).toBe(4);
    expect(late?.lateMs).toBeGreaterThanOrEqual(5900);
    expect([next?.seq, next?.lateMs]).toEqual([5, 0]);
    expect((next?.at ?? 0) - (late?.at ?? 0)).toBeLessThanOrEqual(1100);
    expect(target.requests.filter(({ words }) => words.startsWith("read 16384"))).toHaveLength(5);
  });

  test("slows down, and says so, when the budget does not suffice", async () => {
    const many = Array.from({ length: 2000 }, (_, index) => 1000 + index);
    const { readings, target } = rig({}, () => ({ ...NO_DEMAND, watch: many }));
    for (const pid of many) target.putProcess({ pid });
    const all = await readings(6);
    expect((all[5]?.at ?? 0) - (all[4]?.at ?? 0)).toBeGreaterThan(2000);
    expect(all[5]?.faults).toContainEqual({ kind: "over-budget", pid: null });
    expect(all[0]?.faults).toEqual([]);
  });
});

describe("a process that ends", () => {
  test("is a fault once, is gone, and the next second has a survey", async () => {
    const { readings, take, target } = rig({}, () => watching(10, 11));
    target.putProcess({ pid: 10 });
    target.putProcess({ pid: 11 });
    await readings(2);
    target.removeProcess(11);
    target.putProcess({ pid: 12 });
    const [reading] = await readings(1);
    expect(reading?.faults).toEqual([{ kind: "vanished", pid: 11 }]);
    expect(reading?.processes.map(({ pid }) => pid)).toEqual([10]);
    const after = await take(3);
    expect(story(after)).toEqual(["survey 4", "reading 4", "reading 5"]);
    expect(after[0]?.type === "survey" && after[0].reading.processes.map(({ pid }) => pid)).toEqual(
      [10, 12],
    );
    expect(after[1]?.type === "reading" && after[1].reading.faults).toEqual([]);
  });

  test("and gives its PID to another is not the same", async () => {
    const { readings, target } = rig({}, () => watching(10));
    target.putProcess({ pid: 10, startTicks: 5000 });
    await readings(2);
    target.putProcess({ pid: 10, startTicks: 9000, title: "new" });
    const [gone, back] = await readings(2);
    expect(gone?.faults).toEqual([{ kind: "vanished", pid: 10 }]);
    expect(gone?.processes).toEqual([]);
    expect(back?.processes).toMatchObject([
      { pid: 10, startKey: "9000", cmdline: ["new"], ussBytes: 200 * 1024 },
    ]);
  });

  test("between a tick and a survey is told in the next reading", async () => {
    const { readings, take, target } = rig({}, ({ processes }) =>
      watching(...processes.map(({ pid }) => pid)),
    );
    target.putProcess({ pid: 10 });
    await readings(5);
    target.removeProcess(10);
    const [next] = await take(1);
    expect(story(next === undefined ? [] : [next])).toEqual(["survey 6"]);
    const [reading] = await readings(1);
    expect(reading?.faults).toEqual([{ kind: "vanished", pid: 10 }]);
  });

  test("and whose memory may not be read is said", async () => {
    const { readings, target } = rig({}, () => watching(10));
    target.putProcess({ pid: 10 });
    target.files.delete("10/smaps_rollup");
    const [reading] = await readings(1);
    expect(reading?.faults).toEqual([{ kind: "unreadable", pid: 10 }]);
    expect(reading?.processes[0]).toMatchObject({ ussBytes: null, ussAt: null });
  });
});

describe("a demand", () => {
  test("for descriptors, open files and a cgroup is obeyed", async () => {
    const all = { descriptors: [10], openFiles: [10], cgroup: [10] };
    const { readings, target } = rig({}, () => ({ ...watching(10), ...all }));
    target.putProcess({ pid: 10 });
    target.files.set("10/fdinfo/5", "pos:\t0\ntfd:  3\n");
    target.files.set("10/cgroup", "0::/a.slice/b\n");
    target.files.set("#10", "");
    target.files.set("../sys/fs/cgroup/a.slice/b/memory.current", "5000\n");
    target.files.set("../sys/fs/cgroup/a.slice/b/memory.max", "max\n");
    target.files.set("../sys/fs/cgroup/a.slice/memory.max", "9000\n");
    const last = (await readings(8)).at(-1);
    expect(last?.processes[0]).toMatchObject({
      descriptors: { eventpolls: 1, signalfds: 0 },
      cgroup: "/a.slice/b",
    });
    expect(last?.groups.get("/a.slice/b")).toMatchObject({ currentBytes: 5000, limitBytes: 9000 });
    expect(target.requests.filter(({ words }) => words.includes("10/fdinfo/[0-9]"))).toHaveLength(
      1,
    );
    expect(target.requests.filter(({ words }) => words.includes("10/cgroup"))).toHaveLength(1);
  });

  test("never lets a cgroup's name into a request that is more than a path", async () => {
    const { readings, target } = rig({}, () => ({ ...watching(10), cgroup: [10] }));
    target.putProcess({ pid: 10 });
    target.files.set("10/cgroup", "0::/x y; $(reboot)\n");
    const last = (await readings(3)).at(-1);
    expect(last?.processes[0]?.cgroup).toBe("/x y; $(reboot)");
    expect(target.requests.some(({ words }) => words.includes("reboot"))).toBe(false);
  });
});
