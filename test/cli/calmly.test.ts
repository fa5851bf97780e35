import { expect, test } from "vitest";
import { calmly } from "../../src/cli/calmly.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { epochMs } from "../../src/domain/units.ts";
import { initialState } from "../../src/store/state.ts";
import { createMonitorStore, monitorActions } from "../../src/store/store.ts";

/** A store that is watched calmly, with a clock that is set by hand. */
function watched() {
  const store = createMonitorStore(
    initialState({ uri: "local:", intervalMs: 1000, zoneMinutes: 0, playback: null, notice: null }),
  );
  const actions = monitorActions(store);
  let now = 0;
  let due: { at: number; go: () => void } | null = null;
  const told: number[] = [];
  const later = (ms: number, then: () => void) => {
    due = { at: now + ms, go: then };
    return () => {
      due = null;
    };
  };
  calmly(store, { now: () => now, later })(() => told.push(now));
  // the pane is open: a line is a line, and opens nothing
  store.setState((state) => {
    const logs = { ...state.screen.logs, isOpen: true };
    return { ...state, screen: { ...state.screen, logs } };
  });
  told.length = 0;
  return {
    told,
    at(ms: number) {
      const waiting = due;
      now = waiting !== null && waiting.at <= ms ? waiting.at : ms;
      if (waiting !== null && waiting.at <= ms) waiting.go();
      now = ms;
    },
    line() {
      const text = untrustedText(`[INFO] at ${now}`);
      const rest = { clock: "source", source: "stdout", cutBytes: 0, cut: null } as const;
      const line = { at: epochMs(now), text, writer: null, ...rest };
      actions.observed({ type: "log", lines: [line, { ...line }] }, now);
    },
    key: () => actions.answered("a key"),
  };
}

test("the first line after a quiet time is drawn at once, those after it together", () => {
  const screen = watched();
  screen.at(5000);
  screen.line();
  for (const ms of [5010, 5100, 5300]) {
    screen.at(ms);
    screen.line();
  }
  expect(screen.told).toEqual([5000]);
  screen.at(7000);
  expect(screen.told).toEqual([5000, 6000]);
});

test("a key is answered at once, and takes with it what was waiting", () => {
  const screen = watched();
  screen.at(5000);
  screen.line();
  screen.at(5100);
  screen.line();
  screen.key();
  expect(screen.told).toEqual([5000, 5100]);
  screen.at(9000);
  expect(screen.told).toEqual([5000, 5100]);
});
