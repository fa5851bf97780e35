import { describe, expect, test } from "vitest";
import type { LogEventKind, LogRecord } from "../../../../src/domain/log.ts";
import { untrustedText } from "../../../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../../../src/domain/units.ts";
import type { LogEntry } from "../../../../src/store/logs/view.ts";
import { logRows } from "../../../../src/ui/panes/logs/rows.ts";
import { look, NOW, ZONE } from "../../build.ts";
import {
  aPane,
  aRecord,
  BESIDE,
  body,
  drawn,
  eventEntry,
  KILLED,
  recordEntry,
  said,
  trimmed,
} from "./build.ts";

const info = (text: string, lines: readonly string[] = []) =>
  aRecord(text, { level: "info", pid: 39, slot: untrustedText("Worker.0"), lines });
const WIDE = { columns: 160, rows: 12 };

const withFields = (fields: LogRecord["fields"], format: LogRecord["format"] = "monolog-line") =>
  body(aPane([recordEntry(aRecord("done", { fields, format }))], { hasTimes: false }));

const of = (server: string | null, slot: string | null, pid: number | null = null) =>
  recordEntry(aRecord("x", { server, pid, slot: slot === null ? null : untrustedText(slot) }));

const underFirst = (lines: readonly string[], isUnfolded = false) => [
  recordEntry(info("one", lines), { isSelected: true, isUnfolded }),
  ...["two", "three", "four", "five", "six"].map((text) => recordEntry(info(text))),
];

test("at the very top the selected record stays in sight, and begins where it begins", () => {
  const size = { columns: 60, rows: 6 };
  const paused = { isFollowing: false, hasTimes: false };
  const first = body(aPane(underFirst([]), paused), size);
  expect(first[0]).toMatch(/ one$/);
  expect(first.at(-1)).not.toMatch(/ six$/);
  const trace = ["#0 a", "#1 b", "#2 c", "#3 d", "#4 e", "#5 f"];
  expect(body(aPane(underFirst(trace, true), paused), size)[0]).toMatch(/ one$/);
  const middle = underFirst([]).map((entry, index) =>
    entry.kind === "record" ? { ...entry, isSelected: index === 4 } : entry,
  );
  const shown = body(aPane(middle, paused), size);
  expect(shown.at(-1)).toMatch(/ five$/);
});

describe("a record", () => {
  test("has its time in the zone of the screen, its level in letters, and what it carries", () => {
    const warned = aRecord("redis pool waits", {
      level: "warning",
      at: epochMs(NOW - 3000),
      fields: { pool: "default", ms: 412 },
    });
    expect(
      body(aPane([recordEntry(info("GET /a 200")), recordEntry(warned)]), {
        columns: 64,
        rows: 12,
      }),
    ).toEqual([
      " 14:04:12 info  GET /a 200",
      ' 14:04:09 warn  redis pool waits {"pool":"default","ms":412}',
    ]);
    expect(body(aPane([recordEntry(warned)], { hasTimes: false }))[0]).toMatch(/^ warn {2}redis/);
  });

  test("of Monolog's context and extra only what is in them is shown, and no PID twice", () => {
    expect(withFields({ context: { rows: 3 }, extra: { process_id: 39 } })).toEqual([
      '       done {"rows":3}',
    ]);
    expect(withFields({ context: [], extra: { process_id: 39, uid: "a" } })).toEqual([
      '       done {"uid":"a"}',
    ]);
    expect(withFields({ context: "odd", user: 7 })).toEqual(['       done {"user":7} "odd"']);
    const access = {
      method: "GET",
      path: "/a",
      status: 200,
      durationMs: 34.5,
      heapBytes: 12 * MIB,
    };
    expect(withFields(access, "octane")).toEqual(["       done 200 34.5ms 12.0M"]);
  });

  test("without time or level it says so, and no zero", () => {
    expect(body(aPane([recordEntry(aRecord("plain", { at: null }))]))).toEqual([
      " –              plain",
    ]);
  });

  test("says who wrote it where that is not the same for all: a slot, a PID, or no one", () => {
    const entries = [
      recordEntry(info("one")),
      recordEntry(aRecord("two", { slot: untrustedText("TaskWorker.12") })),
      recordEntry(aRecord("three", { slot: untrustedText("crontab-dispatcher.0") })),
      recordEntry(aRecord("four", { pid: 4711 })),
      recordEntry(aRecord("five")),
    ];
    expect(body(aPane(entries, { subject: { kind: "all" }, hasTimes: false }))).toEqual([
      " info  W0      one",
      "       T12     two",
      "       cronta… three",
      "       4711    four",
      "       –       five",
    ]);
    expect(
      trimmed(drawn(aPane(entries, { subject: { kind: "all" }, hasTimes: false }), WIDE)),
    ).toContain(" info  Worker.0       one");
  });

  test("of several servers it says which: their names give way to the slots", () => {
    const entries = [
      of("shop", "Worker.0"),
      of("warehouse-eu", "TaskWorker.12"),
      of("shop-2", "crontab-dispatcher.0"),
      of("shop", null, 4711),
      of(null, "Worker.1"),
      of("shop", null),
    ];
    const view = aPane(entries, { subject: { kind: "all" }, hasTimes: false, hasServers: true });
    expect(body(view)).toEqual([
      "       shop/W0       x",
      "       warehous…/T12 x",
      "       shop…/cronta… x",
      "       shop/4711     x",
      "       –/W1          x",
      "       shop/–        x",
    ]);
    expect(trimmed(drawn(view, WIDE)).slice(1, 3)).toEqual([
      "       shop/Worker.0           x",
      "       warehous…/TaskWorker.12 x",
    ]);
  });

  test("its trace is folded, and unfolded stands in below it", () => {
    const fatal = aRecord("ConnectException", { level: "error", lines: ["#0 a", "#1 b"] });
    expect(body(aPane([recordEntry(fatal)]))).toEqual([
      " 14:04:12 error ConnectException",
      "   (+2 lines, Enter to unfold)",
    ]);
    expect(body(aPane([recordEntry(fatal, { isUnfolded: true })]))).toEqual([
      " 14:04:12 error ConnectException",
      "   #0 a",
      "   #1 b",
    ]);
  });

  test("of a line that was cut it says how much", () => {
    const cut = aRecord("long", { cutBytes: 10 * MIB });
    expect(body(aPane([recordEntry(cut)]))[1]).toBe("   (10.0M cut, but saved whole)");
  });

  test("too long for the pane it begins where it begins, and the rest is counted", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `#${index} frame`);
    const entry = recordEntry(aRecord("head", { lines }), { isUnfolded: true });
    expect(body(aPane([said("before"), entry]), { columns: 59, rows: 8 })).toEqual([
      " 14:04:12       head",
      "   #0 frame",
      "   #1 frame",
      "   #2 frame",
      "   (+37 more lines: f gives them room, C copies all)",
    ]);
  });

  test("the selected one has a > while the keys are here, a match a *", () => {
    const entries = [said("a match", { isMatch: true }), said("this", { isSelected: true })];
    expect(body(aPane(entries))).toEqual(["*14:04:12       a match", " 14:04:12       this"]);
    expect(body(aPane(entries, { isFocused: true }))[1]).toBe(">14:04:12       this");
  });
});

describe("long lines", () => {
  const long = [said(`${"x".repeat(30)}${"订".repeat(60)}`)];
  test("are cut, and moved by cells: half a wide glyph is blank", () => {
    expect(body(aPane(long))).toEqual([` 14:04:12       ${"x".repeat(30)}${"订".repeat(6)}…`]);
    expect(body(aPane(long, { column: 31 }))).toEqual([` 14:04:12        ${"订".repeat(20)}…`]);
    expect(body(aPane(long, { column: 500 }))).toEqual([" 14:04:12"]);
  });

  test("are wrapped below themselves, each glyph once", () => {
    const lines = body(aPane([...long, said("next")], { isWrapped: true }));
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe(" 14:04:12       next");
    expect(lines.join("").replaceAll(/[^订]/g, "")).toHaveLength(60);
    expect(lines[1]).toMatch(/^ {16}订+$/);
  });
});

const gap = (droppedLines: number | null, lostBytes: number | null): LogEntry => ({
  kind: "gap",
  id: 1,
  droppedLines,
  lostBytes: lostBytes === null ? null : bytes(lostBytes),
});

describe("between the lines", () => {
  test("events stand as rules, over as many lines as they need", () => {
    expect(body(aPane([said("before"), KILLED, said("after")]))).toEqual([
      " 14:04:12       before",
      " -- 14:04:02 Worker.0 pid 39 killed by signal 9, by whom",
      "    is unknown --------------------------------------------",
      " 14:04:12       after",
    ]);
    expect(trimmed(drawn(aPane([KILLED]), WIDE))[1]).toMatch(
      /^ -- 14:04:02 Worker\.0 pid 39 killed by signal 9, by whom is unknown -+$/,
    );
    const ofShop = eventEntry({ slot: untrustedText("Worker.0"), server: "shop", cause: "oom" });
    expect(body(aPane([ofShop], { hasServers: true }))[0]).toMatch(
      /^ -- 14:04:02 shop\/Worker\.0 /,
    );
    expect(body(aPane([ofShop]))[0]).toMatch(/^ -- 14:04:02 Worker\.0 /);
    const reload = eventEntry({ kind: "reload", at: null });
    expect(body(aPane([reload]))[0]).toMatch(/^ -- reload -+$/);
  });

  test("a tick has its tasks, its time, and the step of the memory at it", () => {
    const at = epochMs(NOW - 252_000);
    const memory = { from: bytes(115.3 * MIB), to: bytes(131 * MIB) };
    const ticks: readonly LogEntry[] = [
      { kind: "tick", at, letters: "ab", memory },
      { kind: "tick", at, letters: "c", memory: null },
    ];
    expect(body(aPane(ticks)).map((line) => line.replace(/ -+$/, ""))).toEqual([
      " -- tick a b 14:00:00 --- anon 115.3 -> 131.0 (+15.7)",
      " -- tick c 14:00:00",
    ]);
  });

  test("what was never read is marked where it is missing, in lines, bytes, or unknown", () => {
    const gaps = [gap(1214, null), gap(null, 3 * MIB), gap(null, null)];
    expect(body(aPane(gaps)).map((line) => line.replace(/ -+$/, ""))).toEqual([
      " -- 1 214 lines dropped",
      " -- 3.0M dropped",
      " -- lines dropped, how many is not known",
    ]);
  });
});

test("an event that is wrong is loud, what began or ran is not", () => {
  const { theme } = look({ hasColour: true });
  const styled = (kind: LogEventKind) => {
    const pane = aPane([eventEntry({ kind })]);
    return logRows(pane, { zoneMinutes: ZONE }, { size: BESIDE, place: "beside", theme }).at(-3);
  };
  expect(styled("php-fatal")).toContain("\u001b[31m");
  expect(styled("crontab-cancelled")).toContain("\u001b[33m");
  expect(styled("crontab-run")).toContain("\u001b[2m");
});
