import { describe, expect, test } from "vitest";
import type { Command } from "../../../src/store/command.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs, MINUTE_MS } from "../../../src/domain/units.ts";
import { commanded } from "../../../src/store/commands.ts";
import { logPane } from "../../../src/store/logs/pane.ts";
import type { State } from "../../../src/store/state.ts";
import { emptyLogs, NO_ACCOUNT_OPTIONS } from "../../../src/store/logs/book.ts";
import { shownLines } from "../../../src/store/logs/taken.ts";
import { askedToOverwrite } from "../../../src/store/logs/commands.ts";
import {
  aProcess,
  aSample,
  aServer,
  beginning,
  GEOMETRY,
  pressed,
  seen,
  START,
  viewOf,
} from "../build.ts";
import { aLine, anEvent, aRecord, paneOf, shown, told } from "./build.ts";

const processes = [
  aProcess({ pid: 101, slot: "Worker.0", nsPid: 7, mib: 90 }),
  aProcess({ pid: 102, slot: "Worker.1", nsPid: 8, mib: 80 }),
  aProcess({ pid: 103, slot: "TaskWorker.2", nsPid: 9, mib: 70 }),
  aProcess({ pid: 104, nsPid: 10, mib: 60 }),
];
const watched = (): State => seen(beginning(), aSample(0, [aServer(processes)]));
/** The pane is open, has the keys, and shows all. */
const all = (): State => ofAll(watched());
const ofAll = (state: State): State => {
  const { logs } = state.screen;
  const open = { ...logs, isOpen: true, isFocused: true, subject: "all" as const };
  return { ...state, screen: { ...state.screen, logs: open } };
};
const numbered = (count: number, facts: Parameters<typeof aRecord>[1] = {}) =>
  Array.from({ length: count }, (_, index) => aRecord(`line ${index + 1}`, facts));
const typing = (text: string): readonly Command[] => [
  { type: "filter-open" },
  { type: "filter-type", text },
  { type: "filter-keep" },
];
const fifty = () => told(all(), ...numbered(50));
const searchable = () =>
  told(all(), ...numbered(30), aRecord("Timeout of 3s"), aRecord("end"), ...numbered(3));
const bottomOf = (state: State) => shown(state, 1)[0];
const effectsOf = (state: State, command: Command) => commanded(state, command, GEOMETRY).effects;
const savedTexts = (state: State) => [...shownLines(state)].map(({ text }) => text);
const answerOf = (state: State) => state.program.answer;

const two = aSample(0, [
  aServer([aProcess({ pid: 101, slot: "Worker.0", nsPid: 7, mib: 90 })]),
  aServer([aProcess({ pid: 201, slot: "Worker.0", nsPid: 7, mib: 80 })], { id: "shop-2" }),
]);

describe("whose lines", () => {
  const each = [
    aRecord("w0", { slot: "Worker.0", pid: 7 }),
    aRecord("w1", { slot: "Worker.1", pid: 8 }),
    aRecord("t2", { slot: "TaskWorker.2", pid: 9 }),
    aRecord("untold", { pid: 10 }),
    aRecord("nobody"),
  ];
  const open: Command = { type: "logs-toggle" };
  /** Somebody chose the first row. */
  const opened = () => pressed(told(watched(), ...each), open, { type: "top" });

  test("of all, until somebody chooses a row", () => {
    const state = pressed(told(watched(), ...each), open);
    expect(paneOf(state).subject).toEqual({ kind: "all" });
    expect(shown(state)).toEqual(["w0", "w1", "t2", "untold", ">nobody"]);
    expect(paneOf(seen(state, aSample(1, [aServer(processes)]))).subject).toEqual({ kind: "all" });
    expect(shown(pressed(state, { type: "move", by: 1 }))).toEqual([">w1"]);
    expect(shown(pressed(state, { type: "open" }))).toEqual([">w0"]);
    expect(shown(pressed(state, { type: "mark" }))).toEqual([">w0"]);
    expect(shown(pressed(state, { type: "logs-focus" }, { type: "logs-subject" }))).toEqual([
      ">w0",
    ]);
  });

  test("what was asked for stays when a row is chosen", () => {
    const asked = pressed(
      opened(),
      { type: "logs-focus" },
      { type: "logs-subject" },
      { type: "logs-subject" },
    );
    expect(paneOf(asked).subject).toEqual({ kind: "all" });
    const chosen = pressed(asked, { type: "back" }, { type: "move", by: 1 });
    expect(paneOf(chosen)).toMatchObject({ isFocused: false, subject: { kind: "all" } });
  });

  test("of the selected row: whoever is selected next, too", () => {
    const state = opened();
    expect(paneOf(state).subject).toEqual({ kind: "rows", names: ["Worker.0"] });
    expect(shown(state)).toEqual([">w0"]);
    expect(shown(pressed(state, { type: "move", by: 1 }))).toEqual([">w1"]);
  });

  test("of a row without a slot: by its PID, as its own namespace counts", () => {
    const state = pressed(opened(), { type: "bottom" });
    expect(paneOf(state).subject).toEqual({ kind: "rows", names: [104] });
    expect(shown(state)).toEqual([">untold"]);
  });

  test("of the marked rows; Escape clears the marks and shows all", () => {
    const state = pressed(
      told(watched(), ...each),
      { type: "mark" },
      { type: "move", by: 2 },
      { type: "mark" },
      { type: "move", by: -1 },
    );
    expect(shown(state)).toEqual(["w0", ">t2"]);
    expect(paneOf(state).marked).toEqual(["shop/Worker.0", "shop/TaskWorker.2"]);
    expect(shown(pressed(state, { type: "back" }))).toEqual([
      "w0",
      "w1",
      "t2",
      "untold",
      ">nobody",
    ]);
    const less = pressed(state, { type: "move", by: -1 }, { type: "mark" });
    expect(paneOf(less).subject).toEqual({ kind: "rows", names: ["TaskWorker.2"] });
  });

  test("of a role, of all, and of the row again", () => {
    const state = pressed(opened(), { type: "logs-focus" }, { type: "logs-subject" });
    expect(paneOf(state).subject).toEqual({ kind: "role", role: "worker" });
    expect(shown(state)).toEqual(["w0", ">w1"]);
    const wide = pressed(state, { type: "logs-subject" });
    expect(shown(wide)).toHaveLength(5);
    expect(shown(pressed(wide, { type: "logs-subject" }))).toEqual([">w0"]);
  });

  test("a slot outlives a PID: what its former incarnation wrote stays", () => {
    const before = told(watched(), aRecord("last words", { slot: "Worker.0", pid: 7 }));
    const respawned = aProcess({ pid: 201, slot: "Worker.0", nsPid: 21, generation: 2, mib: 95 });
    const after = seen(before, aSample(1, [aServer([respawned, ...processes.slice(1)])]));
    const both = told(after, aRecord("first words", { slot: "Worker.0", pid: 21 }));
    expect(shown(pressed(both, { type: "top" }))).toEqual(["last words", ">first words"]);
  });

  test("events about it, and those that concern every process", () => {
    const state = told(
      watched(),
      anEvent({ kind: "reload" }),
      anEvent({ slot: "Worker.1", pid: 8 }),
      anEvent({ slot: "Worker.0", pid: 7 }),
      anEvent({ kind: "crontab-run" }),
    );
    expect(shown(pressed(state, open, { type: "top" }))).toEqual(["-- reload", "-- abnormal-exit"]);
    expect(shown(ofAll(state))).toHaveLength(4);
  });

  test("of two servers a slot is that of the row's own; what names no server is of nobody's", () => {
    const said = ["shop", "shop-2", null].flatMap((server) => [
      aRecord(`said in ${server}`, { slot: "Worker.0", pid: 7, server }),
      anEvent({ kind: "reload", server, detail: untrustedText(String(server)) }),
      anEvent({ slot: "Worker.0", pid: 7, server, detail: untrustedText(String(server)) }),
    ]);
    const state = pressed(told(seen(beginning(), two), ...said), open);
    const of = (row: number) => {
      const chosen = pressed(state, { type: "top" }, { type: "move", by: row });
      const { subject, entries, hasServers, kept } = paneOf(chosen);
      const texts = entries.map((entry) =>
        entry.kind === "record"
          ? entry.record.message
          : entry.kind === "event" && entry.event.detail,
      );
      const { events } = viewOf(pressed(chosen, { type: "open" })).process ?? {};
      return { subject, texts, hasServers, records: kept.records, events: events?.length };
    };
    expect([of(0), of(1)]).toEqual(
      ["shop", "shop-2"].map((server) => ({
        subject: { kind: "rows", names: [`${server}/Worker.0`] },
        texts: [`said in ${server}`, server, server],
        hasServers: true,
        records: 1,
        events: 1,
      })),
    );
    expect(paneOf(state).entries).toHaveLength(9);
    const one = pressed(told(watched(), ...said), open, { type: "top" });
    expect(paneOf(one)).toMatchObject({
      hasServers: false,
      subject: { names: ["Worker.0"] },
      kept: { records: 2 },
    });
    expect(paneOf(one).entries).toHaveLength(6);
  });

  test("how many records name their writer, and what is kept of the subject", () => {
    const { attributed, kept } = paneOf(opened());
    expect(attributed).toEqual({ named: 4, of: 5 });
    expect(kept).toMatchObject({ records: 1, lines: 1, evictedLines: 0, oldestAt: START });
  });
});

describe("a position", () => {
  test("at the end what comes is shown", () => {
    const state = fifty();
    expect(shown(state, 3)).toEqual(["line 48", "line 49", ">line 50"]);
    expect(shown(told(state, aRecord("new")), 2)).toEqual(["line 50", ">new"]);
    expect(paneOf(state)).toMatchObject({ isFollowing: true, newCount: 0 });
  });

  test("leaving the end pauses; what came since is counted; G follows", () => {
    const paused = told(pressed(fifty(), { type: "move", by: -2 }), ...numbered(7));
    expect(shown(paused, 2)).toEqual(["line 47", ">line 48"]);
    expect(paneOf(paused)).toMatchObject({ isFollowing: false, newCount: 7 });
    const below = pressed(paused, { type: "move", by: 4 });
    expect(paneOf(below)).toMatchObject({ isFollowing: false, newCount: 5 });
    expect(paneOf(pressed(fifty(), { type: "move", by: -2 })).newCount).toBe(0);
    const back = pressed(paused, { type: "bottom" });
    expect(paneOf(back)).toMatchObject({ isFollowing: true, newCount: 0 });
  });

  test("moving beyond the last line follows", () => {
    const state = pressed(fifty(), { type: "move", by: -1 }, { type: "move", by: 1 });
    expect(paneOf(state).isFollowing).toBe(false);
    expect(paneOf(pressed(state, { type: "move", by: 1 })).isFollowing).toBe(true);
  });

  test("pages are as high as the pane; at the top what follows is shown", () => {
    const state = pressed(fifty(), { type: "page", by: -1, part: "full" });
    expect(shown(state, 1)).toEqual([`>line ${50 - GEOMETRY.logRows}`]);
    expect(shown(pressed(state, { type: "top" }), 3)).toEqual([">line 1", "line 2", "line 3"]);
  });

  test("what is evicted is gone, and the position stays among what is left", () => {
    const empty = all();
    const logs = emptyLogs(NO_ACCOUNT_OPTIONS, { mostLines: 50, mostBytes: 1e6 });
    const small = { ...empty, known: { ...empty.known, logs } };
    const top = pressed(told(small, ...numbered(50)), { type: "top" });
    const state = told(top, ...numbered(41));
    expect(shown(state, 2)).toEqual([">line 42", "line 43"]);
    expect(paneOf(state).kept.evictedLines).toBe(41);
  });

  test("a former State sees no line that came later", () => {
    const still = fifty();
    told(still, aRecord("later"), anEvent());
    expect(shown(still, 2)).toEqual(["line 49", ">line 50"]);
    expect(paneOf(still).newCount).toBe(0);
  });

  test("the same view as long as nothing changes", () => {
    const state = fifty();
    const view = paneOf(state);
    expect(paneOf({ ...state, known: { ...state.known, receivedAt: 5 } })).toBe(view);
    expect(paneOf(told(state, aRecord("new")))).not.toBe(view);
  });
});

describe("what is hidden", () => {
  test("a level hides what is known to be below it", () => {
    const state = told(
      all(),
      aRecord("d", { level: "debug" }),
      aRecord("w", { level: "warning" }),
      aRecord("e", { level: "error" }),
      aRecord("untold"),
    );
    const step: Command = { type: "logs-level", by: 1 };
    expect(paneOf(pressed(state, step)).level).toBe("debug");
    const warned = pressed(state, step, step, step, step);
    expect(paneOf(warned).level).toBe("warning");
    expect(shown(warned)).toEqual(["w", "e", ">untold"]);
    expect(shown(pressed(warned, step))).toEqual(["e", ">untold"]);
    const none = pressed(
      warned,
      ...Array.from({ length: 9 }, () => ({ ...step, by: -1 as const })),
    );
    expect(paneOf(none).level).toBeNull();
  });

  test("a window hides what is older: [ goes further back", () => {
    const state = told(
      seen(all(), aSample(3600, [aServer(processes)])),
      aRecord("old", { at: epochMs(START) }),
      aRecord("recent", { at: epochMs(START + 58 * MINUTE_MS) }),
      aRecord("now", { at: epochMs(START + 60 * MINUTE_MS) }),
    );
    const shorter: Command = { type: "logs-since", by: 1 };
    const hour = pressed(state, shorter, shorter);
    expect(paneOf(hour).sinceMs).toBe(15 * MINUTE_MS);
    expect(shown(hour)).toEqual(["recent", ">now"]);
    const minute = pressed(hour, shorter, shorter, shorter);
    expect(paneOf(minute).sinceMs).toBe(MINUTE_MS);
    expect(shown(minute)).toEqual([">now"]);
    expect(shown(pressed(minute, { type: "logs-since", by: -1 }))).toEqual(["recent", ">now"]);
  });

  test("lines that were never read are marked in place", () => {
    const lost = aRecord("after", { lines: [aLine("after", 0, { lostBytes: null })] });
    expect(shown(told(all(), aRecord("before"), lost))).toEqual(["before", "-- gap ?", ">after"]);
  });
});

const saidOf = ({ pid }: { pid: number | null }) => `pid ${pid} killed by signal 9`;

describe("search", () => {
  test("plain text ignores case; the nearest match above is shown", () => {
    const found = pressed(searchable(), ...typing("TIMEOUT"));
    expect(shown(found, 2)).toEqual(["line 30", ">*Timeout of 3s"]);
    expect(paneOf(found).search).toEqual({
      text: "TIMEOUT",
      isTyping: false,
      isRegex: false,
      isInvalid: false,
      isOnly: false,
      matches: 1,
    });
  });

  test("what is plain is no pattern", () => {
    const dotted = told(all(), aRecord("a.b(c"), aRecord("axb(c"));
    expect(paneOf(pressed(dotted, ...typing("a.b(c"))).search?.matches).toBe(1);
  });

  test("between slashes stands a regular expression, and a wrong one is told", () => {
    const found = pressed(searchable(), ...typing("/line [12]$/"));
    expect(paneOf(found).search).toMatchObject({ isRegex: true, matches: 4, isInvalid: false });
    const wrong = paneOf(pressed(searchable(), ...typing("/line [/"))).search;
    expect(wrong).toMatchObject({ isRegex: true, isInvalid: true, matches: 0 });
  });

  test("n and N go on; where nothing is left it is said", () => {
    const found = pressed(searchable(), ...typing("line 3"));
    expect(bottomOf(found)).toBe(">*line 3");
    const above = pressed(found, { type: "logs-match", by: -1 });
    expect(bottomOf(above)).toBe(">*line 30");
    const first = pressed(above, { type: "logs-match", by: -1 });
    expect(bottomOf(first)).toBe(">*line 3");
    const none = pressed(first, { type: "logs-match", by: -1 });
    expect([bottomOf(none), answerOf(none)]).toEqual([">*line 3", { refused: "no-log-match" }]);
    expect(bottomOf(pressed(first, { type: "logs-match", by: 1 }))).toBe(">*line 30");
  });

  test("only what matches, and the whole again around the same line", () => {
    const only = pressed(searchable(), ...typing("line 3"), { type: "logs-only" });
    expect(shown(only)).toEqual(["*line 3", "*line 30", ">*line 3"]);
    expect(shown(pressed(only, { type: "logs-only" }), 2)).toEqual(["line 2", ">*line 3"]);
  });

  test("only, before anything is looked for, asks for it", () => {
    const only = pressed(searchable(), { type: "logs-only" }, { type: "filter-type", text: "end" });
    expect(paneOf(only).search).toMatchObject({ isTyping: true, isOnly: true });
    expect(shown(only)).toEqual([">*end"]);
  });

  test("what comes is searched, and what was evicted is no match", () => {
    const found = pressed(searchable(), ...typing("line"));
    expect(paneOf(told(found, aRecord("line x"))).search?.matches).toBe(34);
  });

  test("as it is seen: colours in a text hide nothing from it", () => {
    const coloured = aRecord("x", { lines: [aLine("[\u001b[32mINFO\u001b[0m] done")] });
    expect(paneOf(pressed(told(all(), coloured), ...typing("[info] d"))).search?.matches).toBe(1);
  });

  test("of a ring that is larger than one look searches, every look goes on until all is searched", () => {
    let full = told(
      all(),
      ...Array.from({ length: 2500 }, (_, index) =>
        aRecord("x", { lines: [aLine(`${index} ${"x".repeat(2000)}`)] }),
      ),
    );
    full = pressed(full, { type: "filter-open" }, { type: "filter-type", text: "/^7 x/" });
    expect(paneOf(full).search?.matches).toBe(0);
    expect(paneOf(full).search?.matches).toBe(1);
    const kept = pressed(full, { type: "filter-keep" });
    expect(paneOf(kept, 1).entries).toMatchObject([{ kind: "record", isMatch: true, id: 8 }]);
  });

  test("it opens empty, whatever was searched before", () => {
    const again = pressed(searchable(), ...typing("line"), { type: "filter-open" });
    expect(paneOf(again).search).toMatchObject({ text: "", isTyping: true });
    expect(paneOf(pressed(again, { type: "filter-type", text: "end" })).search?.text).toBe("end");
  });

  test("events are found in the words that are drawn of them, and n goes on from them", () => {
    const empty = all();
    const logs = emptyLogs({ ...NO_ACCOUNT_OPTIONS, saidOf });
    const state = told(
      { ...empty, known: { ...empty.known, logs } },
      aRecord("killed by nobody"),
      aRecord("one"),
      anEvent({ pid: 7 }),
      aRecord("two"),
      anEvent({ pid: 8 }),
      aRecord("three"),
    );
    const found = pressed(state, ...typing("KILLED by"));
    expect(paneOf(found).search?.matches).toBe(3);
    expect(shown(found, 2)).toEqual([">two", "-- abnormal-exit"]);
    const above = pressed(found, { type: "logs-match", by: -1 });
    expect(shown(above, 2)).toEqual([">one", "-- abnormal-exit"]);
    const first = pressed(above, { type: "logs-match", by: -1 });
    expect(shown(first, 1)).toEqual([">*killed by nobody"]);
    expect(shown(pressed(above, { type: "logs-match", by: 1 }), 2)).toEqual(shown(found, 2));
    expect(shown(pressed(found, { type: "logs-only" }))).toEqual([
      ">*killed by nobody",
      "-- abnormal-exit",
      "-- abnormal-exit",
    ]);
    expect(paneOf(pressed(fifty(), ...typing("killed"))).search?.matches).toBe(0);
  });

  test("Escape while typing drops it, Enter of nothing too, Backspace erases", () => {
    const open = pressed(
      searchable(),
      { type: "filter-open" },
      { type: "filter-type", text: "ab" },
    );
    expect(paneOf(pressed(open, { type: "filter-erase" })).search?.text).toBe("a");
    expect(paneOf(pressed(open, { type: "back" })).search).toBeNull();
    const erased = pressed(open, { type: "filter-erase" }, { type: "filter-erase" });
    expect(paneOf(pressed(erased, { type: "filter-keep" })).search).toBeNull();
    expect(erased.screen.filter).toBeNull();
  });
});

describe("keys", () => {
  test("2 opens it with the keys and gives them back; from the crontab and the snapshots, too", () => {
    const focus: Command = { type: "logs-focus" };
    const focused = pressed(watched(), focus);
    expect(paneOf(focused).isFocused).toBe(true);
    expect(paneOf(pressed(focused, focus)).isFocused).toBe(false);
    for (const view of ["crontab", "audit", "snapshot"] as const) {
      const other = pressed(watched(), { type: "view", view });
      expect(logPane(ofAll(other), GEOMETRY)).toBeNull();
      expect(paneOf(pressed(other, focus)).isFocused).toBe(true);
    }
  });

  test("2 gives it the whole body where it stands below: in a narrow screen, and where it was put there", () => {
    const narrow = { ...GEOMETRY, columns: 119 };
    const press = (state: State, type: "logs-focus" | "back" | "logs-full", geometry = narrow) =>
      commanded(state, { type }, geometry).state;
    const full = press(watched(), "logs-focus");
    expect(paneOf(full)).toMatchObject({ isFocused: true, isFull: true });
    expect(paneOf(press(full, "logs-focus"))).toMatchObject({ isFocused: false, isFull: false });
    expect(paneOf(press(full, "back"))).toMatchObject({ isFocused: true, isFull: false });
    const few = press(full, "logs-full");
    expect(paneOf(few)).toMatchObject({ isFocused: true, isFull: false });
    expect(paneOf(press(few, "back")).isFocused).toBe(false);
    const put = pressed(watched(), { type: "logs-below" }, { type: "logs-focus" });
    expect(paneOf(put)).toMatchObject({ isFocused: true, isFull: true, isBelow: true });
    expect(paneOf(pressed(put, { type: "back" }, { type: "back" }))).toMatchObject({
      isFocused: false,
      isFull: false,
      isBelow: true,
    });
  });

  test("l opens and closes; f is the whole body, Escape leads back step by step", () => {
    const toggle: Command = { type: "logs-toggle" };
    const open = pressed(watched(), toggle);
    expect(paneOf(open)).toMatchObject({ isFocused: false, isFull: false, isBelow: false });
    expect(logPane(pressed(open, toggle), GEOMETRY)).toBeNull();
    const full = pressed(open, { type: "logs-full" }, { type: "logs-sources" });
    expect(paneOf(full)).toMatchObject({ isFocused: true, isFull: true, areSourcesOpen: true });
    const back: Command = { type: "back" };
    expect(paneOf(pressed(full, back))).toMatchObject({ areSourcesOpen: false, isFull: true });
    expect(paneOf(pressed(full, back, back))).toMatchObject({ isFull: false, isFocused: true });
    expect(paneOf(pressed(full, back, back, back)).isFocused).toBe(false);
    expect(paneOf(pressed(full, { type: "view", view: "processes" })).isFull).toBe(false);
  });

  test("Escape: the search, the sources, the whole body, then the keys; without them the pane follows, from its first cell on", () => {
    const back: Command = { type: "back" };
    const deep = pressed(
      searchable(),
      { type: "logs-full" },
      { type: "logs-shift", by: 1 },
      ...typing("line 3"),
      { type: "logs-match", by: -1 },
      { type: "logs-sources" },
    );
    const levels = [1, 2, 3, 4].map((times) =>
      paneOf(pressed(deep, ...Array.from({ length: times }, () => back))),
    );
    const isThere = { isFocused: true, isFollowing: false, column: 16 };
    expect(levels).toMatchObject([
      { ...isThere, search: null, areSourcesOpen: true, isFull: true },
      { ...isThere, areSourcesOpen: false, isFull: true },
      { ...isThere, isFull: false },
      { isFocused: false, isFull: false, isFollowing: true, column: 0 },
    ]);
  });

  test("another subject is seen from its first cell on", () => {
    const shifted = pressed(all(), { type: "logs-shift", by: 1 });
    expect(paneOf(shifted).column).toBe(16);
    for (const other of ["logs-subject", "mark", "logs-focus"] as const)
      expect(paneOf(pressed(shifted, { type: other })).column).toBe(0);
  });

  test("the table does not move while the pane has the keys, and hears nothing of a search", () => {
    const state = pressed(told(all(), ...numbered(3)), { type: "move", by: 1 }, { type: "tree" });
    expect(state.screen.selected?.pid).toBe(101);
    expect(state.screen.isTree).toBe(false);
    const searching = pressed(state, ...typing("x"));
    expect(searching.screen.filter).toBeNull();
  });

  test("wrap, times, place, and what stands further right", () => {
    const state = pressed(
      all(),
      { type: "logs-wrap" },
      { type: "logs-times" },
      { type: "logs-below" },
      { type: "logs-shift", by: 1 },
    );
    expect(paneOf(state)).toMatchObject({
      isWrapped: true,
      hasTimes: false,
      isBelow: true,
      column: 0,
    });
    const unwrapped = pressed(state, { type: "logs-wrap" });
    expect(paneOf(unwrapped).column).toBe(16);
    expect(paneOf(pressed(unwrapped, { type: "logs-shift", by: -1 })).column).toBe(0);
    const left = pressed(unwrapped, { type: "logs-shift", by: -1 }, { type: "logs-shift", by: -1 });
    expect(paneOf(left).column).toBe(0);
  });

  test("the table has the room that the pane leaves it", () => {
    const geometry = { ...GEOMETRY, withLogs: { ...GEOMETRY.withLogs, beside: { tableRows: 2 } } };
    const state = commanded(watched(), { type: "logs-toggle" }, geometry).state;
    const paged = commanded(state, { type: "page", by: 1, part: "full" }, geometry).state;
    expect(paged.screen.selected?.pid).toBe(103);
  });
});

describe("a record", () => {
  const trace = aRecord("failed", {
    lines: [aLine("[x] failed \u001b[31mred"), aLine("#0 a.php(1)"), aLine("#1 {main}")],
  });
  test("Enter unfolds it, and it stays where it is; again folds it", () => {
    const open = pressed(told(all(), trace), { type: "open" });
    const more = told(open, ...numbered(2));
    expect(shown(more)).toEqual([">failed", "line 1", "line 2"]);
    expect(paneOf(more).entries[0]).toMatchObject({ isUnfolded: true });
    expect(paneOf(more).isFollowing).toBe(false);
    expect(paneOf(pressed(more, { type: "open" })).entries[0]).toMatchObject({ isUnfolded: false });
  });

  test("copied is what is seen of it, or all of it; never a control", () => {
    const state = told(all(), trace);
    const head = "[x] failed red";
    const whole = `${head}\n#0 a.php(1)\n#1 {main}`;
    expect(effectsOf(state, { type: "copy" })).toEqual([{ type: "copy", text: head }]);
    expect(effectsOf(state, { type: "logs-copy-record" })).toEqual([{ type: "copy", text: whole }]);
    const open = pressed(state, { type: "open" });
    expect(effectsOf(open, { type: "copy" })).toEqual([{ type: "copy", text: whole }]);
  });

  test("without a line there is nothing to copy", () => {
    const { state, effects: asked } = commanded(all(), { type: "copy" }, GEOMETRY);
    expect([asked, answerOf(state)]).toEqual([[], { refused: "no-log-line" }]);
  });

  test("saved are the raw lines of what is shown", () => {
    const state = told(all(), trace, aRecord("x", { level: "debug" }));
    expect(savedTexts(state)).toEqual([...trace.lines.map(({ text }) => text), "[2025-11-24] x"]);
    expect(savedTexts(pressed(state, ...typing("debug"), { type: "logs-only" }))).toEqual([]);
    expect(savedTexts(pressed(state, ...typing("main"), { type: "logs-only" }))).toHaveLength(3);
  });

  test("a file that is there is written over only when the same key comes again at once", () => {
    const save: Command = { type: "logs-save" };
    const state = told(all(), trace);
    expect(effectsOf(state, save)).toEqual([{ type: "logs-save", isSure: false }]);
    const asked = askedToOverwrite(state);
    expect(paneOf(asked).asksToOverwrite).toBe(true);
    expect(effectsOf(asked, save)).toEqual([{ type: "logs-save", isSure: true }]);
    expect(paneOf(pressed(asked, save)).asksToOverwrite).toBe(false);
    const other = pressed(asked, { type: "logs-wrap" });
    expect(effectsOf(other, save)).toEqual([{ type: "logs-save", isSure: false }]);
  });
});
