import type { Fault } from "../../domain/fault.ts";
import type { Candidate } from "../../domain/ports/inspector.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { erased, typed } from "../typing.ts";
import { isPlace, isStopped, PODS_KIND } from "./entries.ts";
import {
  askedAgain,
  awaiting,
  entered,
  narrowed,
  shownEntries,
  type PickerState,
  type Place,
} from "./state.ts";

export type PickerCommand =
  | { readonly type: "move"; readonly by: number }
  | { readonly type: "page"; readonly by: 1 | -1 }
  | { readonly type: "top" }
  | { readonly type: "bottom" }
  | { readonly type: "kind"; readonly by: 1 | -1 }
  | { readonly type: "type"; readonly text: string }
  | { readonly type: "erase" }
  | { readonly type: "escape" }
  | { readonly type: "choose" }
  | { readonly type: "again" }
  | { readonly type: "suspend" }
  | { readonly type: "quit" };

export type PickerEffect =
  | { readonly type: "chosen"; readonly target: Target }
  /** `place`: of the late kinds, too; null: nobody has come to them yet. */
  | { readonly type: "list-again"; readonly place: Place | null }
  /** The kinds that wait until one of them is shown, anew. */
  | { readonly type: "list-late"; readonly place: Place }
  | { readonly type: "suspend" }
  | { readonly type: "quit" };

type Outcome = { readonly state: PickerState; readonly effect: PickerEffect | null };

/** What a key makes of the picker, and what is to be done beside. `height`: rows on the screen. */
export function picked(before: PickerState, command: PickerCommand, height: number): Outcome {
  const state = { ...before, isSettled: true, refusal: null };
  if (command.type === "choose") return chosen(state);
  if (command.type === "escape") return escaped(state);
  if (command.type === "kind") return turned(state, command.by);
  if (command.type === "again") {
    const place = state.unasked.length > 0 ? null : state.place;
    return { state: askedAgain(state), effect: { type: "list-again", place } };
  }
  if (command.type === "suspend" || command.type === "quit")
    return { state, effect: { type: command.type } };
  return only(changed(state, command, height));
}

const only = (state: PickerState): Outcome => ({ state, effect: null });

/** A filter is taken back first. */
const escaped = (state: PickerState): Outcome =>
  (state.filter?.text ?? "") === ""
    ? { state, effect: { type: "quit" } }
    : only(narrowed({ ...state, filter: null }));

type Change = Extract<
  PickerCommand,
  { readonly type: "move" | "page" | "top" | "bottom" | "type" | "erase" }
>;

function changed(state: PickerState, command: Change, height: number): PickerState {
  switch (command.type) {
    case "move":
      return moved(state, command.by);
    case "page":
      return moved(state, command.by * Math.max(1, height));
    case "top":
      return moved(state, -Infinity);
    case "bottom":
      return moved(state, Infinity);
    case "type":
      return narrowed({ ...state, filter: typed(state.filter, command.text) });
    case "erase":
      return narrowed({ ...state, filter: erased(state.filter) });
  }
}

function moved(state: PickerState, by: number): PickerState {
  const entries = shownEntries(state);
  const index = entries.findIndex(({ key }) => key === state.selected);
  const entry = entries[Math.min(Math.max(0, index + by), entries.length - 1)];
  return entry === undefined ? state : { ...state, selected: entry.key, isChosen: true };
}

/** Round: all, then each kind. */
function kindBeside({ kinds, kind }: PickerState, by: number): string | null {
  const all = [null, ...kinds];
  return all[(all.indexOf(kind) + by + all.length) % all.length] ?? null;
}

function turned(state: PickerState, by: number): Outcome {
  const kind = kindBeside(state, by);
  const shown = narrowed({ ...state, kind });
  if (kind === null || !state.unasked.includes(kind)) return only(shown);
  const { place } = state;
  return { state: awaiting({ ...shown, unasked: [] }), effect: { type: "list-late", place } };
}

function chosen(state: PickerState): Outcome {
  const entry = shownEntries(state).find(({ key }) => key === state.selected);
  if (entry === undefined) return only(state);
  if (isPlace(entry.candidate.kind)) {
    const inside = entered(state, entry.candidate);
    return { state: inside, effect: { type: "list-late", place: inside.place } };
  }
  const refusal = refusalOf(entry.candidate);
  if (refusal !== null) return only({ ...state, refusal });
  return { state, effect: { type: "chosen", target: entry.candidate.target } };
}

/** No shell can be started in what does not run. */
function refusalOf(candidate: Candidate): Fault | null {
  const { kind, state, name } = candidate;
  if (!isStopped(candidate)) return null;
  if (kind === PODS_KIND)
    return {
      kind: "not-running",
      about: "pod",
      detail: untrustedText(`${name} (${state ?? ""})`),
    };
  return { kind: state === "paused" ? "paused" : "not-running", detail: name };
}
