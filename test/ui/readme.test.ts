import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { columns } from "../../src/ui/columns/index.ts";
import { epochMs } from "../../src/domain/units.ts";
import { keyTables } from "../../src/ui/keys.ts";
import { together } from "../../src/ui/panes/help/rows.ts";

const AXIS = { from: epochMs(0), to: epochMs(0), cells: 1, windowMs: 5 * 60_000 };
const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** What stands between two marks. */
const part = (name: string): string =>
  new RegExp(`<!-- ${name}:[^>]*-->\n([^]*?)<!-- /${name} -->`).exec(README)?.[1] ?? "";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |\n`;

const keysTable = (): string => {
  const all = [
    ...keyTables.table,
    ...keyTables.audit,
    ...keyTables.crontab,
    ...keyTables.snapshot,
    ...keyTables.logs,
    ...keyTables.search,
    ...keyTables.filter,
    ...keyTables.process,
  ];
  const lines = new Map(
    all.map(({ label, help }) => [`${label}\n${help}`, [label, help] as const]),
  );
  return (
    row("key", "") +
    "|---|---|\n" +
    together([...lines.values()])
      .map(([label, help]) => row(`\`${label}\``, help))
      .join("")
  );
};

const columnsTable = (): string =>
  row("column", "") +
  "|---|---|\n" +
  columns.map(({ title, help }) => row(title(AXIS).trim(), help)).join("");

test("the README's keys are those of the key tables", () => {
  expect(part("keys")).toBe(keysTable());
});

test("the README's columns are those of the register", () => {
  expect(part("columns")).toBe(columnsTable());
});
