import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/domain/ports/clock.ts";
import { seeded } from "./seeded.ts";

type Sleeper = { readonly atMs: number; readonly wake: () => void };

/** A clock that moves on only when everybody sleeps: hours pass in milliseconds, and the same in every run. */
export type FakeClock = Clock & {
  /** Waits for a promise; while it is open and nothing else happens, time goes to the next sleeper. */
  readonly run: <Value>(promise: Promise<Value>) => Promise<Value>;
  /** Something else takes time: nobody wakes meanwhile. */
  readonly pass: (ms: number) => void;
  /** The machine sleeps: only the wall clock goes on. */
  readonly sleepMachine: (ms: number) => void;
};

export function fakeClock(startMs = 1_800_000_000_000): FakeClock {
  let elapsedMs = 0;
  let sleptMs = 0;
  let sleepers: Sleeper[] = [];
  return {
    monotonic: () => elapsedMs,
    now: () => startMs + elapsedMs + sleptMs,
    random: seeded(99),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const sleeper = { atMs: elapsedMs + Math.max(0, ms), wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener(
          "abort",
          () => {
            sleepers = sleepers.filter((each) => each !== sleeper);
            resolve();
          },
          { once: true },
        );
      }),
    after(ms, then) {
      const sleeper = { atMs: elapsedMs + Math.max(0, ms), wake: then };
      sleepers.push(sleeper);
      return () => {
        sleepers = sleepers.filter((each) => each !== sleeper);
      };
    },
    pass(ms) {
      elapsedMs += ms;
    },
    sleepMachine(ms) {
      sleptMs += ms;
    },
    async run(promise) {
      const open = { is: true };
      const close = (): void => {
        open.is = false;
      };
      promise.then(close, close);
      for (;;) {
        // A fake target answers before the next turn: whoever still waits then waits for time.
        await turn();
        if (!open.is) return promise;
        const next = sleepers.toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) continue;
        sleepers = sleepers.filter((each) => each !== next);
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.wake();
      }
    },
  };
}
