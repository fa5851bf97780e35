import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import type { Command } from "../../../src/store/command.ts";
import { screenView } from "../../../src/store/select/screen.ts";
import type { State } from "../../../src/store/state.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { frame } from "../../../src/ui/frame.ts";
import { bodyLines, geometryOf } from "../../../src/ui/geometry.ts";
import { shortName } from "../../../src/ui/panes/snapshot/names.ts";
import { scrollOf, snapshotRows } from "../../../src/ui/panes/snapshot/rows.ts";
import type { Appearance } from "../../../src/ui/theme.ts";
import { classOf, faultOf, holderOf } from "../../analysis/snapshot/build.ts";
import { beginning, pressed, START } from "../../store/build.ts";
import {
  came,
  leaking,
  minute,
  ofSlot,
  partly,
  ROWS,
  running,
  whole,
} from "../../store/snapshot-build.ts";
import { look, SGR } from "../build.ts";

const SIZES = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 119, rows: 30 },
  { columns: 120, rows: 30 },
  { columns: 160, rows: 45 },
];
type Size = (typeof SIZES)[number];
const open: Command = { type: "view", view: "snapshot" };

/** The drawing of design/screens.md: two of Worker.0, one of Worker.1 and of Worker.2. */
const drawing = (facts: Partial<Snapshot> = {}): State =>
  pressed(
    came(
      running(),
      whole(leaking(24_105, { at: minute(1), ...ofSlot(1) })),
      whole(leaking(0, { at: minute(2), ...ofSlot(2), holders: [] })),
      whole(leaking(24_111, { at: minute(0) })),
      whole(leaking(48_211, { at: minute(33), ...facts })),
    ),
    open,
  );

function viewOf(state: State, size: Size) {
  const { snapshot, header } = screenView(state, geometryOf(size), START);
  if (snapshot === null) throw new Error("no snapshots");
  return { snapshot, header };
}

function rows(state: State, size: Size, appearance: Partial<Appearance> = {}): readonly string[] {
  const { snapshot, header } = viewOf(state, size);
  const room = { columns: size.columns, rows: bodyLines(size) };
  return snapshotRows(snapshot, header, { size: room, theme: look(appearance).theme }).map((line) =>
    line.replaceAll(SGR, "").trimEnd(),
  );
}
const WIDE = { columns: 160, rows: 45 };
const SMALL = { columns: 80, rows: 24 };
const TALL = { columns: 80, rows: 60 };

/** The line of a part, found by its label. */
const lineOf = (lines: readonly string[], label: string): string =>
  lines.find((line) => line.startsWith(` ${label}`)) ?? "";

describe("whole lines", () => {
  test("160x45: complete, without scrolling", () => {
    const lines = rows(drawing(), WIDE);
    expect(lines).toMatchSnapshot();
    expect(lines[0]).not.toContain("below");
  });
  test("80x24: parts under each other, what is below is counted", () => {
    const lines = rows(drawing(), SMALL);
    expect(lines).toMatchSnapshot();
    expect(lines[0]).toMatch(/ - 12 below -+$/);
  });
  test("80 columns, all of it", () => expect(rows(drawing(), TALL)).toMatchSnapshot());
});

describe("every size and look", () => {
  const hostile = classOf("App\\会社\u001b[2J\\クラス".repeat(9), 3, 100);
  const states = {
    drawing: drawing(),
    many: drawing({
      classes: Array.from({ length: 300 }, (_, index) => classOf(`App\\C${index}`, 300 - index, 9)),
      holders: Array.from({ length: 300 }, () => holderOf(`${hostile.name}::$x`, null, null)),
    }),
    hostile: drawing({ classes: [hostile], rootClasses: [hostile], php: "8\u001b[31m" }),
    partial: pressed(came(running(), partly(leaking(4), 62)), open),
    reading: pressed(running(), { type: "snapshot-take" }),
    empty: pressed(running(), open),
    nobody: pressed(beginning(), open),
  };
  test.each(
    Object.entries(states).flatMap(([name, state]) => SIZES.map((size) => ({ name, state, size }))),
  )("$name at $size.columns columns fills the screen exactly", ({ state, size }) => {
    for (const isAscii of [false, true]) {
      const view = screenView(state, geometryOf(size), START);
      const lines = frame(view, size, look({ isAscii, hasColour: true }));
      expect(lines).toHaveLength(size.rows);
      for (const line of lines) expect(cellWidth(line.replaceAll(SGR, ""))).toBe(size.columns);
    }
  });
  test("in ASCII it is ASCII", () => {
    expect(rows(states.drawing, WIDE, { isAscii: true }).join("")).toMatch(/^[\u0020-\u007e]+$/);
  });
});

const said = (size: Size, text: string) => {
  const lines = rows(
    drawing({
      conclusion: {
        kind: "held",
        confidence: "high",
        text: untrustedText(text),
        holder: untrustedText(ROWS),
      },
    }),
    size,
  ).slice(1);
  const end = lines.findIndex((line) => line === "" || line.startsWith(" cost"));
  return lines.slice(0, end);
};

describe("the conclusion", () => {
  const sentence = `held references: ${ROWS} holds 48 211 entries, ~30.8 MiB, +15.4 MiB since 13:31.`;
  const gc = "gc would free 0.1 MiB of 130.8 MiB: waiting for gc will not help.";

  test("is the first thing under the rule, in at most three lines", () => {
    for (const size of SIZES) {
      const lines = said(size, `${sentence} ${gc}`);
      expect(lines[0]).toMatch(/^ CONCLUSION {2}held references: /);
      expect(lines.length).toBeLessThanOrEqual(3);
      expect(lines.join("")).toContain("will not help.");
    }
    expect(said({ columns: 60, rows: 15 }, sentence.repeat(5))).toHaveLength(3);
  });
  test("on a narrow screen the namespace of the holder gives way before the sentence does", () => {
    const text = said({ columns: 60, rows: 24 }, `${sentence} ${gc}`).join(" ");
    expect(text).toContain("…\\StockCache::$rows holds");
    expect(text).toContain("will not help.");
  });
  test("none can be drawn: it says so, and while it is read that it is read", () => {
    expect(rows(drawing({ conclusion: null }), WIDE)[1]).toContain("does not decide it");
    const reading = came(pressed(running(), { type: "snapshot-take" }), partly(leaking(1)));
    expect(rows(reading, WIDE)[1]).toBe(" CONCLUSION  reading..");
  });
});

describe("parts", () => {
  test("each has its time and its cost", () => {
    const lines = rows(drawing(), TALL);
    expect(lines.join("\n").match(/\[\d+ms, \d+ms cpu(, [\d.]+[KM] read)?\]/g)).toEqual([
      "[13ms, 9ms cpu]",
      "[40ms, 20ms cpu, 293K read]",
      "[120ms, 60ms cpu, 1.9M read]",
      "[160ms, 80ms cpu, 1.9M read]",
      "[90ms, 50ms cpu, 977K read]",
    ]);
  });

  test("while it is read: what is there, how far the properties are, and what is to come", () => {
    const state = came(
      pressed(running(), { type: "snapshot-take" }),
      partly(leaking(48_211), 62.4),
    );
    const lines = rows(state, WIDE);
    expect(lines[0]).toMatch(/^- GC snapshot {2}Worker.0 pid 39 gen 1 - reading 62 % - taken /);
    expect(lineOf(lines, "  properties")).toContain("reading.. 62 %");
    expect(lineOf(lines, "3 gc would free")).toMatch(/free +reading\.\.$/);
    expect(lines.join("\n")).toContain(ROWS);
    expect(lineOf(rows(pressed(state, { type: "back" }), WIDE), "3 gc")).toContain("being ended..");
  });

  test("why one is not there: in words, at its place; of the whole above all", () => {
    const cut = drawing({
      heap: null,
      gc: null,
      classes: null,
      rootClasses: null,
      holders: null,
      dryRun: null,
      steps: [],
      faults: [faultOf("other-user", { part: "1", detail: "33:33" }), faultOf("zts")],
    });
    const lines = rows(cut, WIDE);
    expect(lineOf(lines, "1 Zend heap")).toContain("belongs to another user");
    expect(lines.join(" ")).toContain("-u 33:33");
    expect(lines.findIndex((line) => line.startsWith("   !"))).toBeLessThan(
      lines.findIndex((line) => line.startsWith(" 0 memory")),
    );
    expect(lineOf(lines, "2 live objects")).toMatch(/objects +not read$/);
  });

  test("a fault of a part that is there stands under it", () => {
    const lines = rows(drawing({ faults: [faultOf("out-of-time", { part: "2b" })] }), WIDE);
    expect(lineOf(lines, "  properties")).not.toContain(" read  [");
    expect(lineOf(lines, "  properties").length).toBeGreaterThan(40);
    expect(lines.join("\n")).toContain(ROWS);
  });

  test("what a lower level did not ask for", () => {
    const lines = rows(
      drawing({ level: 1, classes: null, rootClasses: null, holders: null, dryRun: null }),
      WIDE,
    );
    expect(lineOf(lines, "2 live objects")).toContain("not asked for (level 1)");
    expect(lineOf(lines, "3 gc would free")).toContain("not asked for (level 1)");
  });

  test("a document without steps does not say that properties were not read", () => {
    expect(lineOf(rows(drawing({ steps: [] }), WIDE), "  properties")).toBe("");
  });

  test("a target that moved, gc that is off, a heap without a limit", () => {
    const { heap, gc } = leaking(1);
    if (heap === null || gc === null) throw new Error("no heap");
    const lines = rows(
      drawing({ heap: { ...heap, exact: false, limitBytes: null }, gc: { ...gc, enabled: false } }),
      TALL,
    );
    expect(lines.join("\n")).toContain("not exact");
    expect(lines.join("\n")).toContain("limit none");
    expect(lineOf(lines, "  gc ")).toContain("OFF");
  });

  test("kinds that cannot be told apart are not drawn as nothing", () => {
    const { kinds } = leaking(1);
    if (kinds === null) throw new Error("no kinds");
    const closed = {
      ...kinds,
      zendBytes: null,
      mallocBytes: null,
      stackBytes: null,
      jitBytes: null,
      gcBufferBytes: null,
    };
    const text = rows(drawing({ kinds: closed }), WIDE).join("\n");
    expect(text).toContain(". private, its kinds unknown ");
    expect(text).not.toContain("Z Zend");
  });
});

/** Ninety large ones, and one that is not among them. */
const withSmall = (count: number) => [
  ...Array.from({ length: 90 }, (_, index) => classOf(`App\\Large${index}`, 5, 90_000 - index)),
  classOf("App\\Small", count, count * 40),
];

describe("the difference", () => {
  test("what grew since, by kind, class and holder; what did not is 0", () => {
    const lines = rows(drawing(), WIDE);
    expect(lineOf(lines, "0 memory")).toMatch(/RSS 167.1 MiB \(\+15.4\).*Zend 141.9 \(\+15.4\)/);
    const row = lines.find((line) => line.includes("> App\\Service\\StockCache::$rows")) ?? "";
    expect(row).toMatch(/StockRow +48 211 +11.8M +\+24 100 .* 48 211 +~30.8M +\+24 100 +\+15.4M$/);
    expect(lines.find((line) => line.includes("  Closure "))).toMatch(/1 402 +427K +0 /);
    expect(lineOf(lines, "2 live objects")).toMatch(/count +size since 00:00 .* d size$/);
  });

  test("against another slot it is named, and marked among the others", () => {
    const lines = rows(pressed(drawing(), { type: "snapshot-against" }), WIDE);
    expect(lineOf(lines, "2 live objects")).toContain(" vs Worker.1 ");
    expect(lineOf(lines, "COMPARE")).toContain(
      "> Worker.1 00:01:00 used 115.4 StockCache::$rows 24 105 (+24 106)",
    );
    // and what it comes to is told against it, no more since the one before
    const conclusion = lines.slice(1, 4).join(" ");
    expect(conclusion).toMatch(/against\s+Worker\.1/);
    expect(conclusion).not.toContain("since 13:31");
  });

  test("a list that the other one does not have makes changes unknown, not 0", () => {
    const state = came(
      running(),
      whole(leaking(5, { at: minute(0), classes: null, holders: null })),
      whole(leaking(9, { at: minute(1) })),
    );
    const row = rows(pressed(state, open), WIDE).find((line) => line.includes("  Closure ")) ?? "";
    expect(row).toMatch(/427K +– /);
  });

  test("of another process in the same slot nothing is said to have grown since", () => {
    const state = pressed(
      came(
        running(),
        whole(leaking(24_111, { at: minute(0), pid: 31 })),
        whole(leaking(48_211, { at: minute(33) })),
      ),
      open,
    );
    const text = rows(pressed(state), WIDE).join("\n");
    expect(text).not.toContain("since 00:00");
  });

  test("what changed is shown although it is not among the largest", () => {
    const state = came(
      running(),
      whole(leaking(5, { at: minute(0), classes: withSmall(3) })),
      whole(leaking(5, { at: minute(1), classes: withSmall(303) })),
    );
    for (const size of [WIDE, TALL]) {
      const lines = rows(pressed(state, open), size);
      expect(lines.find((line) => line.includes("App\\Small"))).toMatch(/ 303 +12K +\+300/);
      expect(lines.some((line) => /^ +\+\d+ more/.test(line))).toBe(true);
    }
  });
});

const told = (state: State) => rows(state, SMALL).slice(1).join(" ").replaceAll(/ +/g, " ");

test("without one it says what S does, in a recording that none can be taken", () => {
  expect(told(pressed(running(), open))).toContain("no snapshot of Worker.0 yet. S takes one");
  expect(told(pressed(beginning(), open))).toContain("no process is selected");
  const played = pressed(running({ playback: { speed: 1, isOver: true } }), open);
  expect(told(played)).toContain("this recording has no snapshot of Worker.0");
});

const press = (state: State, ...commands: readonly Command[]): State =>
  commands.reduce((now, command) => {
    const { snapshot, header } = viewOf(now, SMALL);
    const room = { size: { columns: 80, rows: bodyLines(SMALL) }, theme: look().theme };
    return pressed(now, scrollOf(command, snapshot, { header, room }));
  }, state);
const scroll = (state: State) => /(\d+) above/.exec(rows(state, SMALL)[0] ?? "")?.[1] ?? "0";

describe("scrolling", () => {
  test("goes by lines and pages, not further than the last line, and back", () => {
    const page: Command = { type: "page", by: 1, part: "full" };
    const end = press(drawing(), page, page, page, { type: "move", by: 5 });
    expect([scroll(end), scroll(press(end, { type: "move", by: -1 }))]).toEqual(["12", "11"]);
    expect(rows(end, SMALL)[0]).not.toContain("below");
    expect(scroll(press(drawing(), { type: "bottom" }))).toBe("12");
    expect(scroll(press(end, { type: "top" }))).toBe("0");
    expect(scroll(press(end, { type: "page", by: -1, part: "half" }))).toBe("4");
  });

  test("on a higher screen the window is full, wherever it stood", () => {
    const end = press(drawing(), { type: "bottom" });
    expect(rows(end, TALL)[0]).not.toContain("above");
  });
});

test.each([
  ["App\\Service\\StockCache::$rows", 40, "App\\Service\\StockCache::$rows"],
  ["App\\Service\\StockCache::$rows", 25, "…\\StockCache::$rows"],
  ["App\\Service\\StockCache::$rows", 12, "…ache::$rows"],
  ["App\\A\\f()::$seen", 12, "…\\f()::$seen"],
])("of %s in %i cells class and property stay", (name, width, short) => {
  expect(shortName(name, width, "…")).toBe(short);
});
