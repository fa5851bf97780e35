import { describe, expect, test } from "vitest";
import type { LogLine } from "../../../src/domain/log.ts";
import { epochMs, MINUTE_MS } from "../../../src/domain/units.ts";
import { commanded } from "../../../src/store/commands.ts";
import { LogRing } from "../../../src/store/logs/ring.ts";
import { Sieve } from "../../../src/store/logs/sieve.ts";
import { RECORD_BYTES } from "../../../src/store/logs/sizes.ts";
import type { State } from "../../../src/store/state.ts";
import { createMonitorStore, monitorActions } from "../../../src/store/store.ts";
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
} from "../build.ts";
import { aLine, anEvent, aRecord, lines, paneOf, shown, told } from "./build.ts";

const stamp = (minute: number): string =>
  new Date(START + minute * MINUTE_MS).toISOString().slice(0, 19).replace("T", " ");
const before = (minute: number, text: string, facts: Partial<LogLine> = {}): LogLine =>
  aLine(`[${stamp(minute)}] app.INFO: ${text} [] []`, 0, { clock: "backlog", ...facts });
/** Lives for 50 minutes. */
const worker = aProcess({
  pid: 101,
  slot: "Worker.0",
  nsPid: 7,
  startedAt: epochMs(START - 50 * MINUTE_MS),
});
const sampled = (state: State, second: number): State =>
  seen(state, aSample(second, [aServer([worker])]));

/** The pane is open with the keys, and two lines were read of what was there. */
function watched(): State {
  const state = beginning();
  const logs = { ...state.screen.logs, isOpen: true, isFocused: true, subject: "all" as const };
  const open = { ...state, screen: { ...state.screen, logs } };
  return sampled(lines(sampled(open, 0), before(-2, "third"), before(-1, "fourth")), 1);
}

function withEarlier(state: State, ...texts: readonly LogLine[]): State {
  const store = createMonitorStore(state);
  monitorActions(store).earlierLogsCame(texts);
  return store.getState();
}

const ofSeven = (minute: number, text: string) =>
  aLine(`[${stamp(minute)}] app.INFO: ${text} [] {"process_id":7}`, 0, { clock: "backlog" });

const exit = (minute: number, id: number) =>
  aLine(
    `[${stamp(minute)} *2.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=${30 + id}, id=${id}) abnormal exit, status=0, signal=9`,
    0,
    { clock: "backlog" },
  );

describe("lines of before all that came", () => {
  const first = [before(-4, "first"), before(-3, "second")];

  test("stand before them, and so do those of the next step", () => {
    const state = withEarlier(watched(), ...first);
    expect(shown(state)).toEqual(["first", "second", "third", ">fourth"]);
    expect(paneOf(state).kept).toMatchObject({ oldestAt: START - 4 * MINUTE_MS, records: 4 });
    const more = withEarlier(state, before(-9, "zeroth"));
    expect(shown(more)).toEqual(["zeroth", "first", "second", "third", ">fourth"]);
    expect(shown(lines(more, before(0, "fifth"), before(1, "sixth"))).at(-2)).toBe("fourth");
  });

  test("are what one gets to from the first line there was", () => {
    const top = pressed(watched(), { type: "top" });
    const state = pressed(withEarlier(top, ...first), { type: "move", by: -1 });
    expect(shown(state, 2)).toEqual(["first", ">second"]);
    expect(shown(pressed(state, { type: "top" }), 1)).toEqual([">first"]);
    expect(paneOf(pressed(state, { type: "bottom" })).isFollowing).toBe(true);
  });

  test("are not new, and are found by a search that is on", () => {
    const up = pressed(watched(), { type: "move", by: -1 });
    expect(paneOf(withEarlier(up, ...first)).newCount).toBe(0);
    const searched = pressed(watched(), ...typed("ir"), { type: "filter-keep" });
    expect(paneOf(searched).search?.matches).toBe(1);
    expect(paneOf(withEarlier(searched, ...first)).search?.matches).toBe(2);
  });

  test("of several logs by their time, each in its own order", () => {
    const other = (minute: number, text: string) => before(minute, text, { source: "file:/b.log" });
    const state = withEarlier(
      watched(),
      before(-9, "a1"),
      before(-5, "a2"),
      aLine("of no time", 0, { clock: "backlog" }),
      other(-8, "b1"),
      other(-6, "b2"),
    );
    expect(shown(state)).toEqual(["a1", "b1", "b2", "a2", "of no time", "third", ">fourth"]);
  });

  test("are of whoever lived then", () => {
    const state = withEarlier(watched(), ofSeven(-90, "another"), ofSeven(-9, "its own"));
    const rows = pressed(state, { type: "logs-subject" });
    expect(paneOf(rows).subject).toEqual({ kind: "rows", names: ["Worker.0"] });
    expect(shown(rows)).toEqual([">its own"]);
  });

  test("tell what happened then, before what happened since", () => {
    const state = [2, 3, 4].reduce(sampled, lines(watched(), exit(-1, 1)));
    const all = withEarlier(state, exit(-9, 2)).known.logs.events;
    expect(all.map(({ pid, kind }) => [pid, kind])).toEqual([
      [32, "abnormal-exit"],
      [31, "abnormal-exit"],
    ]);
    // what another source printed of the same death is no second one
    const twin = { ...exit(-1, 1), source: "file:/b.log" };
    expect(withEarlier(state, twin).known.logs.events).toHaveLength(1);
    expect(withEarlier(state, exit(-1, 1)).known.logs.events).toHaveLength(2);
  });
});

const effects = (state: State, by: -1 | 1) =>
  commanded(state, { type: "logs-since", by }, GEOMETRY).effects;

describe("the key that goes further back", () => {
  const back = { type: "logs-since", by: -1 } as const;

  test("widens the window first; beyond all that is kept it reads more", () => {
    const hour = pressed(watched(), { type: "logs-since", by: 1 });
    expect(paneOf(hour).sinceMs).toBe(60 * MINUTE_MS);
    expect(effects(hour, -1)).toEqual([]);
    const all = pressed(hour, back);
    expect(paneOf(all).sinceMs).toBeNull();
    expect(effects(all, -1)).toEqual([{ type: "logs-earlier" }]);
    expect(effects(all, 1)).toEqual([]);
  });
});

const toldRecord = (message: string) => ({ type: "record" as const, record: aRecord(message) });

const messages = (ring: LogRing) => ring.all.flatMap((kept) => ring.record(kept)?.message ?? []);

describe("room for what came before", () => {
  test("of what is too much the oldest is left out, and nothing comes before that hole", () => {
    const ring = new LogRing({ mostLines: 4, mostBytes: 1e6 });
    ring.addRecord(aRecord("d"));
    ring.addEarlier([toldRecord("b"), toldRecord("c")]);
    expect(ring.hasRoomBefore).toBe(true);
    ring.addEarlier(["x", "y", "z"].map(toldRecord));
    expect(messages(ring)).toEqual(["z", "b", "c", "d"]);
    expect(ring.hasRoomBefore).toBe(false);
    ring.addEarlier([toldRecord("w")]);
    expect(messages(ring)).toEqual(["z", "b", "c", "d"]);
    expect(ring.attributed).toEqual({ named: 0, of: 4 });
  });

  test("also where bytes are the bound", () => {
    const size = RECORD_BYTES + "[2025-11-24] d".length + 1;
    const ring = new LogRing({ mostLines: 100, mostBytes: 2 * size + 1 });
    ring.addRecord(aRecord("d"));
    ring.addEarlier(["a", "b", "c"].map(toldRecord));
    expect(messages(ring)).toEqual(["c", "d"]);
    expect(ring.hasRoomBefore).toBe(false);
  });

  test("there is none where something was pushed out already", () => {
    const ring = new LogRing({ mostLines: 2, mostBytes: 1e6 });
    for (const text of ["a", "b", "c"]) ring.addRecord(aRecord(text));
    ring.settle();
    expect(ring.hasRoomBefore).toBe(false);
  });

  test("what is pushed out is the oldest of who has most, also of what came later but is older", () => {
    const ring = new LogRing({ mostLines: 6, mostBytes: 1e6 });
    ring.addRecord(aRecord("quiet", { slot: "Worker.1" }));
    ring.addRecord(aRecord("c", { slot: "Worker.0" }));
    const old = ["a", "b"].map((text) => aRecord(text, { slot: "Worker.0" }));
    ring.addEarlier(old.map((each) => ({ type: "record", record: each })));
    for (const text of ["d", "e", "f"]) ring.addRecord(aRecord(text, { slot: "Worker.0" }));
    ring.settle();
    expect(messages(ring)).toEqual(["b", "quiet", "c", "d", "e", "f"]);
  });
});

const looked = (ring: LogRing) => {
  const seenIds: number[] = [];
  const sieve = new Sieve(ring, ({ id, content }) => {
    seenIds.push(id);
    return typeof content === "string";
  });
  return { sieve, seenIds, ids: () => sieve.all.map(({ id }) => id) };
};

describe("a sieve of the ring", () => {
  test("looks at each thing once, wherever it comes", () => {
    const ring = new LogRing();
    const { seenIds, ids } = looked(ring);
    expect(ids()).toEqual([]);
    ring.addRecord(aRecord("a"));
    ring.addEvent(anEvent());
    expect(ids()).toEqual([1]);
    ring.addEarlier([
      { type: "record", record: aRecord("before") },
      { type: "event", event: anEvent() },
    ]);
    ring.addRecord(aRecord("b"));
    expect(ids()).toEqual([-1, 1, 3]);
    expect(ids()).toEqual([-1, 1, 3]);
    expect(seenIds).toEqual([1, 2, -1, 0, 3]);
  });

  test("lets go of what was pushed out", () => {
    const ring = new LogRing({ mostLines: 10, mostBytes: 1e9 });
    const { sieve } = looked(ring);
    for (let index = 0; index < 5000; index += 1) {
      ring.addRecord(aRecord("a"));
      if (index % 100 === 99) {
        ring.settle();
        void sieve.all;
      }
    }
    expect(sieve.all.length).toBeLessThan(2500);
    expect(sieve.turns).toBeGreaterThan(0);
  });
});

test("a flood of earlier records of many writers: each is counted for its own", () => {
  const ring = new LogRing();
  const many = Array.from({ length: 700 }, (_, pid) => aRecord(`of ${pid}`, { pid: pid + 1 }));
  ring.addEarlier(many.map((record) => ({ type: "record", record })));
  const figures = ring.figures({ isOfShelf: () => true, isOfEvent: () => true });
  expect(figures).toMatchObject({ records: 700, lines: 700 });
  expect(told(watched(), aRecord("x")).known.logs.book.ring.attributed.of).toBe(3);
});
