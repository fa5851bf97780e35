import { describe, expect, test } from "vitest";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, MIB, MINUTE_MS } from "../../src/domain/units.ts";
import { screenView } from "../../src/store/select/screen.ts";
import {
  answered,
  observed,
  ownCostMeasured,
  playbackChanged,
  recordingGrew,
  recordingStarted,
  recordingStopped,
  timePassed,
} from "../../src/store/transitions.ts";
import { MAX_TRACKS } from "../../src/store/tracks.ts";
import {
  aMemory,
  aProcess,
  aSample,
  aServer,
  beginning,
  GEOMETRY,
  namesOf,
  pressed,
  rowsOf,
  seen,
  selectedName,
  START,
  viewOf,
} from "./build.ts";

const worker = (pid: number, number: number, mib = 10, generation = 1) =>
  aProcess({ pid, slot: `Worker.${number}`, mib, generation });
/** Workers with a counter of OOM kills. */
const counted = (second: number, pids: readonly number[], oomKills: number) =>
  aSample(second, [aServer(pids.map((pid) => worker(pid, pid)))], {
    memory: aMemory({ oomKills }),
  });
const withMemory = (second: number, facts: Parameters<typeof aMemory>[0]) =>
  aSample(second, [], { memory: aMemory(facts) });

describe("what comes in", () => {
  test("before the first sample the table waits, and nothing is silent", () => {
    const { table, header, memory, process } = viewOf(beginning());
    expect(table).toMatchObject({ empty: "waiting", lines: [], above: 0, below: 0 });
    expect(header).toMatchObject({
      target: "local:",
      state: "connecting",
      silentMs: null,
      at: null,
    });
    expect(memory.memory).toBeNull();
    expect(process).toBeNull();
  });

  test("hello names the target, a session says how it is reached", () => {
    const hello = { swtop: "0.1.0", target: "docker://api", at: epochMs(START) };
    const fault = { kind: "stream-ended", detail: untrustedText("exit 1") } as const;
    const session = { state: "retrying", at: epochMs(START), fault } as const;
    const named = observed(beginning(), { type: "hello", hello }, START);
    const { header } = viewOf(observed(named, { type: "session", session }, START));
    expect(header).toMatchObject({ target: "docker://api", state: "retrying", fault });
  });

  test("no server is another emptiness than no sample", () => {
    expect(viewOf(seen(beginning(), aSample(0, []))).table.empty).toBe("no-server");
  });

  test("missing numbers are dropped samples; half an interval is late", () => {
    const servers = [aServer([worker(1, 0)])];
    const state = seen(
      beginning(),
      aSample(5, servers),
      aSample(6, servers, { lateMs: 500 }),
      aSample(9, servers, { lateMs: 501 }),
      aSample(10, servers, { lateMs: null }),
    );
    expect(viewOf(state).header).toMatchObject({ droppedSamples: 2, lateSamples: 1 });
  });

  test("over-budget readings slow sampling down, and that is said", () => {
    const slow = aSample(0, [], { faults: [{ kind: "over-budget", pid: null }] });
    expect(viewOf(seen(beginning(), slow)).header.isSlowed).toBe(true);
    expect(viewOf(seen(beginning(), slow, aSample(1, []))).header.isSlowed).toBe(false);
  });
});

describe("silence", () => {
  test("where the budget slows a session down its pace is told, and is no silence", () => {
    const faults = [{ kind: "over-budget", pid: null } as const];
    const samples = [0, 9, 18, 27].map((at) => aSample(at, [], { faults }));
    const slow = observed(
      seen(beginning(), ...samples),
      { type: "session", session: { state: "live", at: epochMs(START), fault: null } },
      START + 27_000,
    );
    const later = timePassed(slow, START + 27_000 + 20_000);
    expect(headerAt(later, 47_000)).toMatchObject({ state: "live", intervalMs: 9000 });
  });

  const live = observed(
    seen(beginning(), aSample(0, [aServer([worker(1, 0)])])),
    { type: "session", session: { state: "live", at: epochMs(START), fault: null } },
    START,
  );
  const headerAt = (state: typeof live, ms: number) =>
    screenView(state, GEOMETRY, START + ms).header;

  test("three intervals are none: the State stays the same", () => {
    expect(timePassed(live, START + 3000)).toBe(live);
    expect(headerAt(live, 3000)).toMatchObject({ state: "live", silentMs: 3000, fault: null });
  });

  test("then the link is stale, and each second says so once", () => {
    const silent = timePassed(live, START + 14_200);
    expect(headerAt(silent, 14_200)).toMatchObject({
      state: "stale",
      silentMs: 14_200,
      fault: { kind: "silent", detail: null },
    });
    expect(timePassed(silent, START + 14_900)).toBe(silent);
    expect(timePassed(silent, START + 15_000)).not.toBe(silent);
  });

  test("a sample ends it", () => {
    const back = seen(timePassed(live, START + 14_200), aSample(20, []));
    expect(headerAt(back, 20_000)).toMatchObject({ state: "live", silentMs: 0 });
  });

  test("of a long interval three make it", () => {
    const slow = seen(beginning({ intervalMs: 10_000 }), aSample(0, []));
    expect(timePassed(slow, START + 30_000)).toBe(slow);
    expect(timePassed(slow, START + 30_001)).not.toBe(slow);
  });

  test("a recording is never silent", () => {
    const played = seen(beginning({ playback: { speed: 1, isOver: false } }), aSample(0, []));
    expect(timePassed(played, START + 60_000)).toBe(played);
  });

  test("what the session says of itself stands", () => {
    const fault = { kind: "silent", detail: null } as const;
    const session = { state: "stale", at: epochMs(START), fault } as const;
    const { header } = viewOf(observed(live, { type: "session", session }, START));
    expect(header).toMatchObject({ state: "stale", fault });
  });
});

describe("slots over time", () => {
  const two = [aServer([worker(1, 0, 30), worker(2, 1, 20)])];

  test("a dead process keeps its row for a minute, not alive, with its last values", () => {
    const gone = [aServer([worker(2, 1, 20)])];
    const state = seen(beginning(), aSample(0, two), aSample(1, gone), aSample(60, gone));
    expect(rowsOf(state).map(({ process, isAlive }) => [process.pid, isAlive])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(rowsOf(state)[0]?.process.rssBytes).toBe(30 * MIB);
    expect(viewOf(state).table.processCount).toBe(1);
    expect(namesOf(seen(state, aSample(61, gone)))).toEqual(["Worker.1"]);
  });

  test("a respawn takes its row at once and keeps the line of its slot", () => {
    const state = seen(
      beginning(),
      aSample(0, two),
      aSample(1, [aServer([worker(2, 1, 20)])]),
      aSample(2, [aServer([worker(9, 0, 5, 2), worker(2, 1, 20)])]),
    );
    const row = rowsOf(state).find(({ process }) => process.slot === "Worker.0");
    expect(rowsOf(state)).toHaveLength(2);
    expect(row).toMatchObject({ isAlive: true, process: { pid: 9, generation: 2 } });
    expect(row?.cells.filter((cell) => cell !== null)).toEqual([30, 5].map((mib) => mib * MIB));
  });

  test("growth is told within the present incarnation only", () => {
    const state = seen(
      beginning(),
      aSample(0, two),
      aSample(1, [aServer([worker(9, 0, 5, 2)])]),
      aSample(2, [aServer([worker(9, 0, 6, 2)])]),
    );
    expect(rowsOf(state).find(({ process }) => process.pid === 9)?.growthBytes).toBe(MIB);
  });

  test("two processes in one slot are two rows, each with its own line", () => {
    const state = seen(
      beginning(),
      aSample(0, two),
      aSample(1, [aServer([worker(1, 0, 30), worker(9, 0, 5, 2)])]),
      aSample(2, [aServer([worker(1, 0, 30), worker(9, 0, 5, 2)])]),
    );
    const lines = rowsOf(state)
      .filter(({ process }) => process.slot === "Worker.0")
      .map(({ process, cells }) => [process.pid, Math.max(...cells.map((cell) => cell ?? 0))]);
    expect(lines).toEqual([
      [1, 30 * MIB],
      [9, 5 * MIB],
    ]);
  });

  test("a death that the kernel's counter explains later is one mark, an OOM kill's", () => {
    const died = seen(beginning(), counted(0, [1, 2], 0), counted(5, [2], 0));
    const marksOf = (state: typeof died) =>
      rowsOf(state)
        .find(({ process }) => process.pid === 1)
        ?.cellMarks.filter((mark) => mark !== null);
    expect(marksOf(died)).toEqual(["death"]);
    expect(marksOf(seen(died, counted(6, [2], 1)))).toEqual(["oom"]);
  });

  test("a child that ended leaves no row", () => {
    const child = aProcess({ pid: 7, role: "child", parentSlot: "Worker.0", mib: 1 });
    const state = seen(
      beginning(),
      aSample(0, [aServer([worker(1, 0), child])]),
      aSample(1, [aServer([worker(1, 0)])]),
    );
    expect(namesOf(state)).toEqual(["Worker.0"]);
  });

  test("the opened process stays however long it is dead", () => {
    const opened = pressed(seen(beginning(), aSample(0, two)), { type: "open" });
    const gone = [aServer([worker(2, 1, 20)])];
    const state = seen(opened, aSample(1, gone), aSample(600, gone));
    expect(viewOf(state).process?.row).toMatchObject({ isAlive: false, process: { pid: 1 } });
    expect(namesOf(pressed(state, { type: "back" }))).toEqual(["Worker.1"]);
  });

  test("a clock that is set back far begins anew, a little is overlooked", () => {
    const state = seen(beginning(), aSample(600, two), aSample(595, two));
    expect(state.known.firstAt).toBe(START + 600_000);
    const back = seen(state, aSample(0, two));
    expect(back.known.firstAt).toBe(START);
    expect(rowsOf(back)[0]?.cells.filter((cell) => cell !== null)).toEqual([30 * MIB]);
  });

  test("a crash loop stays bounded", () => {
    let state = beginning();
    for (let second = 0; second < MAX_TRACKS + 200; second += 1)
      state = seen(state, aSample(second, [aServer([worker(1000 + second, 0)])]));
    expect(state.known.tracks.size).toBeLessThanOrEqual(MAX_TRACKS);
    expect(namesOf(state)).toEqual(["Worker.0"]);
  });
});

describe("memory", () => {
  test("the kernel's peak has a time only when it was seen to rise", () => {
    const before = withMemory(0, { peakBytes: bytes(90), currentBytes: bytes(50) });
    const state = seen(beginning(), before);
    expect(viewOf(state).memory).toMatchObject({ memory: { peakBytes: 90 }, peakAt: null });
    const risen = seen(state, withMemory(1, { peakBytes: bytes(95) }), withMemory(2, {}));
    expect(viewOf(risen).memory.peakAt).toBe(START + 1000);
  });

  test("without one it is the highest figure seen", () => {
    const state = seen(
      beginning(),
      withMemory(0, { currentBytes: bytes(50) }),
      withMemory(1, { currentBytes: bytes(70) }),
      withMemory(2, { currentBytes: bytes(60) }),
    );
    expect(viewOf(state).memory).toMatchObject({
      memory: { currentBytes: 60, peakBytes: 70 },
      peakAt: START + 1000,
    });
  });

  test("a risen counter is an OOM kill; the first figure is none", () => {
    const state = seen(beginning(), withMemory(0, { oomKills: 3 }), withMemory(1, { oomKills: 3 }));
    expect(viewOf(state).memory.lastOomAt).toBeNull();
    const killed = seen(state, withMemory(2, { oomKills: 4 }), withMemory(3, { oomKills: 4 }));
    expect(viewOf(killed).memory.lastOomAt).toBe(START + 2000);
  });

  test("how fast unreclaimable memory moves", () => {
    const samples = Array.from({ length: 31 }, (_, second) =>
      withMemory(second, { unreclaimableBytes: bytes((100 + second) * MIB) }),
    );
    const minute = viewOf(seen(beginning(), ...samples)).memory.bytesPerMinute;
    expect(minute).toBeCloseTo(60 * MIB, 0);
    expect(viewOf(seen(beginning(), ...samples.slice(1))).memory.bytesPerMinute).toBeNull();
  });

  test("how fast unreclaimable memory moves begins anew after a silence", () => {
    const seconds = Array.from({ length: 71 }, (_, second) => second);
    const samples = seconds.map((second) =>
      withMemory(second, { unreclaimableBytes: bytes((second < 40 ? 1600 : 660) * MIB) }),
    );
    const [before, after] = [samples.slice(0, 8), samples.slice(40)];
    const rate = (count: number) =>
      viewOf(seen(beginning(), ...before, ...after.slice(0, count))).memory.bytesPerMinute;
    expect(rate(1)).toBeNull();
    expect(rate(30)).toBeNull();
    expect(rate(31)).toBe(0);
  });

  test("a late sample is no silence", () => {
    const samples = Array.from({ length: 40 }, (_, second) =>
      withMemory(second, { unreclaimableBytes: bytes((100 + second) * MIB) }),
    );
    const late = samples.filter((_, second) => second < 30 || second > 31);
    expect(viewOf(seen(beginning(), ...late)).memory.bytesPerMinute).toBeCloseTo(60 * MIB, 0);
  });

  test("private memory by role, the largest first: uss, else anon", () => {
    const processes = [
      worker(1, 0, 30),
      aProcess({ pid: 2, slot: "Worker.1", mib: 40, ussBytes: null }),
      aProcess({ pid: 3, slot: "TaskWorker.2", mib: 80 }),
      aProcess({ pid: 4 }),
    ];
    const state = seen(beginning(), aSample(0, [aServer(processes)]));
    expect(viewOf(state).memory.byRole).toEqual([
      { role: "task-worker", bytes: 80 * MIB, count: 1 },
      { role: "worker", bytes: 70 * MIB, count: 2 },
      { role: null, bytes: 0, count: 1 },
    ]);
  });

  test("a server in its own cgroup is shown with that while it is looked at", () => {
    const own = aServer([worker(1, 0, 50)], {
      id: "own",
      memory: aMemory({ currentBytes: bytes(5) }),
    });
    const other = aServer([worker(2, 0, 10)], { id: "other" });
    const memory = aMemory({ currentBytes: bytes(9) });
    const state = seen(beginning(), aSample(0, [own, other], { memory }));
    expect(viewOf(state).memory).toMatchObject({
      serverId: "own",
      memory: { currentBytes: 5 },
      byRole: [{ bytes: 50 * MIB }],
    });
    expect(viewOf(pressed(state, { type: "move", by: 1 })).memory).toMatchObject({
      serverId: null,
      memory: { currentBytes: 9 },
      byRole: [{ bytes: 10 * MIB }],
    });
  });
});

describe("what swtop does itself", () => {
  test("own cost, playback, notice", () => {
    const measured = ownCostMeasured(beginning({ notice: "the demo" }), {
      cpuPercent: 2.5,
      rssBytes: bytes(7),
    });
    expect(viewOf(playbackChanged(measured, { speed: 20, isOver: true })).header).toMatchObject({
      ownCost: { cpuPercent: 2.5, rssBytes: 7 },
      playback: { speed: 20, isOver: true },
      notice: "the demo",
    });
  });

  test("a recording from start to end", () => {
    const started = recordingGrew(recordingStarted(beginning(), "a.ndjson", START), 512);
    expect(screenView(started, GEOMETRY, START + 4000).header.recording).toEqual({
      file: "a.ndjson",
      bytes: 512,
      sinceMs: 4000,
    });
    expect(viewOf(recordingStopped(started)).header.recording).toBeNull();
    expect(viewOf(recordingGrew(beginning(), 5)).header.recording).toBeNull();
  });

  test("an answer is gone with the next key", () => {
    const state = answered(beginning(), "copied");
    expect(viewOf(state).header.answer).toBe("copied");
    expect(viewOf(pressed(state, { type: "utc" })).header.answer).toBeNull();
  });
});

describe("the selected row", () => {
  const three = [aServer([worker(1, 0, 30), worker(2, 1, 20), worker(3, 2, 10)])];
  const second = pressed(seen(beginning(), aSample(0, three)), { type: "move", by: 1 });

  test("is the first from the start", () => {
    expect(selectedName(seen(beginning(), aSample(0, three)))).toBe("Worker.0");
  });

  test("is the first, whichever that is, until one is chosen", () => {
    const turned = [aServer([worker(1, 0, 30), worker(2, 1, 90), worker(3, 2, 40)])];
    expect(selectedName(seen(beginning(), aSample(0, three), aSample(1, turned)))).toBe("Worker.1");
  });

  test("stays with its row when others overtake it", () => {
    const turned = [aServer([worker(1, 0, 30), worker(2, 1, 90), worker(3, 2, 40)])];
    const state = seen(second, aSample(1, turned));
    expect(namesOf(state)).toEqual(["Worker.1", "Worker.2", "Worker.0"]);
    expect(selectedName(state)).toBe("Worker.1");
  });

  test("survives a respawn", () => {
    const without = [aServer([worker(1, 0, 30), worker(3, 2, 10)])];
    const respawned = [aServer([worker(1, 0, 30), worker(9, 1, 1, 2), worker(3, 2, 10)])];
    const state = seen(second, aSample(1, without), aSample(2, respawned));
    expect(selectedName(state)).toBe("Worker.1");
    expect(state.screen.selected?.pid).toBe(9);
  });

  test("stays on its process while a reload shares the slot, then on the slot", () => {
    const sharing = [aServer([worker(2, 1, 20), worker(9, 1, 40, 2)])];
    const shared = seen(second, aSample(1, sharing));
    expect(shared.screen.selected?.pid).toBe(2);
    expect(selectedName(shared)).toBe("Worker.1");
    const after = seen(shared, aSample(2, [aServer([worker(9, 1, 40, 2)])]));
    expect(selectedName(after)).toBe("Worker.1");
    expect(after.screen.selected?.pid).toBe(9);
  });

  test.each([
    { name: "the one below", gone: 2, next: "Worker.2" },
    { name: "the one above when it was the last", gone: 3, next: "Worker.1" },
  ])("that goes away hands over to $name", ({ gone, next }) => {
    const on = pressed(second, { type: "move", by: gone - 2 });
    const left = [aServer(three[0]?.processes.filter(({ pid }) => pid !== gone) ?? [])];
    const state = seen(on, aSample(1, left), aSample(1 + MINUTE_MS / 1000, left));
    expect(selectedName(state)).toBe(next);
  });
});
