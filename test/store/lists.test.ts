// The crontab and the audit before the processes: what is listed, and what each key makes of it.
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/store/command.ts";
import { commanded } from "../../src/store/commands.ts";
import type { ListView } from "../../src/store/list-view.ts";
import type { State } from "../../src/store/state.ts";
import {
  aProcess,
  aSample,
  aServer,
  beginning,
  GEOMETRY,
  pressed,
  seen,
  START,
  typed,
  viewOf,
} from "./build.ts";
import { projectMissed } from "../../src/store/transitions.ts";
import { aProject, aTask, declaring } from "./declared.ts";

const SERVER = aServer([
  aProcess({ pid: 10, slot: "Master", mib: 20 }),
  aProcess({ pid: 12, slot: "Worker.0", mib: 30 }),
  aProcess({ pid: 13, slot: "crontab-dispatcher.0", mib: 10 }),
]);

const TASKS = [
  aTask("close-orders", "*/2 * * * *", {
    declared: { file: "app/A.php", line: 13, by: "attribute" },
  }),
  aTask("sync-stock", "* * * * *", { declared: { file: "app/B.php", line: 15, by: "attribute" } }),
  aTask("off", "* * * * *", { enable: false, next: [] }),
];

const known = (): State => declaring(seen(beginning(), aSample(0, [SERVER])), aProject(TASKS));
const audit: Command = { type: "view", view: "audit" };
const crontab: Command = { type: "view", view: "crontab" };

function listOf(state: State): ListView {
  const { list } = viewOf(state);
  if (list === null) throw new Error("no list");
  return list;
}
const kinds = (each: State) =>
  new Set(listOf(each).rows.map((row) => (row.type === "verdict" ? row.verdict.kind : "")));
const codes = (state: State): readonly string[] =>
  listOf(state).rows.flatMap((row) =>
    row.type === "verdict" ? [`${row.verdict.code} ${row.verdict.subject ?? ""}`.trim()] : [],
  );
const selected = (state: State): string =>
  listOf(state)
    .rows.flatMap((row, index) => (row.isSelected ? [codes(state)[index] ?? ""] : []))
    .join();
const effectsOf = (state: State, command: Command) => commanded(state, command, GEOMETRY).effects;

describe("the crontab", () => {
  test("every task with its letter, the time to its next tick, and where it is declared", () => {
    const { rows } = listOf(pressed(known(), crontab));
    expect(
      rows.map((row) =>
        row.type === "task" ? [row.task.letter, row.task.task.name, row.task.nextInMs] : [],
      ),
    ).toEqual([
      ["a", "close-orders", 120_000 - (START % 120_000)],
      [expect.any(String), "sync-stock", 60_000 - (START % 60_000)],
      [expect.anything(), "off", null],
    ]);
  });

  test("goes on with the target's time", () => {
    const later = seen(pressed(known(), crontab), aSample(5, [SERVER]));
    const [first] = listOf(later).rows;
    expect(first?.type === "task" ? first.task.nextInMs : null).toBe(
      120_000 - ((START + 5000) % 120_000),
    );
  });

  test("a task leads to the processes that run it", () => {
    const state = pressed(known(), crontab, { type: "jump" });
    expect(viewOf(state).list).toBeNull();
    expect(viewOf(state).table.filter).toEqual({ text: "worker", isTyping: false });
  });
});

describe("the audit", () => {
  test("findings first, by severity, then what is unknown; what passes on demand", () => {
    const state = pressed(known(), audit);
    expect(codes(state).slice(0, 2)).toEqual(["CR-01 close-orders", "CR-01 sync-stock"]);
    expect(kinds(state)).toEqual(new Set(["fail", "unknown"]));
    const all = pressed(state, { type: "show-all" }, { type: "bottom" });
    expect(kinds(all)).toContain("pass");
  });

  test("moves, opens and comes back, a level at a time", () => {
    let state = pressed(known(), audit, { type: "move", by: 1 });
    expect(selected(state)).toBe("CR-01 sync-stock");
    state = pressed(state, { type: "open" });
    expect(listOf(state).opened).toMatchObject({ verdict: { subject: "sync-stock" } });
    state = pressed(state, { type: "back" });
    expect([listOf(state).opened, selected(state)]).toEqual([null, "CR-01 sync-stock"]);
    state = pressed(state, { type: "bottom" }, { type: "top" });
    expect(selected(state)).toBe("CR-01 close-orders");
    expect(viewOf(pressed(state, { type: "back" })).list).toBeNull();
  });

  test("a page of what is opened is turned; the next finding begins at its top", () => {
    const next = { type: "page", by: 1, part: "full" } as const;
    const before = { ...next, by: -1 } as const;
    const opened = pressed(known(), audit, { type: "open" }, next, next);
    expect(viewOf(opened).page).toBe(2);
    expect(selected(opened)).toBe("CR-01 close-orders");
    expect(viewOf(pressed(opened, before)).page).toBe(1);
    expect(viewOf(pressed(opened, { type: "move", by: 1 })).page).toBe(0);
    expect(viewOf(pressed(opened, { type: "back" })).page).toBe(0);
    expect(viewOf(pressed(opened, { type: "utc" })).page).toBe(2);
    const help = pressed(opened, { type: "help" }, { type: "move", by: 1 });
    expect([viewOf(help).isHelpOpen, viewOf(help).page]).toEqual([true, 1]);
    expect(viewOf(pressed(help, { type: "bottom" })).page).toBe(-1);
    expect(viewOf(pressed(help, { type: "top" })).page).toBe(0);
    expect(selected(pressed(help, { type: "help" }))).toBe("CR-01 close-orders");
  });

  test("a key that can do nothing here is answered", () => {
    const none = pressed(known(), audit, ...typed("no such rule"), { type: "filter-keep" });
    expect(effectsOf(none, { type: "copy" })).toEqual([{ type: "nothing-to", what: "copy" }]);
    expect(effectsOf(none, { type: "jump" })).toEqual([{ type: "nothing-to", what: "jump" }]);
    const one = pressed(known(), audit);
    expect(effectsOf(one, { type: "jump" })).toEqual([]);
  });

  test("is filtered by what is typed, and letters are no commands meanwhile", () => {
    const typing = pressed(known(), audit, ...typed("sync-stock"));
    expect(codes(typing).every((code) => code.endsWith("sync-stock"))).toBe(true);
    expect(listOf(typing).hiddenCount).toBeGreaterThan(0);
    const kept = pressed(typing, { type: "filter-keep" });
    expect(listOf(kept).filter).toEqual({ text: "sync-stock", isTyping: false });
    expect(listOf(pressed(kept, { type: "back" })).filter).toBeNull();
    const inverted = pressed(known(), audit, ...typed("!sync-stock"), { type: "filter-keep" });
    expect(codes(inverted)).not.toContain("CR-01 sync-stock");
    expect(viewOf(kept).table.filter).toBeNull();
  });

  test("a finding leads to its processes; one that speaks of none stays", () => {
    const state = pressed(known(), audit, ...typed("CR-17"), { type: "filter-keep" });
    expect(viewOf(pressed(state, { type: "jump" })).table.filter?.text).toBe("worker");
    const other = pressed(known(), audit, ...typed("SV-2"), { type: "filter-keep" });
    expect(viewOf(pressed(other, { type: "jump" })).list).not.toBeNull();
  });

  test("what is to be written is copied; exporting and reading again are asked for", () => {
    const state = pressed(known(), audit);
    expect(effectsOf(state, { type: "copy" })).toEqual([
      { type: "copy", text: expect.stringContaining("singleton: true") },
    ]);
    expect(effectsOf(state, { type: "audit-export" })).toEqual([{ type: "audit-export" }]);
    expect(effectsOf(state, { type: "project-again" })).toEqual([{ type: "project-again" }]);
    expect(effectsOf(known(), { type: "audit-export" })).toEqual([]);
  });

  test("under the help nothing moves, and a frozen screen comes back first", () => {
    const state = pressed(known(), audit, { type: "help" }, { type: "move", by: 1 });
    expect(selected(pressed(state, { type: "help" }))).toBe("CR-01 close-orders");
    const frozen = pressed(
      known(),
      audit,
      { type: "freeze" },
      { type: "move", by: 1 },
      { type: "back" },
    );
    expect([viewOf(frozen).header.isFrozen, selected(frozen)]).toEqual([
      false,
      "CR-01 close-orders",
    ]);
  });

  test("without a project it says what it waits for", () => {
    const waiting = pressed(seen(beginning(), aSample(0, [SERVER])), audit);
    expect(listOf(waiting)).toMatchObject({ missing: "reading", project: null, rows: [] });
    const playing = pressed(beginning({ playback: { speed: 1, isOver: false } }), audit);
    expect(listOf(playing)).toMatchObject({ missing: "playing" });
    const played = pressed(beginning({ playback: { speed: 1, isOver: true } }), audit);
    expect(listOf(played)).toMatchObject({ missing: "recording" });
  });

  test("a project that was looked for in vain is not waited for, until it comes", () => {
    const server = pressed(seen(beginning(), aSample(0, [SERVER])), audit);
    const missed = projectMissed(server, "nowhere");
    expect(listOf(missed)).toMatchObject({ missing: "nowhere", project: null });
    expect(listOf(declaring(missed, aProject(TASKS)))).toMatchObject({ missing: null });
  });

  test("an opened finding that is gone after a re-read gives its place to no other", () => {
    const opened = pressed(known(), audit, { type: "move", by: 1 }, { type: "open" });
    const fixed = TASKS.filter(({ name }) => name !== "sync-stock");
    const state = declaring(opened, aProject(fixed));
    expect(codes(state)).not.toContain("CR-01 sync-stock");
    expect(listOf(state).opened).toBeNull();
    expect(viewOf(pressed(state, { type: "back" })).list).toBeNull();
    expect(listOf(pressed(state, { type: "move", by: 1 })).opened).toBeNull();
  });

  test("what is copied of a hostile project moves no terminal", () => {
    const hostile = [aTask("a\u001b]0;x\u0007b", "* * * * *\r\n")];
    const state = declaring(seen(beginning(), aSample(0, [SERVER])), aProject(hostile));
    expect(effectsOf(pressed(state, crontab), { type: "copy" })).toEqual([
      { type: "copy", text: "ab\t* * * * *" },
    ]);
  });

  test("is reached from an opened process, and leads back to it", () => {
    const opened = pressed(known(), { type: "move", by: 1 }, { type: "open" });
    const key = viewOf(opened).process?.row.key;
    expect(key).toBeDefined();
    const state = pressed(opened, audit);
    expect(viewOf(state).list?.kind).toBe("audit");
    expect(viewOf(pressed(state, { type: "back" })).process?.row.key).toBe(key);
  });

  test("a list fills the lines that the table has", () => {
    expect(listOf(pressed(known(), audit)).rows).toHaveLength(GEOMETRY.tableRows);
  });

  test("rules that need files are counted on a recorded project", () => {
    const { rows } = listOf(pressed(known(), audit));
    const list = listOf(pressed(known(), audit));
    expect(rows.length).toBeGreaterThan(0);
    expect(list.kind === "audit" ? list.needFiles : null).toBeGreaterThan(10);
  });
});
