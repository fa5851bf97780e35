import { describe, expect, test } from "vitest";
import type { ListRow, ListView } from "../../../src/store/list-view.ts";
import { frame } from "../../../src/ui/frame.ts";
import { auditRows } from "../../../src/ui/panes/audit/rows.ts";
import { crontabRows } from "../../../src/ui/panes/crontab/rows.ts";
import type { RunResult, TaskRuns, TaskTicksSeen } from "../../../src/domain/runs.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import type { Verdict } from "../../../src/domain/verdict.ts";
import { aProject, aTask } from "../../store/declared.ts";
import { aHeader, aView, look, NOW, SGR } from "../build.ts";

const HEADER = aHeader();
const plain = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replaceAll(SGR, "").trimEnd());

const FINDING: Verdict = {
  rule: "cron.no-singleton",
  code: "CR-01",
  severity: "error",
  kind: "fail",
  subject: "sync-stock",
  claim: "The task may overlap with itself",
  evidence: "ticks every 1 min without a lock",
  declared: { file: "app/Crontab/SyncStock.php", line: 15, text: "#[Crontab(rule: '* * * * *')]" },
  missing: null,
  advice: "Switch singleton and onOneServer on.",
  snippet: "singleton: true,\n  onOneServer: true",
  source: "hyperf:src/crontab/src/Crontab.php",
};
const UNKNOWN: Verdict = {
  ...FINDING,
  code: "CR-38",
  rule: "cron.duration-vs-interval",
  kind: "unknown",
  subject: null,
  declared: null,
  missing: "logs",
};

const task = aTask("sync-stock", "* * * * *", {
  declared: { file: "app/Crontab/SyncStock.php", line: 15, by: "attribute" },
});
const odd = aTask("ni\u001b[31mght", "0 3 * * 7", {
  singleton: true,
  onOneServer: true,
  oddities: ["dow-7-never"],
  next: [],
});

const rowsOf = (rows: readonly ListRow[]) =>
  rows.map((row, index) => ({ ...row, isSelected: index === 0 }));
const TASKS: readonly ListRow[] = [
  { type: "task", key: "1", task: { task, letter: "a", nextInMs: 14_000, runs: null } },
  { type: "task", key: "2", task: { task: odd, letter: null, nextInMs: null, runs: null } },
];
const VERDICTS: readonly ListRow[] = [
  { type: "verdict", key: "1", verdict: FINDING },
  { type: "verdict", key: "2", verdict: UNKNOWN },
];
const common = {
  above: 0,
  below: 0,
  hiddenCount: 0,
  filter: null,
  opened: null,
  project: aProject([task, odd]),
  readAt: NOW,
  missing: null,
};
const CRONTAB: ListView = { kind: "crontab", ...common, rows: rowsOf(TASKS) };
const AUDIT: Extract<ListView, { kind: "audit" }> = {
  kind: "audit",
  ...common,
  rows: rowsOf(VERDICTS),
  summary: { fail: { error: 1, warning: 0, info: 2 }, pass: 39, unknown: 1 },
  showsAll: false,
  needFiles: 0,
};

const crontab = (view: ListView, columns: number, rows = 20) =>
  plain(crontabRows(view, HEADER, { size: { columns, rows }, theme: look().theme }));
const audit = (view: typeof AUDIT, columns: number, rows = 20) =>
  plain(auditRows(view, HEADER, { size: { columns, rows }, theme: look().theme }));

describe("the crontab", () => {
  test("160 columns: rule, words, next tick, process, locks, place, oddities", () => {
    expect(crontab(CRONTAB, 160)).toMatchSnapshot();
  });
  test("80 columns: what matters stays", () => {
    const lines = crontab(CRONTAB, 80);
    expect(lines).toMatchSnapshot();
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
  test("an opened task says everything of it", () => {
    const text = crontab({ ...CRONTAB, opened: TASKS[1] ?? null }, 100).join("\n");
    for (const part of [
      "Task night",
      "0 3 * * 7",
      "never",
      "Sunday is 0",
      "singleton yes",
      "app",
    ]) {
      if (part !== "app") expect(text).toContain(part);
    }
    expect(text).not.toContain("\u001b[31m");
  });
});

const SEEN: TaskTicksSeen = {
  answered: 44,
  missed: 3,
  open: 1,
  late: 1,
  outlasted: 2,
  overlapping: 2,
  longestMs: 25_249,
};
const RUNS: TaskRuns = {
  ok: 43,
  failed: 1,
  skipped: 5,
  cancelled: 7,
  blocked: 0,
  last: {
    at: epochMs(NOW - 7000),
    tick: epochMs(NOW - 12_000),
    slot: untrustedText("Worker.1"),
    result: { kind: "ok", errors: 2 },
  },
  nextSlot: "Worker.2",
  ticks: SEEN,
};

const ofRuns = (runs: TaskRuns | null): ListRow => ({
  type: "task",
  key: "1",
  task: { task, letter: "a", nextInMs: 14_000, runs },
});
describe("the crontab, once logs tell of runs", () => {
  const seen = { ...CRONTAB, rows: rowsOf([ofRuns(RUNS), ...TASKS.slice(1)]) };

  test("160 columns: the last run and its result, missed, overlapping, late, skipped, the next worker", () => {
    expect(crontab(seen, 160)).toMatchSnapshot();
  });
  test("80 columns: locks and the last run stay", () => {
    const lines = crontab(seen, 80);
    expect(lines).toMatchSnapshot();
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  const opened = (runs: TaskRuns | null): string =>
    crontab({ ...seen, opened: ofRuns(runs) }, 200, 40).join("\n");
  const lastOf = (result: RunResult): string =>
    opened({ ...RUNS, last: { at: null, tick: null, slot: null, result } });

  test("an opened task says when and where its last run was due, and what is not told", () => {
    const text = opened(RUNS);
    for (const part of [
      "next    14s in Worker.2",
      "last    14:04:05 ok, with 2 error records, in Worker.1, due 14:04:00",
      "lines   43 ok, 1 failed, 5 skipped, 7 cancelled",
      "3 missed; 1 without a line: missed, or still running; 1 late (began late, or took long); 2 longer than the interval; 2 overlapping; at most 25.2s",
    ])
      expect(text).toContain(part);
    const unsure = opened({
      ...RUNS,
      ticks: { ...SEEN, late: null, outlasted: null },
    });
    expect(unsure).toContain("late: unknown, its runs are long");
    expect(unsure).toContain("longer than the interval: unknown, only ends are logged");
    expect(opened({ ...RUNS, ticks: null })).toContain("cannot be told");
    expect(opened({ ...RUNS, last: null })).toContain("no run was seen in the logs");
    expect(opened(null)).toContain("no line of crontab was seen in a log");
  });

  test("each result has its words", () => {
    expect(lastOf({ kind: "ok", errors: null })).toContain("last    ok\n");
    expect(lastOf({ kind: "ok", errors: 1 })).toContain("ok, with 1 error record\n");
    const failed = (why: string | null, isWhyLogged: boolean | null) =>
      lastOf({ kind: "failed", why: why === null ? null : untrustedText(why), isWhyLogged });
    expect(failed("Boom\u001b[31m: 503", true)).toContain("failed: Boom: 503");
    expect(failed(null, false)).toContain("failed, and this version cannot say why");
    expect(failed(null, true)).toContain("last    failed\n");
    expect(lastOf({ kind: "skipped", by: "task" })).toContain("skipped by task mutex");
    expect(lastOf({ kind: "skipped", by: "server" })).toContain("skipped by server mutex");
    expect(lastOf({ kind: "skipped", by: null })).toContain("skipped by a lock");
    expect(lastOf({ kind: "cancelled" })).toContain("cancelled by a reload or stop");
    expect(lastOf({ kind: "blocked" })).toContain("blocked: its lock failed");
  });
});

describe("the audit", () => {
  test("160 columns", () => expect(audit(AUDIT, 160)).toMatchSnapshot());
  test("80 columns", () => expect(audit(AUDIT, 80)).toMatchSnapshot());
  test("an opened finding: why, seen, do, what to write line by line, proof, source", () => {
    expect(audit({ ...AUDIT, opened: VERDICTS[0] ?? null }, 80)).toEqual([
      "- ERROR CR-01 cron.no-singleton sync-stock -------------------------------------",
      "",
      " why     The task may overlap with itself",
      " seen    ticks every 1 min without a lock",
      " do      Switch singleton and onOneServer on.",
      " write   singleton: true,",
      "           onOneServer: true",
      " proof   app/Crontab/SyncStock.php:15   #[Crontab(rule: '* * * * *')]",
      " source  hyperf:src/crontab/src/Crontab.php",
    ]);
  });
  test("it says why it is empty", () => {
    const empty = { ...AUDIT, rows: [] };
    expect(audit({ ...empty, project: null, missing: "reading" }, 120)[1]).toContain(
      "--project DIR",
    );
    expect(audit({ ...empty, project: null, missing: "nowhere" }, 80)[1]).toContain(
      "no project is found at the processes: swtop --project DIR names it",
    );
    expect(audit({ ...empty, project: null, missing: "not-there" }, 80)[1]).toContain(
      "no project is found in the directory that --project names",
    );
    expect(audit({ ...empty, project: null, missing: "too-large" }, 80)[1]).toContain(
      "swtop audit DIR",
    );
    expect(audit({ ...empty, project: null, missing: "recording" }, 120)[1]).toContain(
      "no project in it",
    );
    expect(audit({ ...empty, project: null, missing: "playing" }, 120)[1]).toContain("not come to");
    expect(audit({ ...empty, hiddenCount: 3 }, 120)[1]).toContain("nothing fits the filter");
    expect(audit(empty, 120)[1]).toContain("nothing fails");
  });
});

const pages = (view: typeof AUDIT, rows: number) =>
  [0, 1, 2].map((page) =>
    plain(auditRows(view, HEADER, { size: { columns: 80, rows }, theme: look().theme, page })),
  );

describe("an opened finding on a low screen", () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const opened: ListRow = {
    type: "verdict",
    key: "1",
    verdict: { ...FINDING, snippet: lines.join("\n") },
  };

  test("its pages are turned under its title, to the last line", () => {
    const [first = [], second = [], third = []] = pages({ ...AUDIT, opened }, 12);
    expect(first.slice(5)).toEqual([
      " write   line 0",
      "         line 1",
      "         line 2",
      "         line 3",
      "         line 4",
      "         line 5",
      "  ... page 1 of 3: PgDn, PgUp",
    ]);
    expect(second[0]).toBe(first[0]);
    expect(third.slice(-3)).toEqual([
      " proof   app/Crontab/SyncStock.php:15   #[Crontab(rule: '* * * * *')]",
      " source  hyperf:src/crontab/src/Crontab.php",
      "  ... page 3 of 3: PgDn, PgUp",
    ]);
    const all = [first, second, third].flat().join("\n");
    for (const text of lines) expect(all).toContain(text);
    const [whole = []] = pages({ ...AUDIT, opened }, 27);
    expect(whole.join("\n")).not.toContain("page");
  });

  test("a task has pages, too", () => {
    const ofTask = crontab({ ...CRONTAB, opened: TASKS[1] ?? null }, 80, 5);
    expect(ofTask).toHaveLength(5);
    expect(ofTask.at(-1)).toMatch(/page 1 of \d/u);
  });

  test("Chinese text without blanks and long words go on in the next line", () => {
    const text = "同步库存".repeat(20);
    const verdict = { ...FINDING, evidence: text, claim: "x".repeat(100) };
    const drawn = audit({ ...AUDIT, opened: { type: "verdict", key: "1", verdict } }, 80);
    const joined = drawn.map((each) => each.slice(9)).join("");
    expect(joined).toContain(text);
    expect(joined).toContain("x".repeat(100));
  });
});

test("a recorded project says how many rules need its files", () => {
  expect(audit({ ...AUDIT, needFiles: 55 }, 120)[0]).toContain("recorded: 55 need the files");
  expect(audit(AUDIT, 120)[0]).not.toContain("recorded");
});

test("on a narrow screen the filter and the window are said before the versions", () => {
  const narrow = { ...AUDIT, below: 7, hiddenCount: 12, filter: { text: "CR-", isTyping: false } };
  expect(audit(narrow, 80)[0]).toMatch(/^- Audit - 1 error .* 1 unknown - 7 below - filter CR- /);
  expect(audit(narrow, 100)[0]).toMatch(/7 below - filter CR- hides 12/);
  expect(audit(narrow, 160)[0]).toMatch(/hyperf 3\.1\.71 - 7 below - filter CR- hides 12/);
});

test("how many dispatchers there are is unknown, not 0, where it was not told", () => {
  const project = aProject([task], { dispatchers: null });
  expect(crontab({ ...CRONTAB, project }, 160)[0]).toContain("dispatchers unknown");
});

test.each([
  [160, 45],
  [80, 24],
  [60, 15],
] as const)("%ix%i: the frame is whole with a list in it", (columns, rows) => {
  for (const list of [CRONTAB, AUDIT, { ...AUDIT, opened: VERDICTS[0] ?? null }]) {
    const lines = plain(frame(aView({ list }), { columns, rows }, look()));
    expect(lines).toHaveLength(rows);
    expect(lines.at(-1)).toContain("back");
    expect(lines.at(-1)?.includes("Enter open")).toBe(list.opened === null);
  }
});
