// The session over real shells and real processes.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { SessionOptions } from "../../src/collector/session.ts";
import { systemClock } from "../../src/cli/clock.ts";
import { NO_DEMAND, type Demand } from "../../src/domain/demand.ts";
import type { Reading } from "../../src/domain/reading.ts";
import { MIB } from "../../src/domain/units.ts";
import { lacks } from "../fixtures/needs.ts";
import { sessionIn } from "./real-session.ts";
import { SHELLS } from "./shells.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

const start = (command: string, ...args: readonly string[]): number => {
  const child = spawn(command, args, { stdio: "ignore" });
  endings.push(() => child.kill("SIGKILL"));
  return child.pid ?? 0;
};

/** Readings of a session in which every process of `pids` is watched, until `isEnough` says so. */
async function watch(
  command: readonly string[],
  wanted: Partial<Demand> & { readonly watch: readonly number[] },
  isEnough: (reading: Reading, all: readonly Reading[]) => boolean,
  options: Partial<SessionOptions> = {},
): Promise<readonly Reading[]> {
  const life = new AbortController();
  endings.push(() => life.abort());
  const source = sessionIn(command, life.signal, options);
  const readings: Reading[] = [];
  source.demand({ ...NO_DEMAND, rollup: wanted.watch, ...wanted });
  for await (const gathered of source.gathered) {
    if (gathered.type === "session" && gathered.session.fault !== null) {
      throw new Error(JSON.stringify(gathered.session.fault));
    }
    if (gathered.type !== "reading") continue;
    readings.push(gathered.reading);
    if (isEnough(gathered.reading, readings)) break;
  }
  life.abort();
  return readings;
}

const where = (isSo: (value: number) => boolean): unknown => expect.toSatisfy(isSo);

/** A field of /proc/PID/status that is in kB. */
const bytesIn = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) * 1024;

const found = (reading: Reading | undefined, pid: number) =>
  reading?.processes.find((each) => each.pid === pid);

describe.each(SHELLS)("$name", ({ command, isMissing }) => {
  test.skipIf(isMissing)("reads what the kernel says of a process", async () => {
    const pid = start(
      process.execPath,
      "-e",
      "setInterval(() => { for (let i = 0; i < 2e7; i++); }, 50)",
    );
    const all = { watch: [pid], descriptors: [pid], openFiles: [pid], cgroup: [pid] };
    const readings = await watch(command, all, ({ seq }) => seq === 5);
    const seen = found(readings.at(-1), pid);
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const rss = bytesIn(status, "VmRSS");
    const near = (value: number) => where((it) => Math.abs(it / value - 1) < 0.2);
    expect(seen).toMatchObject({
      nsPid: pid,
      ppid: process.pid,
      rssBytes: near(rss),
      rssAnonBytes: near(bytesIn(status, "RssAnon")),
      ussBytes: where((uss) => uss > MIB && uss < rss * 1.2),
      cpuPercent: where((percent) => percent > 1),
      descriptors: { eventpolls: where((count) => count > 0) },
      openFiles: where((count) => count > 5),
      cgroup: expect.stringMatching(/^\//),
      signals: { blocked: expect.any(BigInt) },
      startedAt: where((at) => Math.abs(at - systemClock.now()) < 60_000),
    });
    expect(
      readings.every(({ at }, index) => index === 0 || at > (readings[index - 1]?.at ?? 0)),
    ).toBe(true);
    expect(readings.at(-1)).toMatchObject({
      memory: { limitBytes: expect.any(Number) },
      cpu: { usagePercent: expect.any(Number) },
    });
    expect(readings.at(-1)?.lastPid).toBeGreaterThan(0);
  });

  test.skipIf(isMissing)("never shows itself or us", async () => {
    const [reading] = await watch(command, { watch: [] }, () => true);
    expect(found(reading, process.pid)).toBeUndefined();
    const below = reading?.processes.filter(({ ppid }) => ppid === process.pid) ?? [];
    // Its own shell is the child of this process that would be seen here.
    expect(below.filter(({ cmdline }) => cmdline.join(" ") === command.join(" "))).toEqual([]);
    expect(reading?.cost.rssBytes).toBeGreaterThan(MIB);
  });

  test.skipIf(isMissing)("five hundred processes", async () => {
    const pids = Array.from({ length: 500 }, () => start("sleep", "1000"));
    const readings = await watch(command, { watch: pids, rollup: [] }, ({ seq }) => seq === 3);
    const last = readings.at(-1);
    expect(pids.every((pid) => (found(last, pid)?.rssAnonBytes ?? 0) > 0)).toBe(true);
    expect(pids.every((pid) => found(last, pid)?.cmdline.join(" ") === "sleep 1000")).toBe(true);
  });
});

test("a process that ends is told once, and what is born is surveyed", async () => {
  const pid = start("sleep", "1000");
  const kills: number[] = [];
  const readings = await watch(["sh"], { watch: [pid] }, ({ seq, faults }, all) => {
    if (seq === 2) {
      process.kill(pid, "SIGKILL");
      kills.push(start("sleep", "1001"));
    }
    return faults.length > 0 || all.some(({ faults: earlier }) => earlier.length > 0)
      ? found(all.at(-1), kills[0] ?? 0) !== undefined
      : false;
  });
  expect(readings.flatMap(({ faults }) => faults)).toEqual([{ kind: "vanished", pid }]);
  expect(found(readings.at(-1), pid)).toBeUndefined();
  expect(found(readings.at(-1), kills[0] ?? 0)?.cmdline).toEqual(["sleep", "1001"]);
});

test.skipIf(lacks("php"))("titles of PHP processes, also hostile ones", async () => {
  const titles = [
    "shop.api.Worker.0",
    "a\nb",
    "\u001e\u001b[2J",
    ") S 1 1 (",
    "\n==> 1/stat <==\n1 (x",
  ];
  const pids = titles.map((title) =>
    start("php", "-n", "-r", `cli_set_process_title(base64_decode("${btoa(title)}")); sleep(100);`),
  );
  const readings = await watch(["sh"], { watch: pids }, (reading) =>
    pids.every((pid) => !(found(reading, pid)?.cmdline ?? ["php"]).join(" ").includes("-r")),
  );
  expect(pids.map((pid) => found(readings.at(-1), pid)?.cmdline)).toEqual(
    titles.map((title) => [title]),
  );
});

test("a cgroup v2, from files", async () => {
  const root = mkdtempSync(join(tmpdir(), "swtop-cgroup-"));
  endings.push(() => rmSync(root, { recursive: true }));
  const files = {
    "cgroup.controllers": "cpu memory\n",
    "memory.current": `${100 * MIB}\n`,
    "memory.max": `${256 * MIB}\n`,
    "memory.peak": `${120 * MIB}\n`,
    "memory.swap.current": "0\n",
    "memory.events": "oom 1\noom_kill 1\n",
    "memory.stat": `anon ${50 * MIB}\nfile ${40 * MIB}\nkernel ${8 * MIB}\nshmem 0\ninactive_file ${30 * MIB}\nslab_reclaimable ${MIB}\n`,
    "cpu.stat": "usage_usec 1000\nnr_periods 0\nnr_throttled 0\n",
    "cpu.max": "50000 100000\n",
  };
  mkdirSync(root, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const readings = await watch(
    ["sh"],
    { watch: [] },
    ({ seq }) => {
      writeFileSync(join(root, "memory.events"), `oom ${seq + 1}\noom_kill ${seq + 1}\n`);
      writeFileSync(
        join(root, "cpu.stat"),
        `usage_usec ${1000 + seq * 50_000}\nnr_periods ${seq * 4}\nnr_throttled ${seq}\n`,
      );
      return seq === 4;
    },
    { cgroupRoot: `..${root}` },
  );
  expect(readings.map(({ memory }) => memory?.oomKills)).toEqual([1, 2, 3, 4]);
  expect(readings.at(-1)).toMatchObject({
    memory: {
      source: "cgroup-v2",
      limitBytes: 256 * MIB,
      unreclaimableBytes: 57 * MIB,
      workingSetBytes: 70 * MIB,
    },
    cpu: { limitCores: 0.5, throttledPercent: 25 },
  });
});
