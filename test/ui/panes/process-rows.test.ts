import { expect, test } from "vitest";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, MIB } from "../../../src/domain/units.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { processRows } from "../../../src/ui/panes/process/rows.ts";
import { aProcess, aRow, aServer, anOpened, look, ZONE, SGR } from "../build.ts";
import { anEvent } from "./logs/build.ts";

const drawn = (columns: number, rows: number, view = anOpened(columns), isAscii = false) =>
  processRows(
    view,
    { zoneMinutes: ZONE },
    { size: { columns, rows }, theme: look({ isAscii }).theme },
  ).map((line) => line.replaceAll(SGR, ""));

test("80x24: chart, facts and lives on one screen", () => {
  expect(drawn(80, 18).map((line) => line.trimEnd())).toEqual([
    "- Worker.0 - pid 39 - shop-api - generation 1 - up 6d04h -----------------------",
    " MiB, top to bottom:  rss 168.0  uss 131.6  anon 130.6",
    "   168.0 |                                                 ╭────────────────────",
    "         |                                                 │",
    "         |──────────────────────      ─────────────────────╯",
    "         |                                                 ╭────────────────────",
    "         |                                                 ╭────────────────────",
    "   115.0 |──────────────────────      ─────────────────────╯",
    "            x",
    "          13:49                           13:56                            14:04",
    " memory   rss 168.3  uss 131.0  anon 131.0  pss –  shared 37.3  shmem –  swap –…",
    " growth   +15.7 MiB over the window, +1.0 MiB/min",
    " limit    2.00G of its cgroup v2, in use 1.71G, unreclaimable 1.62G, oom_kill 2",
    " holds    – threads, – open files, connections: –, cpu 4.3%",
    " is       worker (told by its title), forked by pid 38, hyperf, process mode",
    "  GEN  PROCESS  STARTED               LIVED     PEAK     LAST  END",
    "    2       39  2026-11-26 11:04:12   3h00m    170.0    168.0  lives",
    "    1       31  2026-11-26 11:04:12   3h00m    170.0    168.0  ! killed for memo",
  ]);
});

test("a limit that a cluster tells is said to be its word", () => {
  const view = anOpened(160);
  const memory = view.memory === null ? null : { ...view.memory, source: null };
  const limit = drawn(160, 18, { ...view, memory }).find((line) => line.startsWith(" limit"));
  expect(limit).toContain("2.00G of its container, as the cluster tells it, in use 1.71G");
});

test("the live heap has a line where it is known, its gc after a snapshot", () => {
  const view = anOpened(80);
  const heap = { heapBytes: bytes(118.4 * MIB), heapRealBytes: bytes(126 * MIB) };
  const line = (facts: Partial<typeof view.row.process>) =>
    drawn(80, 24, { ...view, row: { ...view.row, process: { ...view.row.process, ...facts } } })
      .find((each) => each.includes("php heap"))
      ?.trimEnd();
  expect(line(heap)).toBe(" php heap used 118.4  real 126.0 MiB, gc roots –, gc runs –");
  expect(line({ ...heap, gcRoots: 9812, gcRuns: 412 })).toBe(
    " php heap used 118.4  real 126.0 MiB, gc roots 9812, gc runs 412",
  );
  expect(line({})).toBeUndefined();
});

test("the ticks of declared tasks stand under the curve, above the marks", () => {
  const bare = anOpened(70);
  const cells = Array.from({ length: 70 }, (_, cell) => (cell % 23 === 3 ? "b" : null));
  const ruler = { cells, tasks: [{ letter: "b", name: "sync-stock" }] };
  const lines = drawn(80, 18, { ...bare, chart: { ...bare.chart, ruler } });
  expect(lines.slice(0, 10).map((line) => line.trimEnd())).toEqual([
    "- Worker.0 - pid 39 - shop-api - generation 1 - up 6d04h -----------------------",
    " MiB, top to bottom:  rss 168.0  uss 131.6  anon 130.6   ticks: b sync-stock",
    "   168.0 |                                                 ╭────────────────────",
    "         |──────────────────────      ─────────────────────╯",
    "         |",
    "         |                                                 ╭────────────────────",
    "   115.0 |──────────────────────      ─────────────────────╯",
    "          ···b······················b······················b····················",
    "             x",
    "          13:49                           13:56                            14:04",
  ]);
  expect(lines.length).toBeLessThanOrEqual(18);
});

test.each([
  [{ end: "death", told: { cause: "killed", signal: 9 } }, "x killed"],
  [{ end: "death", told: { cause: "php-fatal" } }, "x fatal"],
  [{ end: "death", told: { story: "reload-1" } }, "x reload"],
  [{ end: "death", told: { cause: "killed", reason: "exit-timeout" } }, "x timeout"],
  [{ end: "oom", told: { cause: "oom" } }, "! oom"],
  [{ end: "death" }, "x died"],
] as const)("of a life that has ended it says what a log tells of it: %j", (facts, text) => {
  const view = anOpened(80);
  const none = { cause: null, signal: null, status: null, reason: null, story: null };
  const incarnations = view.incarnations.map((life) =>
    life.isAlive
      ? life
      : { ...life, end: facts.end, ...("told" in facts && { told: { ...none, ...facts.told } }) },
  );
  expect(
    drawn(80, 18, { ...view, incarnations })
      .at(-1)
      ?.trimEnd()
      .endsWith(`  ${text}`),
  ).toBe(true);
});

test("every size is kept, the chart stays on all of them", () => {
  for (let columns = 60; columns <= 200; columns += 7) {
    for (let rows = 10; rows <= 40; rows += 5) {
      const lines = drawn(columns, rows);
      expect(lines.length).toBeLessThanOrEqual(rows);
      expect(lines.map(cellWidth)).toEqual(lines.map(() => columns));
      expect(lines.join("\n")).toContain("╭─");
    }
  }
});

test("hostile text is shown, not obeyed; sockets, files and threads stand where they are known", () => {
  const process = aProcess({
    pid: 7,
    slot: "\u001b[31mevil\u0007.0",
    role: "user-process",
    threads: 3,
    openFiles: 41,
    sockets: { "3306": 12, "4711": 1, "6379": 40 },
    accepted: 31,
    listens: [9501, 9502],
    nsPid: 12,
    orphan: true,
  });
  const view = anOpened(120, {
    row: { ...aRow({ pid: 7 }), process, isAlive: false, socketsAgeMs: 42_500 },
    server: aServer({ app: untrustedText("sh\u001b]0;x\u0007op") }),
    memory: null,
  });
  const text = drawn(120, 34, view).join("\n");
  expect(text).not.toContain("\u001b");
  expect(text).toContain(
    "- evil.0 - pid 7 - 12 inside - shop - generation 1 - orphan: its manager is gone, it holds port 9501, 9502 - gone -",
  );
  expect(text).toContain(" holds    3 threads, 41 open files, cpu –");
  expect(text).toContain(
    " sockets  40 to 6379 redis, 12 to 3306 mysql, 1 to 4711; 31 of clients; listens to 9501, 9502; ~42s",
  );
  expect(text).toContain(" limit    –");
});

test("who has no connection and listens to nothing says that it has none", () => {
  const view = anOpened(80);
  const process = { ...view.row.process, sockets: {}, accepted: 0, listens: [] };
  const lines = drawn(80, 24, { ...view, row: { ...view.row, process } });
  expect(lines.map((line) => line.trimEnd())).toContain(" sockets  none to others");
});

test("with nothing known it says so, and ASCII is ASCII", () => {
  const bare = anOpened(80);
  const none = bare.chart.rss.map(() => null);
  const view = { ...bare, chart: { ...bare.chart, rss: none, anon: none, uss: none } };
  expect(drawn(80, 18, view).join("\n")).toContain("nothing is known yet");
  expect(drawn(80, 18, bare, true).join("")).toMatch(/^[\u0020-\u007e]*$/);
});

test("what logs tell of its place stands under what it is, newest first", () => {
  const slot = untrustedText("Worker.0");
  const events = [
    anEvent({ slot, pid: 31, signal: 9, cause: "killed" }),
    anEvent({ slot, pid: 30, signal: 9, cause: "killed", reason: "exit-timeout", at: null }),
  ];
  const lines = drawn(120, 40, anOpened(80, { events })).map((line) => line.trimEnd());
  const at = lines.findIndex((line) => line.startsWith(" log "));
  expect(lines.slice(at, at + 2)).toEqual([
    " log      14:04:02 Worker.0 pid 31 killed by signal 9, by whom is unknown",
    "          – Worker.0 pid 30 did not leave within max_wait_time, killed by the manager",
  ]);
  // on a low screen the last of it
  const low = drawn(80, 18, anOpened(80, { events })).join("\n");
  expect(low).toContain(" log      14:04:02 Worker.0 pid 31 killed");
  expect(low).not.toContain("pid 30 did not leave");
});

test("a flat process is drawn in the middle of its height", () => {
  const bare = anOpened(80);
  const flat = bare.chart.rss.map(() => bytes(50 * MIB));
  const none = bare.chart.rss.map(() => null);
  const lines = drawn(80, 18, {
    ...bare,
    chart: { ...bare.chart, rss: flat, anon: none, uss: none },
  });
  expect(lines[2]).toMatch(/^ {4}52\.0 \| +$/);
  expect(lines[4]).toMatch(/^ +\|─{70}$/);
});
