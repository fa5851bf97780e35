import { describe, expect, test } from "vitest";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, MINUTE_MS } from "../../src/domain/units.ts";
import type { Command } from "../../src/store/command.ts";
import { commanded, isAtTop } from "../../src/store/commands.ts";
import { answered, recordingStarted } from "../../src/store/transitions.ts";
import type { State } from "../../src/store/state.ts";
import type { Geometry, SortKey } from "../../src/store/view.ts";
import {
  aProcess,
  aSample,
  aServer,
  beginning,
  GEOMETRY,
  namesOf,
  pressed,
  seen,
  selectedName,
  typed,
  viewOf,
} from "./build.ts";

const workers = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aProcess({ pid: 100 + index, slot: `Worker.${index}`, mib: 100 - index }),
  );
const few = seen(beginning(), aSample(0, [aServer(workers(3))]));
const many = seen(beginning(), aSample(0, [aServer(workers(50))]));
const small: Geometry = { ...GEOMETRY, tableRows: 10 };
const press = (state: State, ...commands: readonly Command[]): State =>
  commands.reduce((now, command) => commanded(now, command, small).state, state);
const effects = (state: State, command: Command) => commanded(state, command, GEOMETRY).effects;
const kinds = (state: State) => viewOf(state, { tableRows: 4 }).table.lines.map(({ type }) => type);
const sortOf = (state: State) => viewOf(state).table.sort;
const windowOf = (state: State) => viewOf(state).table.axis.windowMs / MINUTE_MS;
const after = (seconds: number) =>
  seen(beginning(), aSample(0, []), aSample(seconds, [aServer(workers(1))]));

describe("moving", () => {
  const down: Command = { type: "move", by: 1 };

  test.each<{ name: string; commands: readonly Command[]; selected: string; above: number }>([
    { name: "one down", commands: [down], selected: "Worker.1", above: 0 },
    { name: "up at the top", commands: [{ type: "move", by: -1 }], selected: "Worker.0", above: 0 },
    {
      name: "to the last line",
      commands: [{ type: "move", by: 9 }],
      selected: "Worker.9",
      above: 0,
    },
    { name: "beyond it", commands: [{ type: "move", by: 10 }], selected: "Worker.10", above: 1 },
    { name: "the end", commands: [{ type: "bottom" }], selected: "Worker.49", above: 40 },
    {
      name: "down at the end",
      commands: [{ type: "bottom" }, down],
      selected: "Worker.49",
      above: 40,
    },
    {
      name: "up from the end, inside the window",
      commands: [{ type: "bottom" }, { type: "move", by: -9 }],
      selected: "Worker.40",
      above: 40,
    },
    {
      name: "back to the top",
      commands: [{ type: "bottom" }, { type: "top" }],
      selected: "Worker.0",
      above: 0,
    },
    {
      name: "a page",
      commands: [{ type: "page", by: 1, part: "full" }],
      selected: "Worker.10",
      above: 10,
    },
    {
      name: "half a page, and back",
      commands: [
        { type: "page", by: 1, part: "half" },
        { type: "page", by: 1, part: "half" },
        { type: "page", by: -1, part: "half" },
      ],
      selected: "Worker.5",
      above: 5,
    },
    {
      name: "pages beyond the end",
      commands: Array.from({ length: 9 }, (): Command => ({ type: "page", by: 1, part: "full" })),
      selected: "Worker.49",
      above: 40,
    },
  ])("$name", ({ commands, selected, above }) => {
    const state = press(many, ...commands);
    expect(selectedName(state, small)).toBe(selected);
    expect(viewOf(state, small).table).toMatchObject({ above, below: 40 - above });
  });

  test("a window that becomes smaller still holds the selected row", () => {
    const state = press(many, { type: "move", by: 9 });
    expect(selectedName(state, { tableRows: 4 })).toBe("Worker.9");
    expect(viewOf(state, { tableRows: 4 }).table).toMatchObject({ above: 6, below: 40 });
  });

  test("without a row nothing moves", () => {
    expect(press(beginning(), down, { type: "bottom" }).screen.selected).toBeNull();
  });

  test("heads and the line of others are lines, never selected, and seen with the rows beside them", () => {
    const others = { count: 2, rssBytes: bytes(5) };
    const servers = [
      aServer(workers(3), { id: "a" }),
      aServer(
        workers(3).map((each) => ({ ...each, pid: each.pid + 50 })),
        { id: "b" },
      ),
    ];
    const state = seen(beginning(), aSample(0, servers, { others }));
    const shown: Geometry = { ...GEOMETRY, tableRows: 4 };
    const at = (command: Command, from: State) => commanded(from, command, shown).state;
    const end = at({ type: "bottom" }, state);
    expect(kinds(state)).toEqual(["server", "process", "process", "process"]);
    expect(kinds(end)).toEqual(["process", "process", "process", "others"]);
    expect(kinds(at({ type: "top" }, end))).toEqual(["server", "process", "process", "process"]);
    expect(kinds(at({ type: "move", by: 3 }, state))).toEqual([
      "process",
      "process",
      "server",
      "process",
    ]);
  });
});

describe("sorting", () => {
  const mixed = seen(
    beginning(),
    aSample(0, [
      aServer([
        aProcess({ pid: 30, slot: "Master", mib: 5, cpuPercent: 1 }),
        aProcess({ pid: 10, slot: "Worker.10", mib: 40, generation: 1 }),
        aProcess({ pid: 20, slot: "Worker.2", mib: 40, cpuPercent: 9, generation: 3 }),
        aProcess({ pid: 40, slot: "cron.0", cpuPercent: 4 }),
      ]),
    ]),
  );

  test("by private memory at first, the largest first; equal ones by slot in natural order; unknown last", () => {
    expect(namesOf(mixed)).toEqual(["Worker.2", "Worker.10", "Master", "cron.0"]);
  });

  test.each<{ key: SortKey; order: readonly string[]; reversed: readonly string[] }>([
    {
      key: "pid",
      order: ["Worker.10", "Worker.2", "Master", "cron.0"],
      reversed: ["cron.0", "Master", "Worker.2", "Worker.10"],
    },
    {
      key: "slot",
      order: ["Master", "Worker.2", "Worker.10", "cron.0"],
      reversed: ["cron.0", "Worker.10", "Worker.2", "Master"],
    },
    {
      key: "role",
      order: ["Master", "Worker.2", "Worker.10", "cron.0"],
      reversed: ["cron.0", "Worker.2", "Worker.10", "Master"],
    },
    {
      key: "rss",
      order: ["Worker.2", "Worker.10", "Master", "cron.0"],
      reversed: ["Master", "Worker.2", "Worker.10", "cron.0"],
    },
    {
      key: "cpu",
      order: ["Worker.2", "cron.0", "Master", "Worker.10"],
      reversed: ["Master", "cron.0", "Worker.2", "Worker.10"],
    },
    {
      key: "age",
      order: ["cron.0", "Master", "Worker.2", "Worker.10"],
      reversed: ["Worker.10", "Worker.2", "Master", "cron.0"],
    },
    {
      key: "generation",
      order: ["Worker.2", "Master", "Worker.10", "cron.0"],
      reversed: ["Master", "Worker.10", "cron.0", "Worker.2"],
    },
  ])("by $key, and reversed", ({ key, order, reversed }) => {
    const state = pressed(mixed, { type: "sort-by", key });
    expect(namesOf(state)).toEqual(order);
    expect(namesOf(pressed(state, { type: "reverse" }))).toEqual(reversed);
  });

  test("the next and former column, up to the ends; a new one is not reversed", () => {
    const next: Command = { type: "sort-shift", by: 1 };
    expect(sortOf(pressed(mixed, { type: "reverse" }, next))).toEqual({
      key: "rss",
      isReversed: false,
    });
    const back: Command = { type: "sort-shift", by: -1 };
    expect(sortOf(pressed(mixed, back, back, back, back, back)).key).toBe("pid");
  });

  test("the chosen row stays selected", () => {
    const chosen = pressed(mixed, { type: "move", by: 1 });
    const state = pressed(chosen, { type: "sort-by", key: "pid" }, { type: "tree" });
    expect(selectedName(chosen)).toBe("Worker.10");
    expect(selectedName(state)).toBe("Worker.10");
  });
});

test("the tree: roles as they fork each other, children below their parent", () => {
  const state = seen(
    beginning(),
    aSample(0, [
      aServer([
        aProcess({ pid: 9, role: "child", ppid: 4, mib: 90 }),
        aProcess({ pid: 8, role: "child", ppid: 77, parentSlot: "Worker.1", mib: 1 }),
        aProcess({ pid: 5, slot: "Worker.1", mib: 20 }),
        aProcess({ pid: 4, slot: "Worker.0", mib: 10 }),
        aProcess({ pid: 7, slot: "TaskWorker.2", mib: 80 }),
        aProcess({ pid: 6, slot: "cron.0", mib: 70 }),
        aProcess({ pid: 2, slot: "Manager", mib: 1 }),
        aProcess({ pid: 1, slot: "Master", mib: 2 }),
        aProcess({ pid: 3, mib: 3 }),
      ]),
    ]),
  );
  const lines = viewOf(pressed(state, { type: "tree" })).table.lines;
  expect(
    lines.map((line) => line.type === "process" && [line.row.depth, line.row.process.pid]),
  ).toEqual([
    [0, 1],
    [1, 2],
    [2, 5],
    [3, 8],
    [2, 4],
    [3, 9],
    [2, 7],
    [2, 6],
    [2, 3],
  ]);
});

describe("the filter", () => {
  const state = seen(
    beginning(),
    aSample(0, [
      aServer(
        [
          aProcess({ pid: 914, slot: "Worker.0", mib: 4 }),
          aProcess({ pid: 915, slot: "TaskWorker.1", mib: 3 }),
          aProcess({ pid: 20, slot: "crontab-dispatcher.0", name: "crontab-dispatcher", mib: 2 }),
          aProcess({ pid: 21, mib: 1 }),
        ],
        { id: "api-2", app: untrustedText("shop-api") },
      ),
    ]),
  );

  test.each([
    { text: "worker", names: ["Worker.0", "TaskWorker.1", "21"] },
    { text: "task-worker", names: ["TaskWorker.1"] },
    { text: "WORKER.0", names: ["Worker.0"] },
    { text: "91", names: ["Worker.0", "TaskWorker.1"] },
    { text: "dispatch", names: ["crontab-dispatcher.0"] },
    { text: "api-2", names: ["Worker.0", "TaskWorker.1", "crontab-dispatcher.0", "21"] },
    { text: "shop", names: ["Worker.0", "TaskWorker.1", "crontab-dispatcher.0", "21"] },
    { text: "!worker", names: ["crontab-dispatcher.0"] },
    { text: "!", names: ["Worker.0", "TaskWorker.1", "crontab-dispatcher.0", "21"] },
    { text: "w.*", names: [] },
  ])("$text", ({ text, names }) => {
    const filtered = pressed(state, ...typed(text));
    expect(namesOf(filtered)).toEqual(names);
    expect(viewOf(filtered).table).toMatchObject({
      hiddenCount: 4 - names.length,
      processCount: 4,
      empty: names.length === 0 ? "no-match" : null,
      filter: { text, isTyping: true },
    });
  });

  test("letters that come in one read or alone are one text", () => {
    const one = pressed(state, ...typed("task"));
    const four = pressed(
      state,
      { type: "filter-open" },
      ...["t", "a", "s", "k"].map((text): Command => ({ type: "filter-type", text })),
    );
    expect(four.screen).toEqual(one.screen);
  });

  test("Enter keeps it, Esc clears it", () => {
    const kept = pressed(state, ...typed("task"), { type: "filter-keep" });
    expect(kept.screen.filter).toEqual({ text: "task", isTyping: false });
    expect(pressed(kept, { type: "filter-open" }).screen.filter).toEqual({
      text: "task",
      isTyping: true,
    });
    expect(pressed(kept, { type: "back" }).screen.filter).toBeNull();
    expect(pressed(state, ...typed("task"), { type: "back" }).screen.filter).toBeNull();
  });

  test("an empty one is not kept", () => {
    expect(
      pressed(state, { type: "filter-open" }, { type: "filter-keep" }).screen.filter,
    ).toBeNull();
  });

  test("backspace erases what one sees as a letter, and closes the empty one", () => {
    const erase: Command = { type: "filter-erase" };
    const once = pressed(state, ...typed("xe\u0301"), erase);
    expect(once.screen.filter?.text).toBe("x");
    expect(pressed(once, erase).screen.filter).toEqual({ text: "", isTyping: true });
    expect(pressed(once, erase, erase).screen.filter).toBeNull();
  });

  test("what cannot be seen is not typed, and no book is", () => {
    expect(pressed(state, ...typed("a\u001b[31mb\n")).screen.filter?.text).toBe("ab");
    expect(pressed(state, ...typed("x".repeat(5000))).screen.filter?.text).toHaveLength(200);
  });

  test("the selection goes to a row that fits, and none is lost where none fits", () => {
    expect(selectedName(pressed(state, ...typed("dispatch")))).toBe("crontab-dispatcher.0");
    const nothing = pressed(state, ...typed("nothing"));
    expect(selectedName(nothing)).toBeNull();
    expect(selectedName(pressed(nothing, { type: "back" }))).toBe("Worker.0");
  });

  test("while typing nothing else counts", () => {
    const typing = pressed(state, ...typed("w"));
    const others: readonly Command[] = [
      { type: "tree" },
      { type: "reverse" },
      { type: "open" },
      { type: "freeze" },
      { type: "help" },
    ];
    expect(pressed(typing, ...others).screen).toEqual(typing.screen);
    expect(effects(typing, { type: "copy" })).toEqual([]);
    expect(effects(typing, { type: "quit" })).toEqual([{ type: "quit" }]);
  });
});

describe("levels", () => {
  test("back closes the topmost: help, then the process, then the filter; at the top nothing", () => {
    const back: Command = { type: "back" };
    const deep = pressed(
      few,
      ...typed("worker"),
      { type: "filter-keep" },
      { type: "open" },
      { type: "help" },
    );
    const levels = [deep];
    for (let level = 0; level < 3; level += 1) levels.push(pressed(levels.at(-1) ?? deep, back));
    expect(
      levels.map((state) => {
        const { isHelpOpen, process, table } = viewOf(state);
        return [isHelpOpen, process !== null, table.filter !== null, isAtTop(state)];
      }),
    ).toEqual([
      [true, true, true, false],
      [false, true, true, false],
      [false, false, true, false],
      [false, false, false, true],
    ]);
    expect(pressed(few, back)).toBe(few);
  });

  test("the opened process moves with the selection", () => {
    const opened = pressed(few, { type: "open" }, { type: "move", by: 1 });
    expect(viewOf(opened).process?.row.process.slot).toBe("Worker.1");
    expect(pressed(opened, { type: "tree" }, { type: "filter-open" })).toEqual(opened);
  });

  test("the opened process stays when its respawn no longer fits the filter, and closes when it is forgotten", () => {
    const opened = pressed(few, ...typed("100"), { type: "filter-keep" }, { type: "open" });
    const respawned = workers(3).map((each) => (each.pid === 100 ? { ...each, pid: 900 } : each));
    const state = seen(opened, aSample(1, [aServer(respawned)]));
    expect(viewOf(state).process?.row.process.pid).toBe(900);
    const gone = respawned.filter(({ pid }) => pid !== 900);
    const forgotten = seen(state, aSample(2, [aServer(gone)]), aSample(4000, [aServer(gone)]));
    expect(forgotten.screen.opened).toBeNull();
    const other = pressed(few, { type: "open" });
    expect(seen(other, aSample(2, [aServer(gone)]), aSample(4000, [])).screen.opened).toBeNull();
  });

  test("nothing opens without a row", () => {
    expect(pressed(beginning(), { type: "open" }).screen.opened).toBeNull();
  });

  test("frozen only freeze, back, suspend and quit act", () => {
    const frozen = pressed(few, { type: "freeze" });
    expect(viewOf(frozen).header.isFrozen).toBe(true);
    expect(isAtTop(frozen)).toBe(false);
    expect(
      pressed(frozen, { type: "move", by: 1 }, { type: "help" }, { type: "filter-open" }),
    ).toEqual(frozen);
    expect(effects(frozen, { type: "copy" })).toEqual([]);
    expect(effects(frozen, { type: "suspend" })).toEqual([{ type: "suspend" }]);
    expect(effects(frozen, { type: "quit" })).toEqual([{ type: "quit" }]);
    expect(pressed(frozen, { type: "back" }).screen.isFrozen).toBe(false);
    expect(pressed(frozen, { type: "freeze" }).screen.isFrozen).toBe(false);
  });
});

describe("time", () => {
  test.each([
    { seconds: 0, minutes: 1 },
    { seconds: 60, minutes: 1 },
    { seconds: 61, minutes: 5 },
    { seconds: 301, minutes: 15 },
    { seconds: 7200, minutes: 15 },
  ])("after $seconds s the axis has $minutes min", ({ seconds, minutes }) => {
    expect(windowOf(after(seconds))).toBe(minutes);
  });

  test("nearer, further, as it was", () => {
    const nearer: Command = { type: "zoom", by: 1 };
    const further: Command = { type: "zoom", by: -1 };
    const long = after(7200);
    expect(windowOf(pressed(long, nearer))).toBe(5);
    expect(windowOf(pressed(long, nearer, nearer, nearer))).toBe(1);
    expect(windowOf(pressed(long, further, further))).toBe(30);
    expect(windowOf(pressed(long, nearer, { type: "zoom", by: 0 }))).toBe(15);
    expect(windowOf(pressed(after(200), nearer))).toBe(1);
  });

  test("UTC and back", () => {
    expect(viewOf(few).header).toMatchObject({ zoneMinutes: 480, isUtc: false });
    const utc = pressed(few, { type: "utc" });
    expect(viewOf(utc).header).toMatchObject({ zoneMinutes: 0, isUtc: true });
    expect(viewOf(pressed(utc, { type: "utc" })).header.zoneMinutes).toBe(480);
  });
});

describe("effects", () => {
  test("a recording is started, then stopped", () => {
    expect(effects(few, { type: "record" })).toEqual([{ type: "record-start" }]);
    expect(effects(recordingStarted(few, "f", 0), { type: "record" })).toEqual([
      { type: "record-stop" },
    ]);
  });

  test("the row is copied with a head, printable whatever it is called", () => {
    const state = seen(
      beginning(),
      aSample(0, [aServer([aProcess({ pid: 7, slot: "a\u001b]52;c;eA==\u0007\tb.0", mib: 1 })])]),
    );
    const [effect] = effects(state, { type: "copy" });
    if (effect?.type !== "copy") throw new Error("nothing was copied");
    const [head, values, ...rest] = effect.text.split("\n").map((line) => line.split("\t"));
    expect(rest).toEqual([[""]]);
    expect(head).toHaveLength(values?.length ?? 0);
    const copied = Object.fromEntries((head ?? []).map((name, index) => [name, values?.[index]]));
    expect(copied).toMatchObject({
      server: "shop",
      slot: "a b.0",
      role: "user-process",
      pid: "7",
      alive: "yes",
      rssBytes: "1048576",
      pssBytes: "",
    });
  });

  test("without a row nothing is copied, and that is said", () => {
    expect(effects(beginning(), { type: "copy" })).toEqual([{ type: "nothing-to", what: "copy" }]);
  });

  test("a key takes the last answer away, also one that does nothing here", () => {
    const frozen = answered(pressed(few, { type: "freeze" }), "copied");
    expect(pressed(frozen, { type: "tree" }).program.answer).toBeNull();
  });
});
