import { createStore, type StoreApi } from "zustand/vanilla";
import type { Effect } from "../domain/effect.ts";
import type { LogLine } from "../domain/log.ts";
import type { Observation } from "../domain/observation.ts";
import type { ProjectMissed } from "../domain/project.ts";
import type { Cost } from "../domain/reading.ts";
import type { Command } from "./command.ts";
import { commanded } from "./commands.ts";
import { askedToOverwrite } from "./logs/commands.ts";
import { earlierCame } from "./logs/transitions.ts";
import type { Playback, State } from "./state.ts";
import * as transitions from "./transitions.ts";
import type { Geometry } from "./view.ts";

export type MonitorStore = StoreApi<State>;

export const createMonitorStore = (initial: State): MonitorStore =>
  createStore<State>(() => initial);

/** The transitions on a store. A State that stays the same tells nobody. */
export function monitorActions(store: MonitorStore) {
  const become = (next: (state: State) => State) => store.setState(next, true);
  return {
    observed: (observation: Observation, ourNow: number) =>
      become((state) => transitions.observed(state, observation, ourNow)),
    timePassed: (ourNow: number) => become((state) => transitions.timePassed(state, ourNow)),
    /** Returns what is to be done now. */
    commanded: (command: Command, geometry: Geometry): readonly Effect[] => {
      const { state, effects } = commanded(store.getState(), command, geometry);
      store.setState(state, true);
      return effects;
    },
    projectMissed: (why: ProjectMissed) => become((state) => transitions.projectMissed(state, why)),
    answered: (answer: string) => become((state) => transitions.answered(state, answer)),
    /** Lines of before all that came of logs, those of one source behind each other. */
    earlierLogsCame: (lines: readonly LogLine[]) =>
      become((state) => ({ ...state, known: earlierCame(state.known, lines) })),
    /** The file that logs were to be written into is there already. */
    askedToOverwrite: () => become(askedToOverwrite),
    ownCostMeasured: (cost: Cost) => become((state) => transitions.ownCostMeasured(state, cost)),
    playbackChanged: (playback: Playback | null) =>
      become((state) => transitions.playbackChanged(state, playback)),
    recordingStarted: (file: string, ourNow: number) =>
      become((state) => transitions.recordingStarted(state, file, ourNow)),
    recordingGrew: (bytes: number) => become((state) => transitions.recordingGrew(state, bytes)),
    recordingStopped: () => become(transitions.recordingStopped),
  };
}
