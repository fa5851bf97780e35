import type { StoreApi } from "zustand/vanilla";
import type { State } from "../state.ts";
import type { Geometry, ScreenView } from "../view.ts";
import { screenView } from "./screen.ts";

/**
 * Reads the screen of a store: the same object as long as neither State nor geometry changed; while frozen that of the Still, whatever comes in.
 * @param ourNow  our clock, asked once per new view
 */
export function viewReader(
  store: Pick<StoreApi<State>, "getState">,
  ourNow: () => number,
): (geometry: Geometry) => ScreenView {
  let still: State | null = null;
  let last: {
    readonly state: State;
    readonly geometry: Geometry;
    readonly view: ScreenView;
  } | null = null;
  return (geometry) => {
    const current = store.getState();
    still = current.screen.isFrozen ? (still ?? current) : null;
    const state = still ?? current;
    if (last?.state !== state || last.geometry !== geometry)
      last = { state, geometry, view: screenView(state, geometry, ourNow()) };
    return last.view;
  };
}
