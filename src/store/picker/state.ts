import type { Fault } from "../../domain/fault.ts";
import type { Listing } from "../../domain/ports/inspector.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { Filter } from "../state.ts";
import { entriesOf, isFound, type Entry } from "./entries.ts";

/** Why something cannot be watched. */
export type Refusal =
  | Fault
  | {
      readonly kind: "nothing-to-watch";
      readonly where: "here" | "there";
      /** What runs there instead. */
      readonly strangers: readonly Untrusted[];
    };

/** What there is to choose from, and how it is looked at. */
export type PickerState = {
  /** In the order in which Tab goes through them. */
  readonly kinds: readonly string[];
  /** What came last of each kind; absent: nothing yet. */
  readonly listings: ReadonlyMap<string, Listing>;
  /** The kind that is shown; null: all. */
  readonly kind: string | null;
  readonly filter: Filter | null;
  /** Key of the selected entry; null: there is none. */
  readonly selected: string | null;
  /** The selection follows the first row no more: a key was pressed, or it has stood for a while. */
  readonly isSettled: boolean;
  /** The user has moved it there: a filter that shows it leaves it. */
  readonly isChosen: boolean;
  readonly openedAtMs: number;
  /** Why the last key did nothing, or what was chosen before cannot be watched; null: nothing of that. */
  readonly refusal: Refusal | null;
};

/** While the first listings arrive nobody can have aimed at a row yet; then nothing that arrives moves the selection. */
const SETTLES_MS = 1500;

/** @param nowMs our clock, which only goes forward */
export const openedPicker = (
  kinds: readonly string[],
  nowMs: number,
  refusal: Refusal | null = null,
): PickerState => ({
  kinds,
  listings: new Map(),
  kind: null,
  filter: null,
  selected: null,
  isSettled: false,
  isChosen: false,
  openedAtMs: nowMs,
  refusal,
});

/** The entries that kind and filter show. */
export function shownEntries({ listings, kind, filter }: PickerState): readonly Entry[] {
  const text = filter?.text ?? "";
  return ofKind(entriesOf(listings), kind).filter((entry) => isFound(entry, text));
}

export const ofKind = (entries: readonly Entry[], kind: string | null): readonly Entry[] =>
  kind === null ? entries : entries.filter(({ candidate }) => candidate.kind === kind);

/** What became known of one kind replaces what was known of it. */
export function listed(state: PickerState, listing: Listing, nowMs: number): PickerState {
  const listings = new Map(state.listings).set(listing.kind, listing);
  const isSettled = state.isSettled || nowMs - state.openedAtMs >= SETTLES_MS;
  return reselected(state, { ...state, listings, isSettled });
}

/** Everything is asked again; until it is told anew, what was told stays. */
export const askedAgain = (state: PickerState): PickerState => ({
  ...state,
  listings: new Map(
    [...state.listings].map(([kind, listing]) => [kind, { ...listing, isComplete: false }]),
  ),
});

/** With a selection that is shown: the same entry, else the one that stands at its place now; the first one until it settles. */
export function reselected(before: PickerState, state: PickerState): PickerState {
  const entries = shownEntries(state);
  const isThere = entries.some(({ key }) => key === state.selected);
  if (isThere && state.isSettled) return state;
  const place = state.isSettled
    ? Math.max(
        0,
        shownEntries(before).findIndex(({ key }) => key === state.selected),
      )
    : 0;
  const selected = entries[Math.min(place, entries.length - 1)]?.key ?? null;
  return { ...state, selected, isChosen: state.isChosen && isThere };
}

/** The first row, unless the user's own choice is still shown. */
export function narrowed(state: PickerState): PickerState {
  const entries = shownEntries(state);
  if (state.isChosen && entries.some(({ key }) => key === state.selected)) return state;
  return { ...state, selected: entries[0]?.key ?? null, isChosen: false };
}
