import { expect, test } from "vitest";
import { bytes } from "../../src/domain/units.ts";
import { viewReader } from "../../src/store/select/reader.ts";
import { createMonitorStore, monitorActions } from "../../src/store/store.ts";
import { aProcess, aSample, aServer, beginning, GEOMETRY, START } from "./build.ts";

const sampleAt = (second: number, mib: number) =>
  aSample(second, [aServer([aProcess({ pid: 1, slot: "Worker.0", mib })])]);

function opened() {
  const store = createMonitorStore(beginning());
  const actions = monitorActions(store);
  let clock = START;
  const read = viewReader(store, () => clock);
  return {
    store,
    actions,
    read: () => read(GEOMETRY),
    readAt: (columns: number) => read({ ...GEOMETRY, columns }),
    see: (second: number, mib: number) => {
      clock = START + second * 1000;
      actions.observed({ type: "sample", sample: sampleAt(second, mib) }, clock);
    },
  };
}

test("actions lead the store; a State that stays the same tells nobody", () => {
  const { store, actions, see } = opened();
  let told = 0;
  store.subscribe(() => {
    told += 1;
  });
  see(0, 5);
  actions.timePassed(START + 500);
  actions.commanded({ type: "back" }, GEOMETRY);
  expect(told).toBe(1);
  actions.ownCostMeasured({ cpuPercent: 1, rssBytes: bytes(2) });
  actions.recordingStarted("f", START);
  actions.recordingGrew(9);
  actions.answered("saved");
  actions.playbackChanged({ speed: 2, isOver: false });
  expect(told).toBe(6);
  expect(store.getState().program).toMatchObject({
    ownCost: { cpuPercent: 1 },
    recording: { file: "f", bytes: 9 },
    answer: "saved",
  });
  actions.recordingStopped();
  expect(store.getState().program.recording).toBeNull();
});

test("a command gives its effects back", () => {
  const { actions } = opened();
  expect(actions.commanded({ type: "quit" }, GEOMETRY)).toEqual([{ type: "quit" }]);
});

test("the same view as long as nothing changes", () => {
  const { read, see } = opened();
  see(0, 5);
  const view = read();
  expect(read()).toBe(view);
  see(1, 6);
  expect(read()).not.toBe(view);
});

test("frozen the Still stays, whatever comes in, and also after a resize; then all that came is there", () => {
  const { read, readAt, see, actions } = opened();
  see(0, 5);
  see(1, 6);
  actions.commanded({ type: "freeze" }, GEOMETRY);
  const still = read();
  expect(still.header.isFrozen).toBe(true);
  see(2, 50);
  actions.ownCostMeasured({ cpuPercent: 1, rssBytes: null });
  expect(read()).toBe(still);
  expect(readAt(100).table.lines).toEqual(still.table.lines);
  actions.commanded({ type: "freeze" }, GEOMETRY);
  expect(read().header).toMatchObject({ isFrozen: false, at: START + 2000 });
});
