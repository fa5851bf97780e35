import { describe, expect, test } from "vitest";
import { bytes, MIB } from "../../../src/domain/units.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { severalFrame } from "../../../src/ui/several/rows.ts";
import type { ScreenView } from "../../../src/store/view.ts";
import {
  aHeader,
  aMemory,
  aMemoryView,
  aRow,
  aTable,
  aView,
  look,
  processLines,
  SGR,
} from "../build.ts";

const part = (
  uri: string,
  slots: readonly string[],
  facts: Parameters<typeof aView>[0] = {},
): ScreenView =>
  aView({
    header: aHeader({ target: uri }),
    table: aTable(
      processLines(slots.map((slot, index) => aRow({ pid: index + 1, mib: 10, slot }))),
    ),
    ...facts,
  });
const size = { columns: 100, rows: 30 };
const drawn = (parts: readonly ScreenView[], active = 0, at = size) =>
  severalFrame(parts, active, { size: at, look: look({ hasColour: false }) }).map((line) =>
    line.replaceAll(SGR, ""),
  );

describe("several targets", () => {
  const parts = [
    part("docker://a", ["Worker.0", "Worker.1"]),
    part("docker://b", ["Worker.0"], {
      header: aHeader({
        target: "docker://b",
        state: "retrying",
        silentMs: 14_000,
        fault: { kind: "container-ended", detail: untrustedText("b is not running") },
      }),
      memory: aMemoryView({
        memory: aMemory({ limitBytes: bytes(8192 * MIB), isUnlimited: true }),
      }),
    }),
  ];

  test.each([
    { columns: 60, rows: 15 },
    { columns: 80, rows: 24 },
    { columns: 160, rows: 45 },
  ])("fill $columns x $rows exactly", (at) => {
    const lines = drawn(parts, 1, at);
    expect(lines).toHaveLength(at.rows);
    for (const each of lines) expect(cellWidth(each)).toBe(at.columns);
  });

  test("stand one under the other, each with its state, its own bar and its rows", () => {
    const lines = drawn(parts);
    const heads = lines.flatMap((each, index) => (each.startsWith("docker:") ? [index] : []));
    expect(heads).toHaveLength(2);
    const [a = 0, b = 0] = heads;
    expect(lines[a]).toMatch(/^docker:\/\/a {2}\* LIVE/);
    expect(lines[a + 1]).toMatch(/^ MEM .*\[.*\]/);
    expect(lines.slice(a + 2, b).map((each) => /Worker\.\d/.exec(each)?.[0])).toEqual([
      "Worker.0",
      "Worker.1",
    ]);
    expect(lines[b]).toMatch(/^docker:\/\/b {3}STALE 14s/);
    expect(lines[b + 1]).toMatch(/without a limit, of the machine's/);
    expect(lines.find((each) => each.startsWith("- "))).toMatch(/^- 2 targets - /);
  });

  test("only one row is selected, and above stands what is known of its target", () => {
    for (const [active, target] of [
      [0, "docker://a"],
      [1, "docker://b"],
    ] as const) {
      const lines = drawn(parts, active);
      expect(lines.filter((each) => each.startsWith(">"))).toHaveLength(1);
      expect(lines[0]).toContain(target);
    }
    expect(drawn(parts, 1).join("\n")).toContain("fault container-ended");
  });

  test("that need more lines than there are: the selected row is seen, and how many are not", () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      part(`docker://c${index}`, ["Master", "Worker.0"]),
    );
    const lines = drawn(many, 11);
    expect(lines.filter((each) => each.startsWith(">"))).toHaveLength(1);
    expect(lines.find((each) => each.startsWith("- "))).toMatch(/\d+ above/);
  });

  test("a name that wants to be more than text is text", () => {
    const lines = drawn([part("docker://a\u001b[2J\u202Eb", ["Worker.0"]), part("docker://c", [])]);
    for (const hidden of ["\u001b", "\u202E"]) expect(lines.join("\n")).not.toContain(hidden);
  });
});
