import type { State } from "../store/state.ts";
import type { MonitorStore } from "../store/store.ts";

/** What log lines alone have changed is drawn at once after a quiet time, then with the next sample, or after so long; a sample, a key, a change of the session at once in any case. */
const LINES_EVERY_MS = 1000;

type Later = (ms: number, then: () => void) => () => void;

/** The changes of a store, those together that log lines alone have made. */
export function calmly(
  store: Pick<MonitorStore, "subscribe">,
  { now, later }: { readonly now: () => number; readonly later: Later },
): (changed: () => void) => () => void {
  return (changed) => {
    let cancel: (() => void) | null = null;
    let toldAt = -Infinity;
    const tell = () => {
      cancel?.();
      cancel = null;
      toldAt = now();
      changed();
    };
    const end = store.subscribe((state, before) => {
      if (state === before) return;
      if (!isLinesAlone(state, before)) return tell();
      if (cancel !== null) return;
      const restMs = toldAt + LINES_EVERY_MS - now();
      if (restMs <= 0) tell();
      else cancel = later(restMs, tell);
    });
    return () => {
      end();
      cancel?.();
    };
  };
}

const isLinesAlone = (state: State, before: State): boolean =>
  state.screen === before.screen &&
  state.program === before.program &&
  state.known.logs !== before.known.logs &&
  state.known.sample === before.known.sample &&
  state.known.session === before.known.session &&
  state.known.logs.sources === before.known.logs.sources;
