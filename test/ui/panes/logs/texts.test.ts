import { describe, expect, test } from "vitest";
import { untrustedText } from "../../../../src/domain/text.ts";
import { bytes, MIB, MINUTE_MS } from "../../../../src/domain/units.ts";
import type { LogPaneView } from "../../../../src/store/logs/view.ts";
import { aPane, aSource, body, drawn, said, SEARCH } from "./build.ts";

const rule = (facts: Partial<LogPaneView>, columns = 120) =>
  drawn(aPane([], facts), { columns, rows: 9 })[0]?.replace(/ -+$/, "");

describe("the rule over it", () => {
  test.each<[Partial<LogPaneView>, string]>([
    [{}, "- 2 Logs  Worker.0 - follow"],
    [{ subject: { kind: "rows", names: [39] } }, "- 2 Logs  pid 39 - follow"],
    [
      { subject: { kind: "rows", names: [untrustedText("Worker.0"), 7, 8, 9, 10] } },
      "- 2 Logs  Worker.0 pid 7 pid 8 +2 - follow",
    ],
    [{ subject: { kind: "rows", names: [] } }, "- 2 Logs  no row - follow"],
    [{ subject: { kind: "all" } }, "- 2 Logs  all - follow"],
    [{ subject: { kind: "role", role: "task-worker" } }, "- 2 Logs  all TaskWorkers - follow"],
    [{ isFollowing: false, newCount: 1214 }, "- 2 Logs  Worker.0 - +1 214 new, G follows"],
    [
      { level: "warning", sinceMs: 5 * MINUTE_MS, isWrapped: true },
      "- 2 Logs  Worker.0 - follow - level>=warn - last 5 min - wrapped",
    ],
    [{ column: 40 }, "- 2 Logs  Worker.0 - follow - from cell 40"],
    [{ search: { ...SEARCH, isOnly: true } }, "- 2 Logs  Worker.0 - follow - only timed"],
    [{ areSourcesOpen: true }, "- 2 Logs  Worker.0 - sources"],
    [{ isFollowing: false }, "- 2 Logs  Worker.0 - paused, G follows"],
  ])("%j", (facts, text) => {
    expect(rule(facts)).toBe(text);
  });

  test("the last parts give way", () => {
    expect(rule({ level: "warning", sinceMs: 5 * MINUTE_MS }, 50)).toBe(
      "- 2 Logs  Worker.0 - follow - level>=warn",
    );
  });
});

const { kept } = aPane();
const status = (facts: Partial<LogPaneView>, columns = 160) =>
  drawn(aPane([said("x")], facts), { columns, rows: 12 })
    .at(-1)
    ?.trimEnd();

describe("the status", () => {
  test("says what was searched and since when, and how much may be kept", () => {
    expect(status({ search: SEARCH, attributed: { named: 0, of: 0 } })).toBe(
      " /timed 3 matches  5 000 lines 1.1 of 16 MiB since 13:23",
    );
    const bad = { ...SEARCH, text: "/(/", isRegex: true, isInvalid: true };
    expect(status({ search: bad })).toMatch(/^ \/\(\/ is no pattern {2}5 000 lines/);
  });

  test("says how many name their writer, and the setting that would mend it", () => {
    expect(status({ attributed: { named: 12, of: 40 } })).toBe(
      " 5 000 lines 1.1 of 16 MiB since 13:23  12 of 40 name their writer (LG-01: add ProcessIdProcessor)",
    );
    expect(status({})).toMatch(/ {2}40 of 40 name their writer$/);
    expect(status({ attributed: { named: 12, of: 40 } }, 59)).toBe(
      " 12 of 40 name their writer (LG-01)",
    );
  });

  test("counts what was dropped and what was pushed out", () => {
    const facts = { ...kept, droppedLines: 214, lostBytes: bytes(3 * MIB), evictedLines: 1_000 };
    expect(status({ kept: { ...facts, gaps: 2 } })).toBe(
      " 214 lines and 3.0M dropped  5 000 lines 1.1 of 16 MiB since 13:23  40 of 40 name their writer  1 000 pushed out",
    );
    expect(status({ kept: { ...kept, gaps: 2 } })).toMatch(/^ lines dropped 2 times {2}/);
  });

  test("below a table it is in the rule, as far as there is room", () => {
    const lines = drawn(
      aPane([said("x")], { search: SEARCH, kept: { ...kept, droppedLines: 214, gaps: 1 } }),
      { columns: 80, rows: 4 },
      { place: "below" },
    );
    expect(lines[0]).toBe(
      "- 2 Logs  Worker.0 - follow - /timed 3 matches - 214 lines dropped -------------",
    );
    expect(lines.at(-1)?.trimEnd()).toBe(" 14:04:12       x");
  });
});

const emptyText = (facts: Partial<LogPaneView>) =>
  body(aPane([], facts), { columns: 120, rows: 12 }).join("").replaceAll(/ +/g, " ");

describe("nothing to show says why, and the way out", () => {
  const none = { ...aPane().kept, records: 0, lines: 0, oldestAt: null };
  const nobody = { named: 0, of: 0 };

  test("no source: what was looked for", () => {
    expect(emptyText({ sources: [], kept: none, attributed: nobody })).toBe(
      " no log is found: neither a log_file of Swoole, nor runtime/logs of the project, nor a file behind stdout or stderr, nor a journal. --log FILE or --log-cmd COMMAND names one",
    );
  });

  test("sources that cannot be read, and one without a line yet", () => {
    const sources = [aSource({ state: "no-dd" }), aSource({ state: "absent" })];
    expect(emptyText({ sources, kept: none, attributed: nobody })).toBe(
      " none of 2 logs can be read: o shows why. --log FILE or --log-cmd COMMAND names one",
    );
    expect(emptyText({ kept: none, attributed: nobody })).toBe(
      " no line yet: what is written from now on will appear",
    );
  });

  test("none of the process that is looked at: lines without a PID belong to no one", () => {
    expect(emptyText({ kept: none, attributed: { named: 12, of: 40 } })).toBe(
      " no line of Worker.0 yet. 28 of 40 do not say who wrote them and belong to no one (LG-01: add ProcessIdProcessor); s shows all",
    );
    expect(emptyText({ kept: none, attributed: { named: 40, of: 40 } })).toBe(
      " no line of Worker.0 yet. All 40 lines kept are others'; s shows all",
    );
  });

  test("all of it is hidden: by what", () => {
    expect(emptyText({ level: "error", sinceMs: 5 * MINUTE_MS })).toBe(
      " no line passes: level>=error, last 5 min",
    );
  });
});

test("the sources, why each is looked at, and how it stands with it", () => {
  const sources = [
    aSource(),
    aSource({
      source: "stderr",
      why: "descriptor",
      pid: 39,
      state: "unreadable",
      bytes: null,
      detail: untrustedText("Permission\u001b[2J denied"),
    }),
    aSource({ source: "journal", why: "unit", pid: 1, bytes: null, state: "ended" }),
    aSource({ source: "file:/var/log/swoole.log", why: "log_file", bytes: null, state: "absent" }),
    aSource({ source: "file:a", why: "option", bytes: null, state: "no-dd" }),
    aSource({
      source: "stdout",
      why: "container",
      bytes: null,
      state: "unreadable",
      detail: untrustedText("syslog"),
    }),
    aSource({
      source: "stdout",
      why: "container",
      bytes: null,
      state: "forbidden",
      detail: untrustedText('User "limited" cannot get resource "pods/log"'),
    }),
  ];
  expect(body(aPane([], { sources, areSourcesOpen: true }), { columns: 130, rows: 18 })).toEqual([
    " file:/srv/app/runtime/logs/hyperf.log",
    "   in runtime/logs of the project; followed, 120K",
    " stderr",
    "   open in pid 39; cannot be read: Permission denied",
    " journal",
    "   journal of the unit of pid 1; ended",
    " file:/var/log/swoole.log",
    "   Swoole's log_file; not there; read as soon as it is",
    " file:a",
    "   named by an option; cannot be read: the target has no dd; --log-cmd names another way",
    " stdout",
    "   output of the container; cannot be read: its engine keeps none with the log driver syslog; --log-cmd names another way",
    " stdout",
    '   output of the container; may not be read: User "limited" cannot get resource "pods/log"; `swtop doctor --rbac` prints the',
    "   rights that swtop takes",
  ]);
});
