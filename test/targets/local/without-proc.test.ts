import { expect, test } from "vitest";
import { openWithoutProc, parsePs, type System } from "../../../src/targets/local/without-proc.ts";
import { NO_DEMAND } from "../../../src/domain/demand.ts";
import type { Gathered } from "../../../src/domain/ports/source.ts";
import { fakeClock } from "../../collector/fake-clock.ts";

const PS = `    1     0  13312 Thu Nov 26 18:05:00 2026     /sbin/launchd
  501     1  20480 Thu Nov 26 18:06:01 2026     /opt/php/bin/php bin/hyperf.php start
  502   501  30720 Thu Nov  6 08:06:02 2026     /opt/php/bin/php bin/hyperf.php start
  900     1  99999 Thu Nov 26 18:07:00 2026     node swtop
  901   900   1000 Thu Nov 26 18:07:00 2026     ps -axo pid=
nonsense
`;

const rig = (system: Partial<System> = {}) => {
  const clock = fakeClock();
  const life = new AbortController();
  const whole: System = {
    list: () => Promise.resolve(PS),
    usage: (pids) =>
      Promise.resolve(new Map(pids.map((pid) => [pid, { cpu: 12.5, memory: 4096 * pid }]))),
    totalBytes: () => 8_000_000_000,
    ownPid: 900,
    ...system,
  };
  const source = openWithoutProc({ intervalMs: 1000, clock, system: whole }, life.signal);
  const all = source.gathered[Symbol.asyncIterator]();
  const next = async (): Promise<Gathered | null> => {
    const { done, value } = await clock.run(all.next());
    return done === true ? null : value;
  };
  return { source, next, abort: () => life.abort() };
};

test("rows of ps become processes, ours left out", () => {
  const processes = parsePs(PS, 900);
  expect(processes.map(({ pid, ppid, comm }) => [pid, ppid, comm])).toEqual([
    [1, 0, "launchd"],
    [501, 1, "php"],
    [502, 501, "php"],
  ]);
  expect(processes[1]).toMatchObject({
    rssBytes: 20480 * 1024,
    cmdline: ["/opt/php/bin/php", "bin/hyperf.php", "start"],
    startedAt: new Date(2026, 10, 26, 18, 6, 1).getTime(),
    ussBytes: null,
    signals: null,
    threads: null,
  });
});

test("a survey comes first, and what is demanded of it is in the reading", async () => {
  const { next, source, abort } = rig();
  expect(await next()).toMatchObject({ session: { state: "connecting" } });
  expect(await next()).toMatchObject({ session: { state: "live" } });
  expect(await next()).toMatchObject({ type: "survey", reading: { seq: 1 } });
  source.demand({ ...NO_DEMAND, watch: [502, 777] });
  expect(await next()).toMatchObject({
    type: "reading",
    reading: {
      seq: 1,
      processes: [{ cpuPercent: null }, {}, { pid: 502, cpuPercent: 12.5, rssBytes: 4096 * 502 }],
      memory: { source: "host", limitBytes: 8_000_000_000, currentBytes: null },
      cost: { cpuPercent: null, rssBytes: null },
      faults: [{ kind: "vanished", pid: 777 }],
    },
  });
  expect(await next()).toMatchObject({ type: "reading", reading: { seq: 2, faults: [] } });
  abort();
  expect(await next()).toBeNull();
});

test("a system without ps is over", async () => {
  const { next } = rig({ list: () => Promise.reject(new Error("spawn ps ENOENT")) });
  await next();
  expect(await next()).toMatchObject({
    session: { state: "over", fault: { kind: "system-refused", detail: "Error: spawn ps ENOENT" } },
  });
  expect(await next()).toBeNull();
});

test("a ps that fails later is tried again", async () => {
  const answers = [PS, null, PS];
  const list = () => {
    const answer = answers.shift() ?? null;
    return answer === null ? Promise.reject(new Error("busy")) : Promise.resolve(answer);
  };
  const { next } = rig({ list });
  for (let index = 0; index < 4; index++) await next();
  expect(await next()).toMatchObject({ session: { state: "retrying" } });
  expect(await next()).toMatchObject({ session: { state: "live" } });
});

test("the ps of this machine is understood", async () => {
  const life = new AbortController();
  const source = openWithoutProc({ intervalMs: 1000, clock: fakeClock() }, life.signal);
  for await (const gathered of source.gathered) {
    if (gathered.type === "session") continue;
    if (gathered.type === "reading") {
      const parent = gathered.reading.processes.find(({ pid }) => pid === process.ppid);
      expect(parent?.rssBytes).toBeGreaterThan(1024 * 1024);
      expect(parent?.cpuPercent).toBeGreaterThanOrEqual(0);
      break;
    }
    source.demand({ ...NO_DEMAND, watch: [process.ppid] });
  }
  life.abort();
});
