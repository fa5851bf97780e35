// Snapshots: how they come, which are kept, what each key makes of them.
import { describe, expect, test } from "vitest";
import { untrustedText } from "../../src/domain/text.ts";
import type { Command } from "../../src/store/command.ts";
import { commanded } from "../../src/store/commands.ts";
import {
  earlierOfTaking,
  shownSnapshot,
  snapshotSlots,
} from "../../src/store/select/snapshot-pages.ts";
import { MAX_KEPT, MAX_SLOTS } from "../../src/store/snapshots.ts";
import type { SnapshotView } from "../../src/store/snapshot-view.ts";
import type { State } from "../../src/store/state.ts";
import { snapshotWith } from "../analysis/snapshot/build.ts";
import {
  aProcess,
  aSample,
  aServer,
  beginning,
  GEOMETRY,
  pressed,
  seen,
  typed,
  viewOf,
} from "./build.ts";
import {
  came,
  leaking,
  minute,
  ofSlot,
  partly,
  ROWS,
  running,
  SERVER,
  whole,
} from "./snapshot-build.ts";

const take: Command = { type: "snapshot-take" };
const open: Command = { type: "view", view: "snapshot" };
const earlier: Command = { type: "snapshot-step", by: -1 };
const later: Command = { type: "snapshot-step", by: 1 };
const against: Command = { type: "snapshot-against" };
const back: Command = { type: "back" };

function snapshotsOf(state: State): SnapshotView {
  const { snapshot } = viewOf(state);
  if (snapshot === null) throw new Error("no snapshots");
  return snapshot;
}
const effectsOf = (state: State, command: Command) => commanded(state, command, GEOMETRY).effects;
const answerOf = (state: State) => viewOf(state).header.answer;
const takenOf = (state: State) => snapshotsOf(state).snapshot?.at ?? null;

/** Two of Worker.0, one of Worker.1 and Worker.2. */
const taken = (): State =>
  came(
    running(),
    whole(leaking(24_105, { at: minute(1), ...ofSlot(1) })),
    whole(leaking(0, { at: minute(2), ...ofSlot(2), holders: [] })),
    whole(leaking(24_111, { at: minute(0) })),
    whole(leaking(48_211, { at: minute(33) })),
  );

describe("how they come", () => {
  test("a part stands for the one before of the same taking; the whole one is kept", () => {
    const first = pressed(running(), take);
    expect(snapshotsOf(first)).toMatchObject({ snapshot: null, taking: { part: null }, count: 1 });
    const half = came(first, partly(leaking(4), 10), partly(leaking(5), 62));
    expect(snapshotsOf(half)).toMatchObject({
      count: 1,
      snapshot: { holders: [{ holder: ROWS, elements: 5 }, {}, {}] },
      taking: { part: "2b", percent: 62, isCancelled: false },
    });
    const done = came(half, whole(leaking(6)));
    expect(snapshotsOf(done)).toMatchObject({ count: 1, taking: null, index: 1 });
    expect(done.known.snapshots.taking).toBeNull();
  });

  test("the last eight of a slot are kept", () => {
    const many = Array.from({ length: 11 }, (_, index) =>
      whole(leaking(index, { at: minute(index) })),
    );
    const state = pressed(came(running(), ...many), open);
    expect(snapshotsOf(state)).toMatchObject({ index: MAX_KEPT, count: MAX_KEPT });
    const oldest = pressed(state, ...Array.from({ length: MAX_KEPT - 1 }, () => earlier));
    expect([snapshotsOf(oldest).index, takenOf(oldest)]).toEqual([1, minute(3)]);
    expect(answerOf(pressed(oldest, earlier))).toEqual({ refused: "no-earlier-snapshot" });
  });

  test("slots are bounded: the one that came longest ago is forgotten", () => {
    const many = Array.from({ length: MAX_SLOTS + 3 }, (_, index) =>
      whole(leaking(1, { pid: 1000 + index, slot: untrustedText(`Worker.${index}`) })),
    );
    const names = snapshotSlots(came(beginning(), ...many).known).map(({ name }) => name);
    expect([names.length, names[0]]).toEqual([MAX_SLOTS, "Worker.3"]);
  });

  test("one that could read nothing gives way to the next, and is compared with nothing", () => {
    const none = { kinds: null, heap: null, classes: null, holders: null };
    const state = pressed(
      came(
        running(),
        whole(leaking(1, { at: minute(1), ...none })),
        whole(leaking(2, { at: minute(2) })),
      ),
      open,
    );
    expect(snapshotsOf(state)).toMatchObject({ count: 1, diff: null });
  });

  test("one that was ended on the way is no one to compare with while there is a whole one", () => {
    const cut = {
      at: minute(2),
      holders: null,
      dryRun: null,
      faults: [{ kind: "cancelled", part: "2a", detail: null } as const],
    };
    const state = pressed(
      came(
        running(),
        whole(leaking(1, { at: minute(1) })),
        whole(leaking(2, cut)),
        whole(leaking(3, { at: minute(3) })),
      ),
      open,
    );
    expect(snapshotsOf(state)).toMatchObject({ count: 3, against: { at: minute(1) } });
    expect(earlierOfTaking(pressed(state, take, back).known)?.at).toBe(minute(3));
    const only = pressed(came(running(), whole(leaking(2, cut)), whole(leaking(3))), open);
    expect(snapshotsOf(only).against).toMatchObject({ at: minute(2) });
  });

  test("a process without a slot stands for itself", () => {
    const own = pressed(came(running(), whole(leaking(1, { pid: 60, slot: null }))), open);
    expect(snapshotsOf(own)).toMatchObject({ count: 0, others: [{ name: "pid 60" }] });
    expect(snapshotsOf(pressed(own, { type: "snapshot-slot" }))).toMatchObject({
      of: { pid: 60, slot: null },
      count: 1,
    });
  });

  test("a slot goes on after a respawn, and the snapshots of both processes stand in it", () => {
    const respawned = aServer([aProcess({ pid: 77, slot: "Worker.0", generation: 2, mib: 20 })]);
    const before = came(running(), whole(leaking(24_111)));
    const state = pressed(
      came(seen(before, aSample(10, [respawned])), whole(leaking(5, { at: minute(1), pid: 77 }))),
      { type: "filter-open" },
      { type: "filter-type", text: "Worker.0" },
      { type: "filter-keep" },
      open,
    );
    expect(snapshotsOf(state)).toMatchObject({
      count: 2,
      of: { pid: 77, generation: 2, isGone: false },
    });
    expect(snapshotsOf(state).diff?.isSameProcess).toBe(false);
    expect(snapshotsOf(pressed(state, earlier)).of).toMatchObject({
      pid: 39,
      generation: 1,
      isGone: true,
    });
  });

  test("a recording plays them through the same door, also before its first sample", () => {
    const playing = beginning({ playback: { speed: 1, isOver: false } });
    const state = pressed(came(seen(playing, aSample(0, [SERVER])), whole(leaking(7))), open);
    expect(snapshotsOf(state)).toMatchObject({ count: 1, isPlayed: true });
    expect(snapshotSlots(came(playing, whole(leaking(7))).known)).toMatchObject([
      { name: "Worker.0" },
    ]);
  });

  test("a clock that was set back begins a new story without them", () => {
    const state = seen(seen(taken(), aSample(600, [SERVER])), aSample(0, [SERVER]));
    expect(snapshotSlots(state.known)).toEqual([]);
  });

  test("one slot of two servers is told apart by its server", () => {
    const both = [
      aServer([aProcess({ pid: 39, slot: "Worker.0" })]),
      aServer([aProcess({ pid: 139, slot: "Worker.0" })], { id: "admin" }),
    ];
    const state = came(
      seen(beginning(), aSample(0, both)),
      whole(leaking(1)),
      whole(leaking(2, { pid: 139 })),
    );
    expect(snapshotSlots(state.known).map(({ name }) => name)).toEqual([
      "admin/Worker.0",
      "shop/Worker.0",
    ]);
  });
});

describe("S", () => {
  test("takes one of the selected process at once and shows it", () => {
    const state = running();
    expect(effectsOf(state, take)).toEqual([
      { type: "snapshot-take", subject: { pid: 39, nsPid: null, slot: "Worker.0" } },
    ]);
    expect(snapshotsOf(pressed(state, take)).of).toMatchObject({ pid: 39, slot: "Worker.0" });
  });

  test("takes one of the opened process", () => {
    const opened = pressed(running(), { type: "move", by: 1 }, { type: "open" });
    expect(effectsOf(opened, take)).toMatchObject([{ subject: { pid: 40 } }]);
    const state = pressed(opened, take, back, back);
    expect([viewOf(state).snapshot, viewOf(state).process?.row.process.pid]).toEqual([null, 40]);
  });

  test("again in the view takes one of the slot that is looked at, whatever is selected in the table", () => {
    const state = pressed(taken(), open, { type: "snapshot-slot" });
    expect(snapshotsOf(state).of).toMatchObject({ pid: 40 });
    expect(effectsOf(state, take)).toMatchObject([{ subject: { pid: 40 } }]);
    const again = pressed(state, take);
    expect(snapshotsOf(again)).toMatchObject({ index: 2, count: 2, snapshot: null });
  });

  test.each<[string, () => State, string]>([
    [
      "in a recording",
      () => seen(beginning({ playback: { speed: 1, isOver: true } }), aSample(0, [SERVER])),
      "snapshot-of-recording",
    ],
    [
      "of a process that is gone",
      () => {
        const rest = aServer(SERVER.processes.filter(({ pid }) => pid !== 39));
        return seen(pressed(running(), { type: "move", by: 0 }), aSample(1, [rest]));
      },
      "snapshot-of-gone",
    ],
    ["of nobody", () => beginning(), "snapshot-of-nobody"],
    ["while another one is being read", () => pressed(running(), take), "snapshot-busy"],
  ])("%s asks for nothing and says why", (_, given, refused) => {
    const state = given();
    expect(effectsOf(state, take)).toEqual([]);
    const next = pressed(state, take);
    expect(answerOf(next)).toEqual({ refused });
    expect(next.screen.snapshot).toEqual(state.screen.snapshot);
    expect(answerOf(pressed(next, open))).toBeNull();
  });

  test("does nothing in a list, under the help, and in a frozen screen", () => {
    for (const first of [
      { type: "view", view: "audit" },
      { type: "help" },
      { type: "freeze" },
    ] satisfies Command[]) {
      const state = pressed(running(), first);
      expect(effectsOf(state, take)).toEqual([]);
      expect(pressed(state, take).screen.snapshot).toBeNull();
    }
    expect(effectsOf(pressed(running(), ...typed("x")), take)).toEqual([]);
  });
});

const reading = (): State => came(pressed(running(), take), partly(leaking(3), 10));

describe("Esc", () => {
  test("ends what is being read first, then leaves", () => {
    expect(effectsOf(reading(), back)).toEqual([{ type: "snapshot-cancel" }]);
    const ending = pressed(reading(), back);
    expect(snapshotsOf(ending).taking).toMatchObject({ isCancelled: true });
    expect(snapshotsOf(came(ending, partly(leaking(4), 20))).taking?.isCancelled).toBe(true);
    expect(effectsOf(ending, back)).toEqual([]);
    expect(viewOf(pressed(ending, back)).snapshot).toBeNull();
  });

  test("what was read until then is kept, and S takes another one", () => {
    const cut = snapshotWith({
      dryRun: null,
      faults: [{ kind: "cancelled", part: null, detail: null }],
    });
    const ended = came(pressed(reading(), back), whole(cut));
    expect(snapshotsOf(ended)).toMatchObject({
      taking: null,
      snapshot: { dryRun: null },
      count: 1,
    });
    expect(effectsOf(ended, take)).toHaveLength(1);
    expect(effectsOf(pressed(reading(), back), take)).toHaveLength(1);
  });

  test("1 and 3 leave without ending anything; 5 comes back to it", () => {
    for (const view of ["processes", "crontab"] as const) {
      expect(effectsOf(reading(), { type: "view", view })).toEqual([]);
      const left = pressed(reading(), { type: "view", view });
      expect(viewOf(left).snapshot).toBeNull();
      expect(snapshotsOf(pressed(left, open)).taking).toMatchObject({ percent: 10 });
    }
  });

  test("closes the help first", () => {
    const state = pressed(reading(), { type: "help" });
    expect(effectsOf(state, back)).toEqual([]);
    expect(snapshotsOf(pressed(state, back)).taking?.isCancelled).toBe(false);
  });
});

describe("the view", () => {
  test("5 shows the last one of the selected process, compared with the one before", () => {
    const view = snapshotsOf(pressed(taken(), open));
    expect(view).toMatchObject({
      index: 2,
      count: 2,
      snapshot: { at: minute(33) },
      against: { name: null, at: minute(0) },
      of: { slot: "Worker.0", generation: 1, isGone: false },
    });
    expect(view.diff?.holders[0]).toMatchObject({ holder: ROWS, elementsChange: 24_100 });
    expect(effectsOf(taken(), open)).toEqual([]);
  });

  test("left and right go through the slot's, and the newest is followed", () => {
    const older = pressed(taken(), open, earlier);
    expect([takenOf(older), snapshotsOf(older).diff]).toEqual([minute(0), null]);
    const newest = whole(leaking(50_000, { at: minute(34) }));
    expect(takenOf(came(older, newest))).toBe(minute(0));
    expect(takenOf(came(pressed(older, later), newest))).toBe(minute(34));
    expect(answerOf(pressed(older, later, later))).toEqual({ refused: "no-later-snapshot" });
  });

  test("d compares with the one before, then with the latest of each other slot in turn", () => {
    let state = pressed(taken(), open);
    const seenAgainst: unknown[] = [];
    for (let press = 0; press < 4; press += 1) {
      const { against: other, diff, others } = snapshotsOf(state);
      seenAgainst.push([
        other?.name,
        diff?.holders.find(({ holder }) => holder === ROWS)?.elementsChange,
        others.filter(({ isCompared }) => isCompared).map(({ name }) => name),
      ]);
      state = pressed(state, against);
    }
    expect(seenAgainst).toEqual([
      [null, 24_100, []],
      ["Worker.1", 24_106, ["Worker.1"]],
      ["Worker.2", 48_211, ["Worker.2"]],
      [null, 24_100, []],
    ]);
  });

  test("without an earlier one there is no difference until another slot is chosen", () => {
    const alone = pressed(came(running(), whole(leaking(1))), open);
    expect([snapshotsOf(alone).diff, answerOf(pressed(alone, against))]).toEqual([
      null,
      { refused: "no-other-snapshot" },
    ]);
    const other = came(alone, whole(leaking(3, ofSlot(1))));
    expect(snapshotsOf(pressed(other, against)).against).toMatchObject({ name: "Worker.1" });
  });

  test("the other slots are told by what the largest holder has there", () => {
    expect(snapshotsOf(pressed(taken(), open)).others).toMatchObject([
      { name: "Worker.1", holder: { name: ROWS, elements: 24_105, elementsChange: 24_106 } },
      { name: "Worker.2", holder: { name: ROWS, elements: 0, elementsChange: 48_211 } },
    ]);
  });

  test("what another slot's list does not go as far as is unknown, not 0", () => {
    const state = came(
      taken(),
      whole(leaking(1, { at: minute(40), ...ofSlot(2), holders: null, classes: null })),
    );
    expect(snapshotsOf(pressed(state, open)).others[1]?.holder).toEqual({
      name: ROWS,
      elements: null,
      elementsChange: null,
    });
    const compared = snapshotsOf(pressed(state, open, against, against));
    expect(compared.against).toMatchObject({
      name: "Worker.2",
      hasHolders: false,
      hasClasses: false,
    });
  });

  test("the same comparison is the same object while nothing of it changes", () => {
    const state = pressed(taken(), open);
    const next = seen(state, aSample(1, [SERVER]));
    expect(snapshotsOf(next).diff).toBe(snapshotsOf(state).diff);
  });

  test("scrolls by lines, and begins at the top with another slot", () => {
    const down = pressed(taken(), open, { type: "scroll", line: 7 });
    expect(snapshotsOf(down).offset).toBe(7);
    expect(snapshotsOf(pressed(down, { type: "scroll", line: -3 })).offset).toBe(0);
    expect(snapshotsOf(pressed(down, { type: "snapshot-slot" })).offset).toBe(0);
  });

  test("c copies a summary, e asks for a file; without one they say so", () => {
    const state = pressed(taken(), open);
    const [copy] = effectsOf(state, { type: "copy" });
    const text = copy?.type === "copy" ? copy.text : "";
    expect(text).toContain("slot\tWorker.0\n");
    expect(text).toContain(`holder\t${ROWS}\t48211\t32301370\n`);
    expect(text).toContain("conclusion\theld\thigh\theld references: ");
    expect(text).toContain("at\t2025-11-24 16:33:00 UTC\n");
    expect(effectsOf(state, { type: "snapshot-export" })).toEqual([{ type: "snapshot-export" }]);
    expect(shownSnapshot(state)?.at).toBe(minute(33));
    const empty = pressed(running(), open);
    for (const command of [{ type: "copy" }, { type: "snapshot-export" }] satisfies Command[]) {
      expect(effectsOf(empty, command)).toEqual([]);
      expect(answerOf(pressed(empty, command))).toEqual({ refused: "no-snapshot" });
    }
  });

  test("what is copied of a hostile target moves no terminal and stays on its line", () => {
    const evil = leaking(1, { slot: untrustedText("Wor\u001b]0;x\u0007ker\n.0\t9"), pid: 39 });
    const state = pressed(came(beginning(), whole(evil)), open, { type: "snapshot-slot" });
    const [copy] = effectsOf(state, { type: "copy" });
    expect(copy?.type === "copy" ? copy.text : "").toContain("slot\tWorker.0 9\n");
  });

  test("of a process with none it is empty and says whose", () => {
    const view = snapshotsOf(pressed(running(), open));
    expect(view).toMatchObject({
      of: { slot: "Worker.0" },
      snapshot: null,
      count: 0,
      taking: null,
    });
    expect(snapshotsOf(pressed(beginning(), open)).of).toBeNull();
  });
});
