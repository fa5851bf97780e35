import type { Effect, SnapshotSubject } from "../domain/effect.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Command } from "./command.ts";
import { linesOf } from "./select/lines.ts";
import {
  newestOf,
  pagesOf,
  shownIndex,
  shownSnapshot,
  snapshotOf,
  snapshotSlots,
} from "./select/snapshot-pages.ts";
import { snapshotKey, type SnapshotScreen } from "./snapshot-state.ts";
import { copiedSnapshot } from "./copied-snapshot.ts";
import { takingBegun, takingCancelled } from "./snapshots.ts";
import type { State, Track } from "./state.ts";

const HEARD: readonly Command["type"][] = [
  "snapshot-take",
  "snapshot-step",
  "snapshot-slot",
  "snapshot-against",
  "snapshot-export",
  "scroll",
  "back",
  "copy",
  "view",
  "logs-focus",
  "help",
  "freeze",
  "record",
  "utc",
  "suspend",
  "quit",
];

export const isHeardInSnapshot = ({ type }: Command): boolean => HEARD.includes(type);

const looked = (state: State, change: Partial<SnapshotScreen>): State => {
  const { snapshot } = state.screen;
  if (snapshot === null) return state;
  return { ...state, screen: { ...state.screen, snapshot: { ...snapshot, ...change } } };
};

const refused = (state: State, refusal: Refusal): State => ({
  ...state,
  program: { ...state.program, answer: { refused: refusal } },
});

const snapshotScreen = (slotKey: string | null): SnapshotScreen => ({
  slotKey,
  chosen: null,
  against: null,
  offset: 0,
});

/** The snapshots of the selected process before all else; without taking one. */
export const snapshotsOpened = (state: State): State => ({
  ...state,
  screen: {
    ...state.screen,
    list: null,
    snapshot: state.screen.snapshot ?? snapshotScreen(selectedTrack(state)?.slotKey ?? null),
  },
});

/** Who is selected or opened, alive or not. */
function selectedTrack(state: State): Track | null {
  const { opened, selected } = state.screen;
  const wanted = opened ?? selected?.key;
  return linesOf(state).entries.find(({ key }) => key === wanted)?.track ?? null;
}

type Take = { readonly subject: SnapshotSubject; readonly slotKey: string };

/** Whose memory `S` reads now: of whom the view is about, else who is selected; or why nobody's. */
function takeOf(state: State): Take | Refusal {
  const { known, screen } = state;
  if (known.playback !== null) return "snapshot-of-recording";
  const { taking } = known.snapshots;
  if (taking !== null && !taking.isCancelled) return "snapshot-busy";
  const slotKey = screen.snapshot?.slotKey ?? null;
  const track = slotKey === null ? selectedTrack(state) : livingOf(state, slotKey);
  if (track === null) return slotKey === null ? "snapshot-of-nobody" : "snapshot-of-gone";
  if (track.endedAt !== null) return "snapshot-of-gone";
  const { pid, nsPid, slot } = track.process;
  return { subject: { pid, nsPid, slot }, slotKey: track.slotKey };
}

/** While an old and a new process share the slot: the one that was looked at, else the younger one. */
function livingOf(state: State, slotKey: string): Track | null {
  const living = [...state.known.tracks.values()].filter(
    (track) => track.slotKey === slotKey && track.endedAt === null,
  );
  const shownPid = shownSnapshot(state)?.pid;
  return (
    living.find(({ process }) => process.pid === shownPid) ??
    living.toSorted((a, b) => (b.process.startedAt ?? 0) - (a.process.startedAt ?? 0))[0] ??
    null
  );
}

/** The view of what is being read now; what was compared in it stays compared. */
export function snapshotBegun(state: State): State {
  const take = takeOf(state);
  if (typeof take === "string") return refused(state, take);
  const { slotKey, subject } = take;
  const { snapshot } = state.screen;
  const against = snapshot?.slotKey === slotKey ? snapshot.against : null;
  return {
    ...state,
    known: takingBegun(state.known, { slotKey, pid: subject.pid }),
    screen: { ...state.screen, list: null, snapshot: { ...snapshotScreen(slotKey), against } },
  };
}

/** Earlier or later ones of the slot. */
export function snapshotStepped(state: State, by: -1 | 1): State {
  const { snapshot } = state.screen;
  if (snapshot === null) return state;
  const pages = pagesOf(state.known, snapshot.slotKey);
  const index = shownIndex(pages, snapshot) + by;
  const page = pages[index];
  if (page === undefined)
    return refused(state, by < 0 ? "no-earlier-snapshot" : "no-later-snapshot");
  const shown = snapshotOf(page);
  // the newest is followed, not held fast
  const isNewest = index === pages.length - 1 || shown === null;
  return looked(state, { chosen: isNewest ? null : snapshotKey(shown) });
}

/** The next slot that has snapshots. */
export function snapshotSlotChanged(state: State): State {
  const { snapshot } = state.screen;
  if (snapshot === null) return state;
  const slots = snapshotSlots(state.known);
  const index = slots.findIndex(({ key }) => key === snapshot.slotKey);
  const next = slots[index + 1] ?? slots[0];
  if (next === undefined || next.key === snapshot.slotKey)
    return refused(state, "no-other-snapshot");
  return {
    ...state,
    screen: { ...state.screen, snapshot: snapshotScreen(next.key) },
  };
}

/** What it is compared with: the one before of its slot, then the newest of each other slot in turn. */
export function comparisonChanged(state: State): State {
  const { snapshot } = state.screen;
  if (snapshot === null) return state;
  const slots = snapshotSlots(state.known)
    .map(({ key }) => key)
    .filter((key) => key !== snapshot.slotKey && newestOf(state.known, key) !== undefined);
  if (slots.length === 0) return refused(state, "no-other-snapshot");
  const choices: readonly (string | null)[] = [null, ...slots];
  const next = choices[choices.indexOf(snapshot.against) + 1] ?? null;
  return looked(state, { against: next });
}

export const scrolled = (state: State, line: number): State =>
  looked(state, { offset: Math.max(0, line) });

const isCancellable = ({ known: { snapshots } }: State): boolean =>
  snapshots.taking !== null && !snapshots.taking.isCancelled;

/** What is being read is ended first; then the view is left. */
export const snapshotLeft = (state: State): State =>
  isCancellable(state)
    ? { ...state, known: takingCancelled(state.known) }
    : { ...state, screen: { ...state.screen, snapshot: null } };

/** There is nothing to copy or to write. */
export const refusedWithoutSnapshot = (state: State): State =>
  state.screen.snapshot !== null && shownSnapshot(state) === null
    ? refused(state, "no-snapshot")
    : state;

/** What a key asks for in the view of snapshots, or with `S` anywhere. */
export function snapshotEffects(state: State, { type }: Command): readonly Effect[] {
  if (type === "snapshot-take") {
    const take = takeOf(state);
    return typeof take === "string" ? [] : [{ type: "snapshot-take", subject: take.subject }];
  }
  if (state.screen.snapshot === null) return [];
  if (type === "back") return isCancellable(state) ? [{ type: "snapshot-cancel" }] : [];
  const shown = shownSnapshot(state);
  if (shown === null) return [];
  if (type === "snapshot-export") return [{ type: "snapshot-export" }];
  return type === "copy" ? [{ type: "copy", text: copiedSnapshot(shown) }] : [];
}
