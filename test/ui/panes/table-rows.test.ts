import { describe, expect, test } from "vitest";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { SORT_KEYS, type ProcessRow, type Ruler } from "../../../src/store/view.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { columns } from "../../../src/ui/columns/index.ts";
import { tableLayout } from "../../../src/ui/geometry.ts";
import { tableRows } from "../../../src/ui/panes/table/rows.ts";
import {
  aRow,
  aServer,
  aTable,
  aView,
  axis,
  leakingRow,
  look,
  processLines,
  reforkedRow,
  SGR,
} from "../build.ts";

function rows(width: number, change: Parameters<typeof aTable>[1] = {}) {
  const { cells } = tableLayout(width);
  const lines = processLines([leakingRow(cells), reforkedRow(cells)]);
  const table = aTable(lines, { axis: axis(cells), ...change });
  return tableRows(aView({ table }), { columns: width, rows: 40 }, look().theme).map((line) =>
    line.replaceAll(SGR, ""),
  );
}

describe("whole lines", () => {
  test("160 columns: REAL, GC ROOTS and GC RUNS gave way", () => {
    expect(rows(160).slice(1)).toEqual([
      "      PID ROLE    SLOT                     USS ~age   RSS v    ANON  SHARED    HEAP    d15m  MiB/m  CPU%    AGE   GEN             STEP 13:49               14:04",
      ">      39 worker  Worker.0               131.0 ~15s   168.3   131.0    37.3       –   +15.7   +1.0   4.3  6d04h     1     +15.6M 14:00 ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▆▆▆▆▆▆▆",
      "       44 worker  Worker.5                40.6         77.9    40.6       –       –     0.0      –   0.0  02:13     3                –     ████████!+▁▁▁▁▁▁▁▁▁▁▁",
    ]);
  });

  test("220 columns: everything", () => {
    const heap = { heapBytes: bytes(118.4 * MIB), heapRealBytes: bytes(126 * MIB) };
    const row = aRow({
      pid: 39,
      slot: "Worker.0",
      mib: 131,
      gcRoots: 9812,
      gcRuns: 412,
      sockets: { "3306": 70, "6379": 4 },
      ...heap,
    });
    const table = aTable(processLines([row]), { axis: axis(40) });
    const drawn = tableRows(aView({ table }), { columns: 220, rows: 9 }, look().theme).map((line) =>
      line.replaceAll(SGR, "").slice(69, 119),
    );
    expect(drawn.slice(1, 3)).toEqual([
      "SHARED    HEAP    REAL  GC ROOTS  GC RUNS  SOCKETS",
      "     –   118.4   126.0      9812      412       74",
    ]);
  });

  test("120 columns: AGE, GEN, CPU% and SHARED gave way", () => {
    expect(rows(120)).toEqual([
      "- Processes 2 - sort RSS v - 15 min, 37.5 s/cell -----------------------------------------------------------------------",
      "      PID ROLE    SLOT                 USS ~age   RSS v    ANON    d15m  MiB/m             STEP 13:49              14:04",
      ">      39 worker  Worker.0           131.0 ~15s   168.3   131.0   +15.7   +1.0     +15.6M 14:00 ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▆▆▆▆▆▆▆",
      "       44 worker  Worker.5            40.6         77.9    40.6     0.0      –                –     ████████!+▁▁▁▁▁▁▁▁▁▁",
    ]);
  });

  test("80 columns: what a leak is seen by", () => {
    expect(rows(80)).toEqual([
      "- Processes 2 - sort RSS v - 15 min, 45 s/cell ---------------------------------",
      "      PID ROLE    SLOT             USS ~age   RSS v    d15m 13:49          14:04",
      ">      39 worker  Worker.0       131.0 ~15s   168.3   +15.7 ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▆▆▆▆▆▆",
      "       44 worker  Worker.5        40.6         77.9     0.0     ██████!+▁▁▁▁▁▁▁▁",
    ]);
  });

  test("60 columns: still who, where and how much", () => {
    expect(rows(60).slice(1)).toEqual([
      "      PID ROLE    SLOT             RSS v    d15m 13:49 14:04",
      ">      39 worker  Worker.0         168.3   +15.7 ▂▂▂▂▂▂▂▂▆▆▆",
      "       44 worker  Worker.5          77.9     0.0     █!+▁▁▁▁",
    ]);
  });
});

describe("the ruler of ticks", () => {
  const tasks = [
    { letter: "a", name: "close-orders" },
    { letter: "b", name: "daily-report" },
    { letter: "c", name: "heartbeat" },
    { letter: "d", name: "sync-stock" },
  ];
  const rulerOf = (width: number, letters: string): Ruler => ({
    cells: letters
      .padStart(tableLayout(width).cells, "·")
      .split("")
      .map((cell) => (cell === "·" ? null : cell)),
    tasks,
  });

  test("160 columns: it stands above the sparklines, the names beside it", () => {
    expect(rows(160, { ruler: rulerOf(160, "b··a··a·b·d·a·c·a") }).slice(1, 4)).toEqual([
      "      PID ROLE    SLOT                     USS ~age   RSS v    ANON  SHARED    HEAP    d15m  MiB/m  CPU%    AGE   GEN             STEP 13:49               14:04",
      "  a close-orders  b daily-report  c heartbeat  d sync-stock                                                                            ········b··a··a·b·d·a·c·a",
      ">      39 worker  Worker.0               131.0 ~15s   168.3   131.0    37.3       –   +15.7   +1.0   4.3  6d04h     1     +15.6M 14:00 ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▆▆▆▆▆▆▆",
    ]);
  });

  test("80 columns: the same", () => {
    expect(rows(80, { ruler: rulerOf(80, "b··a··a·b·d·a·c·a") })).toEqual([
      "- Processes 2 - sort RSS v - 15 min, 45 s/cell ---------------------------------",
      "      PID ROLE    SLOT             USS ~age   RSS v    d15m 13:49          14:04",
      "  a close-orders  b daily-report  c heartbeat  d sync-stock ···b··a··a·b·d·a·c·a",
      ">      39 worker  Worker.0       131.0 ~15s   168.3   +15.7 ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▆▆▆▆▆▆",
      "       44 worker  Worker.5        40.6         77.9     0.0     ██████!+▁▁▁▁▁▁▁▁",
    ]);
  });

  test("60 columns: who has no room is counted", () => {
    expect(rows(60, { ruler: rulerOf(60, "b··a") })[2]).toBe(
      "  a close-orders  b daily-report  +2             ·······b··a",
    );
  });

  test("nothing ticks in this window: a line of dots without names", () => {
    expect(rows(80, { ruler: { ...rulerOf(80, ""), tasks: [] } })[2]).toBe(
      `${" ".repeat(60)}${"·".repeat(20)}`,
    );
  });

  test("names are shown, not obeyed, in every width, and ASCII is ASCII", () => {
    const hostile = [
      { letter: "a", name: "a\u001b[2J\u202eb\u0007" },
      { letter: "b", name: "计划任务" },
      { letter: "*", name: "x".repeat(500) },
    ];
    for (let width = 60; width <= 200; width += 1) {
      const table = aTable([], { ruler: { ...rulerOf(width, "a"), tasks: hostile } });
      const [, , line] = tableRows(aView({ table }), { columns: width, rows: 9 }, look().theme);
      const text = line?.replaceAll(SGR, "") ?? "";
      expect(text).not.toContain("\u001b");
      expect(cellWidth(text)).toBe(width);
      expect(text).toMatch(/计划任务 {2}\+1 +·+a *$/);
    }
    const table = aTable([], { ruler: rulerOf(80, "a") });
    const drawn = tableRows(
      aView({ table }),
      { columns: 80, rows: 9 },
      look({ isAscii: true }).theme,
    );
    expect(drawn[2]?.replaceAll(SGR, "")).toMatch(/d sync-stock \.{19}a$/);
  });
});

/** A row that is not the selected one, 160 columns wide. */
function rowLine(row: Partial<ProcessRow>, hasColour = false): string {
  const table = aTable(processLines([aRow({ pid: 7 }, row)], 1), { axis: axis(25) });
  const { theme } = look({ hasColour });
  return tableRows(aView({ table }), { columns: 160, rows: 9 }, theme)[2] ?? "";
}

/** What stands under STEP. */
const stepCell = (row: Partial<ProcessRow>): string =>
  rowLine(row).replaceAll(SGR, "").slice(118, 135).trim();

test("a step has its size, its time in the zone of the screen, and the letters of what ticked then", () => {
  const at = epochMs(Date.UTC(2026, 10, 26, 6, 5));
  const stepped = (bytesUp: number, letters: string) =>
    stepCell({ step: { bytes: bytesUp, at, letters } });
  expect(stepped(2.4 * MIB, "")).toBe("+2.4M 14:05");
  expect(stepped(2.4 * MIB, "d")).toBe("d +2.4M 14:05");
  expect(stepped(16.6 * MIB, "abd")).toBe("abd +16.6M 14:05");
  expect(stepped(0, "")).toBe("0");
});

describe("the last death in the slot", () => {
  const at = epochMs(Date.UTC(2026, 10, 26, 5, 56));
  const untold = { at, kind: "death" as const, pid: 6 };
  const told = { cause: "killed", signal: 9, status: 0, reason: null, story: null } as const;
  const killed = { ...untold, told };
  const stepAt = (seconds: number, mib: number) => ({
    bytes: mib * MIB,
    at: epochMs(at + seconds * 1000),
    letters: "",
  });

  test("stands under STEP: why and when", () => {
    expect(stepCell({ lastDeath: killed })).toBe("killed 13:56");
    expect(stepCell({ lastDeath: { ...untold, kind: "oom" } })).toBe("oom 13:56");
    expect(stepCell({ lastDeath: untold })).toBe("respawn 13:56");
    expect(stepCell({ lastDeath: untold, isAlive: false })).toBe("ended 13:56");
  });

  test("an older step gives way, and so does what the next process fills itself with", () => {
    expect(stepCell({ lastDeath: killed, step: stepAt(-60, 8) })).toBe("killed 13:56");
    expect(stepCell({ lastDeath: killed, step: stepAt(20, 8) })).toBe("killed 13:56");
    expect(stepCell({ lastDeath: killed, step: stepAt(300, 0) })).toBe("killed 13:56");
    expect(stepCell({ lastDeath: killed, step: stepAt(300, 0.5) })).toBe("killed 13:56");
  });

  test("a step after it takes its place", () => {
    expect(stepCell({ lastDeath: killed, step: stepAt(60, 2.4) })).toBe("+2.4M 13:57");
  });

  test("what went wrong has a colour, a respawn has none", () => {
    expect(rowLine({ lastDeath: untold }, true)).toContain(" respawn 13:56 ");
    // oxlint-disable-next-line no-control-regex -- a colour begins before the cell and ends behind it
    expect(rowLine({ lastDeath: killed }, true)).toMatch(/\u001b\[\d+m +killed 13:56\u001b\[/u);
  });
});

test("every width from 60 to 240 is kept exactly, with wide and hostile names", () => {
  const names = ["计划任务.0", "🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀.1", "a\u001b[2J\u202eb\u0007.2", "🇩🇪नि.3"];
  for (let width = 60; width <= 240; width += 1) {
    const { cells } = tableLayout(width);
    const made = names.map((slot, i) => aRow({ pid: 4_194_304 - i, slot, mib: 12_345.6 * i }));
    const table = aTable(processLines([...made, leakingRow(cells)]), { axis: axis(cells) });
    for (const line of tableRows(aView({ table }), { columns: width, rows: 40 }, look().theme)) {
      const text = line.replaceAll(SGR, "");
      expect(text).not.toContain("\u001b");
      expect(cellWidth(text)).toBe(width);
    }
  }
});

test("what is unknown is no zero", () => {
  const table = aTable(processLines([aRow({ pid: 7 })]), { axis: axis(50) });
  const [, , line] = tableRows(aView({ table }), { columns: 160, rows: 9 }, look().theme);
  expect(line?.replaceAll(SGR, "").trimEnd().split(/ +/)).toEqual([
    ">",
    "7",
    "worker?",
    ...Array.from({ length: 10 }, () => "–"),
    "1",
    "–",
  ]);
});

test("a dead row, an orphan and a child say so in letters", () => {
  const { cells } = tableLayout(80);
  const lines = processLines(
    [
      aRow({ pid: 1, slot: "Worker.0", role: "worker", mib: 5 }, { isAlive: false }),
      aRow({ pid: 2, slot: "Worker.1", role: "worker", mib: 5, orphan: true }),
      aRow({ pid: 3, role: "child", mib: 5, parentSlot: untrustedText("Worker.2") }, { depth: 1 }),
    ],
    1,
  );
  const drawn = tableRows(
    aView({ table: aTable(lines, { axis: axis(cells) }) }),
    { columns: 80, rows: 9 },
    look({ hasColour: true }).theme,
  );
  expect(drawn.slice(2).map((line) => line.replaceAll(SGR, "").slice(0, 32))).toEqual([
    " x      1 worker  Worker.0 gone ",
    ">o      2 worker  Worker.1 orph…",
    "        3 child    of Worker.2  ",
  ]);
});

test("server heads, what is not Swoole's, and what the rule says", () => {
  const { cells } = tableLayout(100);
  const table = aTable(
    [
      { type: "server", server: aServer(), processCount: 17 },
      ...processLines([leakingRow(cells)]),
      { type: "others", count: 3, rssBytes: bytes(30 * MIB) },
    ],
    {
      axis: axis(cells),
      sort: { key: "growth", isReversed: true },
      isTree: true,
      filter: { text: "work", isTyping: false },
      hiddenCount: 9,
      above: 2,
      below: 6,
    },
  );
  const drawn = tableRows(aView({ table }), { columns: 120, rows: 40 }, look().theme);
  const text = drawn.map((line) => line.replaceAll(SGR, "").trimEnd());
  expect(text[0]).toMatch(
    /^- Processes 1 - sort d15m \^ - tree - filter work hides 9 - 15 min, .* s\/cell - 2 above, 6 below \(PgUp PgDn\) -+$/,
  );
  expect(text[2]).toBe("  shop-api  hyperf, process mode, 17 processes");
  expect(text[4]).toBe("  and 3 that are not Swoole's, 30.0M resident");
});

test("two servers of one app are told apart, and one process is no plural", () => {
  const servers = ["shop-api", "shop-api-2"].map((id, index) => ({
    type: "server" as const,
    server: aServer({ id, app: untrustedText("shop-api") }),
    processCount: index + 1,
  }));
  const drawn = tableRows(
    aView({ table: aTable(servers) }),
    { columns: 120, rows: 9 },
    look().theme,
  );
  const text = drawn.map((line) => line.replaceAll(SGR, "").trim()).join("\n");
  expect(text).toContain("shop-api  hyperf, process mode, 1 process\n");
  expect(text).toContain("shop-api-2  hyperf, process mode, 2 processes");
});

test.each([
  ["waiting", "waiting for the first sample"],
  ["no-server", "no Swoole server is seen here; what starts will appear"],
  ["no-match", "nothing fits the filter zzz"],
] as const)("an empty table says why: %s", (empty, sentence) => {
  const table = aTable([], { empty, filter: { text: "zzz", isTyping: false } });
  const drawn = tableRows(aView({ table }), { columns: 80, rows: 9 }, look().theme);
  expect(drawn.at(-1)?.trim()).toBe(sentence);
});

test("each key that can be sorted by has its column, in the same order, and its mark in the head", () => {
  expect(columns.map(({ id }) => id)).toEqual(SORT_KEYS);
  for (const key of SORT_KEYS) {
    const [, head] = rows(200, { sort: { key, isReversed: false } });
    expect(head).toMatch(/ ?v( |$)/);
    expect(head).toMatch(/\bPID\b/);
  }
});
