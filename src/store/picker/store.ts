import { createStore } from "zustand/vanilla";
import type { Listing } from "../../domain/ports/inspector.ts";
import { picked, type PickerCommand, type PickerEffect } from "./commands.ts";
import { listed, openedPicker, type Opening } from "./state.ts";

/** The picker's State and its transitions. */
export function createPickerStore(opening: Opening, nowMs: number) {
  const store = createStore(() => openedPicker(opening, nowMs));
  return {
    read: store.getState,
    /** Answers with what ends it. */
    subscribe: (changed: () => void) => store.subscribe(changed),
    listed: (listing: Listing, ourNowMs: number): void =>
      store.setState((state) => listed(state, listing, ourNowMs), true),
    /** Returns what is to be done now. */
    commanded: (command: PickerCommand, height: number): PickerEffect | null => {
      const { state, effect } = picked(store.getState(), command, height);
      store.setState(state, true);
      return effect;
    },
  };
}

export type PickerStore = ReturnType<typeof createPickerStore>;
