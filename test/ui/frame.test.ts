import { describe, expect, test } from "vitest";
import { cellWidth } from "../../src/words/cells.ts";
import { footerLine } from "../../src/ui/footer.ts";
import { frame } from "../../src/ui/frame.ts";
import { bodyLines, geometryOf } from "../../src/ui/geometry.ts";
import { columns as tableColumns } from "../../src/ui/columns/index.ts";
import { helpRows } from "../../src/ui/panes/help/rows.ts";
import { keyTables } from "../../src/ui/keys.ts";
import type { Appearance } from "../../src/ui/theme.ts";
import { placed } from "../../src/store/logs/place.ts";
import { KILLED, aPane, said as logged } from "./panes/logs/build.ts";
import { aHeader, anOpened, aTable, aView, look, processLines, leakingRow, SGR } from "./build.ts";

const SIZES = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 160, rows: 45 },
  { columns: 200, rows: 50 },
];

const LOGS = aPane([logged("one"), KILLED, logged("x".repeat(500)), logged("last")]);

function screens(columns: number, rows: number) {
  const { tableRows, cells } = geometryOf({ columns, rows });
  const lines = processLines(Array.from({ length: tableRows }, () => leakingRow(cells)));
  const view = aView({ table: aTable(lines) }, cells);
  return {
    table: view,
    help: aView({ ...view, isHelpOpen: true }),
    process: aView({ ...view, process: anOpened(columns) }),
    logs: aView({ ...view, logs: LOGS }),
    "logs below": aView({ ...view, logs: { ...LOGS, isBelow: true } }),
    "logs full": aView({ ...view, logs: { ...LOGS, isFull: true, isFocused: true } }),
    "logs beside a process": aView({ ...view, process: anOpened(columns), logs: LOGS }),
    filter: aView({ ...view, table: aTable(lines, { filter: { text: "q?z", isTyping: true } }) }),
    stale: aView({
      ...view,
      header: aHeader({
        state: "retrying",
        silentMs: 14_000,
        fault: { kind: "silent", detail: null },
        recording: { file: "f", bytes: 1, sinceMs: 1 },
        answer: "copied",
      }),
    }),
  };
}

function frames(appearance: Partial<Appearance>) {
  return SIZES.flatMap((size) =>
    Object.entries(screens(size.columns, size.rows)).map(([name, view]) => ({
      name: `${name} ${size.columns}x${size.rows}`,
      size,
      lines: frame(view, size, look(appearance)),
    })),
  );
}

describe("each screen", () => {
  test.each(frames({ hasColour: true }))("$name fills its size exactly", ({ size, lines }) => {
    expect(lines.length).toBe(size.rows);
    expect(lines.map((line) => cellWidth(line.replaceAll(SGR, "")))).toEqual(
      lines.map(() => size.columns),
    );
  });

  test.each(frames({ hasColour: true }))(
    "$name uses the sixteen colours, and closes what it opens",
    ({ lines }) => {
      const codes = lines.flatMap((line) => [...line.matchAll(SGR)].map(([code]) => code));
      expect(codes.length).toBeGreaterThan(5);
      for (const code of new Set(codes)) expect(code).toMatch(/^.\[(1|2|7|22|27|3[1-6]|39)m$/);
      for (const line of lines) {
        expect(count(line, /\[[127]m/g) + count(line, /\[3[1-6]m/g)).toBe(
          count(line, /\[2[27]m/g) + count(line, /\[39m/g),
        );
      }
    },
  );

  test.each(frames({}))("$name has no colour where there shall be none", ({ lines }) => {
    const codes = lines.flatMap((line) => [...line.matchAll(SGR)].map(([code]) => code));
    for (const code of new Set(codes)) expect(code).toMatch(/^.\[(1|7|22|27)m$/);
  });

  test.each(frames({ isAscii: true }))("$name in ASCII is ASCII", ({ lines }) => {
    expect(lines.join("").replaceAll(SGR, "")).toMatch(/^[\u0020-\u007e]+$/);
  });
});

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

test("the head of the table stands once, the footer at the bottom names help and the way out", () => {
  for (const size of SIZES) {
    const lines = frame(screens(size.columns, size.rows).table, size, look()).map((line) =>
      line.replaceAll(SGR, ""),
    );
    expect(
      lines.filter((line) => /\bPID\b/.test(line) && /\b(ROLE|SLOT)\b/i.test(line)),
    ).toHaveLength(1);
    expect(lines.filter((line) => /help.*filter.*quit/.test(line))).toEqual([lines.at(-1)]);
    expect(lines.at(-1)).toMatch(/^ \? help .*q quit/);
  }
});

const withLogs = (columns: number, rows: number, facts: Partial<typeof LOGS> = {}) => {
  const size = { columns, rows };
  const logs = { ...LOGS, ...facts };
  const { tableRows, cells } = placed(
    geometryOf(size),
    columns < 120 || logs.isBelow ? "below" : "beside",
  );
  const table = aTable(processLines(Array.from({ length: tableRows }, () => leakingRow(cells))));
  return frame(aView({ table, logs }, cells), size, look()).map((line) => line.replaceAll(SGR, ""));
};

describe("the log pane", () => {
  test("from 120 columns it stands right of the table, which gives it three of eight", () => {
    const lines = withLogs(160, 45);
    expect(lines[4]).toMatch(/^- Processes 36 .{80,}\+- 2 Logs {2}Worker\.0 - follow -+$/);
    const bars = lines.slice(5, 42).map((line) => line.charAt(100));
    expect(new Set(bars)).toEqual(new Set(["|"]));
    expect(lines[42]).toBe(" ".repeat(160));
    expect(withLogs(120, 30)[3 + 2 - 1]).toMatch(
      /^- Processes .{40,}\+- 2 Logs {2}Worker\.0 - follow -+$/,
    );
    // every row of the table is there, with its sparkline
    expect(lines.filter((line) => /Worker\.0 .*[▂▆]{20}\|/.test(line))).toHaveLength(36);
  });

  test.each([
    [119, 30, {}],
    [80, 24, {}],
    [60, 15, {}],
    [160, 45, { isBelow: true }],
  ])("at %ix%i %j it stands below the table", (columns, rows, facts) => {
    const lines = withLogs(columns, rows, facts);
    const rule = lines.findIndex((line) => line.startsWith("- 2 Logs  Worker.0 - follow"));
    expect(lines.length - 1 - rule).toBeGreaterThanOrEqual(4);
    expect(lines[rule - 1]).toMatch(/^[> ] +39 worker {2}Worker\.0 /);
    expect(lines.join("\n")).not.toContain("+- 2 Logs");
  });

  test("full it has the whole body", () => {
    const lines = withLogs(160, 45, { isFull: true, isFocused: true });
    expect(lines[4]).toMatch(/^- 2 Logs {2}Worker\.0 - follow -+$/);
    expect(lines.join("\n")).not.toContain("Processes");
    expect(lines.at(-1)?.trimEnd()).toMatch(
      /^ \? help {2}Enter unfold {2}G follow {2}\/ search .* Esc back$/,
    );
  });

  test("where a list, snapshots or the help stand it has no place", () => {
    const size = { columns: 160, rows: 45 };
    const lines = frame(aView({ logs: LOGS, isHelpOpen: true }), size, look());
    expect(lines.join("\n")).not.toContain("2 Logs");
  });

  test("rows that are marked for it have a *", () => {
    const lines = withLogs(80, 24, { marked: ["39"] });
    expect(lines[6]).toMatch(/^>\* +39 /);
    expect(lines[7]).toMatch(/^ \* +39 /);
  });

  test("what is searched is typed at the bottom", () => {
    const search = {
      text: "time",
      isTyping: true,
      isRegex: false,
      isInvalid: false,
      isOnly: false,
      matches: 0,
    };
    expect(withLogs(80, 24, { isFocused: true, search }).at(-1)?.trimEnd()).toBe(
      " /time_   Enter search  Esc clear",
    );
    expect(withLogs(80, 24, { isFocused: true, asksToOverwrite: true }).at(-1)).toMatch(
      /^ that file is there: Ctrl-S writes over it, any other key does not {3}\? help/,
    );
  });
});

test.each([
  [59, 15],
  [60, 14],
  [50, 12],
  [10, 1],
])("%ix%i is too small: one line says so", (columns, rows) => {
  const lines = frame(aView(), { columns, rows }, look());
  expect(lines).toEqual([
    `needs 60x15, has ${columns}x${rows} (q quits)`.padEnd(columns).slice(0, columns),
  ]);
});

const help = (width: number, rows: number, page = 0) =>
  helpRows(aView({ page }), { columns: width, rows }, look().theme)
    .map((line) => line.replaceAll(SGR, ""))
    .join("\n");

describe("help", () => {
  test.each([
    [160, 45],
    [80, 24],
  ])("at %ix%i it lists every key of the table and what opens from it", (columns, rows) => {
    const text = help(columns, bodyLines({ columns, rows }));
    const tables = [keyTables.table, keyTables.filter, keyTables.process, keyTables.help].flat();
    const labelsOf = (meaning: string): readonly string[] =>
      text.split("\n").flatMap((line) => {
        const from = line.indexOf(` ${meaning} `);
        return from < 12 ? [] : [line.slice(from - 12, from + 1)];
      });
    // keys with the same words stand in one entry
    const said = tables.filter(({ label, help: meaning }) =>
      labelsOf(meaning).some((labels) => ` ${labels} `.includes(` ${label} `)),
    );
    for (const { keys, command } of tables) {
      const isSaid = (key: string) =>
        said.some((each) => each.keys.includes(key) && each.command.type === command.type);
      expect(keys.filter((key) => !isSaid(key))).toEqual([]);
    }
    expect(said.length).toBeGreaterThan(30);
  });

  test("where not all has room its pages are turned, and no line of it is lost", () => {
    expect(help(60, 10).split("\n").at(-1)?.trim()).toBe("... page 1 of 4: PgDn, PgUp");
    for (const rows of [9, 10, 17, 18, 19, 20, 45]) {
      const pages = Array.from({ length: 8 }, (_, page) => help(80, rows, page));
      for (const page of pages) expect(page.split("\n").length).toBeLessThanOrEqual(rows);
      for (const { help: meaning } of tableColumns)
        expect(pages.join("\n")).toContain(meaning.slice(0, 14));
      for (const { label } of keyTables.table) expect(pages.join("\n")).toContain(` ${label} `);
    }
  });

  test("its pages are counted round", () => {
    expect(help(60, 10, -1)).toBe(help(60, 10, 3));
    expect(help(60, 10, 4)).toBe(help(60, 10, 0));
  });

  test("what keys are there is told by topics", () => {
    const text = help(160, 38);
    for (const topic of [
      "filter",
      "sort",
      "reverse",
      "freeze",
      "quit",
      "top",
      "bottom",
      "page",
      "zoom",
      "copy",
      "record",
      "orphan",
    ]) {
      expect(text).toMatch(new RegExp(`\\b${topic}\\b`, "i"));
    }
  });
});

describe("the footer", () => {
  const { theme } = look();
  const footer = (width: number, facts: Parameters<typeof aView>[0]) =>
    footerLine(aView(facts), width, theme).replaceAll(SGR, "").trimEnd();

  test("of the table", () => {
    expect(footer(160, {})).toBe(
      " ? help  Enter open  / filter  <> sort  I reverse  S snapshot  2 logs  3 crontab  a audit  t tree  z freeze  c copy  r record  q quit",
    );
    expect(footer(60, {})).toBe(" ? help  Enter open  / filter  <> sort  I reverse  q quit");
  });

  test("answers the last key first", () => {
    expect(footer(60, { header: aHeader({ answer: "saved to a.ndjson.gz" }) })).toBe(
      " saved to a.ndjson.gz   ? help  Enter open  q quit",
    );
  });

  test("shows what is typed, escape sequences pasted into it included", () => {
    const table = aTable([], { filter: { text: "ta\u001b[2Jsk", isTyping: true } });
    expect(footer(60, { table })).toBe(" /task_   Enter keep  Esc clear");
  });
});
