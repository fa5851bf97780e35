import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Sample } from "../../src/domain/sample.ts";
import { epochMs, KIB, MIB } from "../../src/domain/units.ts";
import { decodeObservation } from "../../src/recording/decode.ts";
import type { State } from "../../src/store/state.ts";
import { observed } from "../../src/store/transitions.ts";
import type { ProcessRow, ScreenView } from "../../src/store/view.ts";
import { beginning, namesOf, pressed, rowsOf, typed, viewOf } from "./build.ts";

// The demo's recording of a real Hyperf service. Its truth: sync-stock leaks in all workers until the kernel kills Worker.0 (pid 914, host) at minute 21.5,
// between the samples of 16:45:01 and 16:45:02; the manager forks 20026 in its place at once.
const FILE = fileURLToPath(new URL("../../src/targets/demo/worker.ndjson.gz", import.meta.url));
const DEATH = epochMs(Date.parse("2026-11-26T16:45:02.000Z"));

// Views of that moment: the series in a State go on.
let before: ScreenView;
let after: ScreenView;
let end: State;
const samples: Sample[] = [];

beforeAll(() => {
  let state = beginning({ uri: "demo:", playback: { speed: 20, isOver: false } });
  for (const line of gunzipSync(readFileSync(FILE)).toString("utf8").trim().split("\n")) {
    const observation = decodeObservation(line);
    if (observation === null) throw new Error(`no observation: ${line}`);
    const next = observed(state, observation, 0);
    if (observation.type === "sample") samples.push(observation.sample);
    if (observation.type === "sample" && observation.sample.at === DEATH) {
      before = viewOf(state);
      after = viewOf(next);
    }
    state = next;
  }
  end = state;
});

const rows = ({ table }: ScreenView): readonly ProcessRow[] =>
  table.lines.flatMap((line) => (line.type === "process" ? [line.row] : []));

const rowOf = (view: ScreenView, slot: string): ProcessRow => {
  const row = rows(view).find(({ process }) => process.slot === slot);
  if (row === undefined) throw new Error(`no row ${slot}`);
  return row;
};

describe("the recording of the incident", () => {
  test("before the kill: four workers of generation 1 that grow, nothing concluded", () => {
    const { conclusions, header, memory, table } = before;
    expect(conclusions).toEqual([]);
    expect(header).toMatchObject({
      target: "docker://shop-api-1",
      state: "live",
      droppedSamples: 0,
      lateSamples: 0,
    });
    expect(memory).toMatchObject({ lastOomAt: null, memory: { limitBytes: 120_586_240 } });
    expect(table.processCount).toBe(7);
    const workers = rows(before).filter(({ process }) => process.role === "worker");
    expect(workers.map(({ process }) => process.generation)).toEqual([1, 1, 1, 1]);
    for (const { growthBytes, cellMarks } of workers) {
      expect(growthBytes).toBeGreaterThan(9_000_000);
      expect(cellMarks.every((mark) => mark === null)).toBe(true);
    }
    expect(memory.bytesPerMinute).toBeGreaterThan(1_000_000);
  });

  test("at the kill, in the same sample: the mark, the respawn in its row, the conclusion", () => {
    const row = rowOf(after, "Worker.0");
    expect(row).toMatchObject({
      isAlive: true,
      key: rowOf(before, "Worker.0").key,
      process: { pid: 20_026, generation: 2 },
    });
    expect(row.cellMarks.at(-1)).toBe("oom");
    expect(row.cellMarks.slice(0, -1).every((mark) => mark === null)).toBe(true);
    // Its line goes on from what the victim had.
    expect(row.cells.slice(0, -1)).toEqual(rowOf(before, "Worker.0").cells.slice(0, -1));
    expect(row.growthBytes).toBeNull();
    expect(rows(after)).toHaveLength(7);
    expect(after.memory.lastOomAt).toBe(DEATH);
    expect(after.conclusions).toMatchObject([
      {
        kind: "oom-killed",
        limitBytes: 120_586_240,
        kills: 1,
        seen: [{ at: DEATH, count: 1, victims: [{ pid: 914, slot: "Worker.0" }] }],
      },
    ]);
  });

  test("no other row has a mark", () => {
    const marked = rowsOf(end)
      .filter(({ cellMarks }) => cellMarks.some((mark) => mark !== null))
      .map(({ process }) => process.slot);
    expect(marked).toEqual(["Worker.0"]);
  });

  test("the opened slot shows both lives and their ends", () => {
    const opened = pressed(end, ...typed("worker.0"), { type: "filter-keep" }, { type: "open" });
    const process = viewOf(opened).process;
    expect(process?.incarnations).toMatchObject([
      { pid: 20_026, generation: 2, isAlive: true, end: null },
      { pid: 914, generation: 1, isAlive: false, end: "oom" },
    ]);
    const peaks = process?.incarnations.map(({ peakBytes }) => peakBytes ?? 0) ?? [];
    expect(peaks[1]).toBeGreaterThan(peaks[0] ?? Infinity);
    const { chart } = process ?? {};
    expect(chart?.marks.filter((mark) => mark !== null)).toEqual(["oom"]);
    expect(chart?.uss.every((cell) => cell !== null)).toBe(true);
    expect(chart?.anon.every((cell) => cell !== null)).toBe(true);
  });

  test("the end: everybody has a row, sorted by private memory", () => {
    const uss = rowsOf(end).map(({ process }) => Number(process.ussBytes));
    expect(uss).toEqual(uss.toSorted((a, b) => b - a));
    expect(namesOf(end).toSorted()).toEqual([
      "Manager",
      "Master",
      "Worker.0",
      "Worker.1",
      "Worker.2",
      "Worker.3",
      "crontab-dispatcher.0",
    ]);
  });
});

describe("the ticks of its project", () => {
  /** Cells of five seconds: a run that begins within a second of its tick rises in the cell of the tick. */
  const CHART = { chartCells: 180, cells: 180 };
  const MINUTES = 15;

  test("the ruler names all four, and each minute has its mark: sync-stock's own where nothing rarer ticks", () => {
    const { axis, ruler } = viewOf(end, CHART).table;
    expect(ruler?.tasks.map(({ letter, name }) => `${letter} ${name}`)).toEqual([
      "a close-orders",
      "b daily-report",
      "c heartbeat",
      "d sync-stock",
    ]);
    const minutes = (ruler?.cells ?? []).flatMap((letter, cell) => {
      const at = axis.from + (cell * axis.windowMs) / axis.cells;
      return at % 60_000 === 0 ? [`${new Date(at).toISOString().slice(14, 16)}${letter}`] : [];
    });
    expect(minutes.join(" ")).toBe("34a 35b 36a 37d 38a 39d 40b 41d 42a 43d 44a 45b 46a 47d 48a");
    expect(ruler?.cells.filter((letter) => letter === "c")).toHaveLength(MINUTES * 5);
  });

  test("daily-report's peak stands under its own tick", () => {
    const view = viewOf(end, CHART);
    const peaks = rows(view)
      .filter(({ process }) => process.role === "worker" && process.generation === 1)
      .map(({ cells }) => {
        const highest = Math.max(...cells.map((cell) => cell ?? 0));
        return view.table.ruler?.cells[cells.indexOf(highest)];
      });
    // Worker.2 had its turn before this window: its highest point is what sync-stock left.
    expect(peaks.filter((letter) => letter === "b")).toHaveLength(2);
  });

  test("each rise of sync-stock begins in the cell of its tick", () => {
    // Cells of a quarter of a minute: its first page is kept six seconds after it began.
    const { axis, ruler } = viewOf(end).table;
    const cellOf = (at: number) => Math.floor(((at - axis.from) * axis.cells) / axis.windowMs);
    const begins = ["Worker.0", "Worker.1", "Worker.2", "Worker.3"].flatMap(risesOf);
    const seen = begins.filter((at) => at >= axis.from);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    for (const at of seen) {
      const tick = Math.floor(at / 60_000) * 60_000;
      expect(cellOf(at)).toBe(cellOf(tick));
      expect("abd").toContain(ruler?.cells[cellOf(at)]);
    }
    expect(seen.map((at) => ruler?.cells[cellOf(at)])).toContain("d");
  });

  test("sync-stock grows in twelve small steps within 74 s after its tick", () => {
    // Two runs beside which no other ran in the same worker.
    for (const [slot, minute] of [
      ["Worker.2", "16:30"],
      ["Worker.3", "16:40"],
    ] as const) {
      const tick = Date.parse(`2026-11-26T${minute}:00Z`);
      const steps = stepsOf(slot).filter(({ at }) => at >= tick && at < tick + 120_000);
      expect(steps).toHaveLength(12);
      expect(Math.max(...steps.map(({ rise }) => rise))).toBeLessThan(350 * KIB);
      const seconds = steps.map(({ at }) => Math.floor((at - tick) / 1000));
      expect(seconds[0]).toBeLessThanOrEqual(7);
      expect(seconds.at(-1)).toBeLessThanOrEqual(74);
    }
  });

  test("the largest step of a worker is daily-report's, with the letters of all that ticked then", () => {
    const steps = rows(viewOf(end)).filter(({ process }) => process.role === "worker");
    expect(steps.map(({ process, step }) => [process.slot, step?.letters])).toContainEqual([
      "Worker.1",
      "abd",
    ]);
  });
});

/** When the live heap of a slot began to rise in steps of a page of stock (about 240 KiB), after 12 s without one. */
function risesOf(slot: string): readonly number[] {
  const steps = stepsOf(slot);
  return steps.flatMap(({ at, rise }, index) =>
    at - (steps[index - 1]?.at ?? -Infinity) > 12_000 && rise < MIB / 2 ? [at] : [],
  );
}

/** Each rise of the live heap of a slot by a page of stock or more from one reading to the next. */
function stepsOf(slot: string): readonly { readonly at: number; readonly rise: number }[] {
  const steps: { readonly at: number; readonly rise: number }[] = [];
  let last: number | null = null;
  for (const { at, servers } of samples) {
    const heap = servers[0]?.processes.find((process) => process.slot === slot)?.heapBytes ?? null;
    const rise = heap === null || last === null ? 0 : heap - last;
    last = heap ?? last;
    if (rise >= 150 * KIB) steps.push({ at, rise });
  }
  return steps;
}
