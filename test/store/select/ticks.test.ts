import { describe, expect, test } from "vitest";
import type { Project } from "../../../src/domain/project.ts";
import { epochMs, MINUTE_MS } from "../../../src/domain/units.ts";
import { ticksOn } from "../../../src/store/select/ticks.ts";
import type { State } from "../../../src/store/state.ts";
import { aProcess, aSample, aServer, beginning, pressed, seen, START, viewOf } from "../build.ts";
import { aProject, aTask, declaring } from "../declared.ts";

// START is 16:00:00 UTC; with these the axis is a quarter of an hour in cells of a minute, the newest of them begun.
const CELLS = { cells: 15 };
const server = (mib = 10) => aServer([aProcess({ pid: 1, slot: "Worker.0", mib })]);

const watched = (project: Project, seconds = [0, 840]): State =>
  seen(declaring(beginning(), project), ...seconds.map((second) => aSample(second, [server()])));

const drawn = (project: Project, seconds?: number[]): string | null => {
  const { ruler } = viewOf(watched(project, seconds), CELLS).table;
  return ruler === null ? null : ruler.cells.map((cell) => cell ?? "·").join("");
};

describe("the ruler", () => {
  test("letters go by name, the rarest wins a shared cell", () => {
    const tasks = [
      aTask("often", "* * * * *"),
      aTask("b-five", "*/5 * * * *"),
      aTask("a-three", "*/3 * * * *"),
    ];
    expect(drawn(aProject(tasks))).toBe("bccacbaccabcacc");
    const { ruler } = viewOf(watched(aProject(tasks)), CELLS).table;
    expect(ruler?.tasks).toEqual([
      { letter: "a", name: "a-three" },
      { letter: "b", name: "b-five" },
      { letter: "c", name: "often" },
    ]);
  });

  test("what does not run has no tick, but keeps its letter", () => {
    const place = { file: "a.php", line: 1 };
    const tasks = [
      aTask("a", "* * * * *", { enable: false }),
      aTask("b", "61 * * *", { valid: false }),
      aTask("c", "* * * * *", { overriddenBy: place }),
      aTask("d", "* * * * *", { rule: null, valid: null }),
      aTask("e", "*/5 * * * *"),
      aTask("f", "* * * * *", { next: [] }),
    ];
    expect(drawn(aProject(tasks))).toBe("e····e····e····");
  });

  test.each([
    ["none runs", aProject([aTask("a", "* * * * *", { enable: false })])],
    ["none is declared", aProject([])],
    ["the crontab is off", aProject([aTask("a", "* * * * *")], { enable: false })],
  ])("there is none where %s", (_, project) => {
    expect(drawn(project)).toBeNull();
  });

  test("there is none before a project was read, nor before the first sample", () => {
    expect(viewOf(seen(beginning(), aSample(0, [server()]))).table.ruler).toBeNull();
    expect(
      viewOf(declaring(beginning(), aProject([aTask("a", "* * * * *")]))).table.ruler,
    ).toBeNull();
  });

  test("a project that was read without a look at the next ticks has its ruler, too", () => {
    expect(drawn(aProject([aTask("a", "*/5 * * * *", { next: [] })]))).toBe("a····a····a····");
  });

  test("a tick has its mark once it has come, not when its cell begins", () => {
    const project = aProject([aTask("a", "30 14 * * * *")]);
    expect(drawn(project, [0, 869])).toBe("·".repeat(15));
    expect(drawn(project, [0, 870])).toBe(`${"·".repeat(14)}a`);
  });

  test("of two that come in the newest cell the one that has come, then the rarer", () => {
    const project = aProject([aTask("a", "40 14 * * * *"), aTask("b", "0 * * * * *")]);
    expect(drawn(project, [0, 870])?.at(-1)).toBe("b");
    expect(drawn(project, [0, 880])?.at(-1)).toBe("a");
  });
});

// 16:00 UTC is midnight in Shanghai.
const nightly = (
  facts: Parameters<typeof aTask>[2],
  zone: string | null,
  version?: string | null,
) => drawn(aProject([aTask("a", "5 0 * * *", facts)], { timezone: zone }, version));

describe("zones", () => {
  const ticks = "·····a·········";
  const nothing = "·".repeat(15);

  test("a task's own, else the crontab's; without one nothing is told", () => {
    expect(nightly({ timezone: "Asia/Shanghai" }, "America/New_York")).toBe(ticks);
    expect(nightly({}, "Asia/Shanghai")).toBe(ticks);
    expect(nightly({}, null)).toBeNull();
    expect(nightly({ timezone: "UTC" }, "Asia/Shanghai")).toBe(nothing);
  });

  test("before 3.1.5 a zone of its own moved no tick", () => {
    expect(nightly({ timezone: "Asia/Shanghai" }, "UTC", "3.1.4")).toBe(nothing);
    expect(nightly({ timezone: "UTC" }, "Asia/Shanghai", "3.1.4")).toBe(ticks);
  });

  test("an offset is no default zone: nothing is told", () => {
    expect(nightly({}, "+08:00")).toBeNull();
  });
});

const axis = (minutes: number) => ({
  from: epochMs(START),
  to: epochMs(START + minutes * MINUTE_MS),
  cells: 60,
  windowMs: minutes * MINUTE_MS,
});

describe("what it costs", () => {
  test("the same axis is not counted twice, not even by a second later", () => {
    const project = aProject([aTask("a", "* * * * * *")]);
    const first = ticksOn(project, axis(30));
    expect(first[0]?.ticks).toHaveLength(1800);
    expect(ticksOn(project, axis(30))).toBe(first);
    ticksOn(project, axis(15));
    expect(ticksOn(project, axis(30))).toBe(first);
  });

  test("hundreds of tasks that tick each second are left off, rare ones stay", () => {
    const often = Array.from({ length: 300 }, (_, index) => aTask(`each-${index}`, "* * * * * *"));
    const tasks = ticksOn(aProject([...often, aTask("z-rare", "*/5 * * * *")]), axis(30));
    const counts = tasks.map(({ ticks }) => ticks.length);
    expect(tasks).toHaveLength(301);
    expect(counts.at(-1)).toBe(6);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(50_000);
    expect(new Set(counts)).toEqual(new Set([1800, 0, 6]));
  });
});

describe("room", () => {
  const many = aServer(
    Array.from({ length: 30 }, (_, index) =>
      aProcess({ pid: index + 1, slot: `Worker.${index}`, mib: 40 - index }),
    ),
  );
  const project = aProject([aTask("a", "* * * * *")]);
  const state = seen(declaring(beginning(), project), aSample(0, [many]));

  test("it takes one line of the rows, and the chart has its own", () => {
    const { table } = viewOf(state, { tableRows: 16 });
    expect(table.lines).toHaveLength(15);
    expect(table.below).toBe(15);
    expect(
      viewOf(seen(beginning(), aSample(0, [many])), { tableRows: 16 }).table.lines,
    ).toHaveLength(16);
    const opened = viewOf(pressed(state, { type: "open" }), { chartCells: 70 });
    expect(opened.process?.chart.ruler?.cells).toHaveLength(70);
  });

  test("a low screen keeps its rows", () => {
    const { table } = viewOf(state, { tableRows: 9 });
    expect(table.ruler).toBeNull();
    expect(table.lines).toHaveLength(9);
  });

  test("the window moves by the rows that are left: one up from the last row leaves it", () => {
    const bottom = pressed(state, { type: "bottom" });
    const up = pressed(bottom, { type: "move", by: -1 });
    expect(viewOf(bottom).table).toMatchObject({ above: 11, below: 0 });
    expect(viewOf(up).table).toMatchObject({ above: 11, below: 0 });
  });
});
