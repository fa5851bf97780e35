import type { Fault } from "../../domain/fault.ts";
import { PLACES, type Candidate, type Listing, type Scope } from "../../domain/ports/inspector.ts";
import type { Untrusted } from "../../domain/text.ts";
import type { Filter } from "../state.ts";
import { entriesOf, isFound, isPlace, PODS_KIND, type Entry } from "./entries.ts";

/** Why something cannot be watched. */
export type Refusal =
  | Fault
  | {
      readonly kind: "nothing-to-watch";
      readonly where: "here" | "there";
      /** What runs there instead. */
      readonly strangers: readonly Untrusted[];
    };

/** Where in which cluster; "": as the kubeconfig has it. */
export type Place = Pick<Scope, "context" | "namespace">;

/** What there is to choose from, and how it is looked at. */
export type PickerState = {
  /** In the order in which Tab goes through them. */
  readonly kinds: readonly string[];
  /** Kinds that are asked for when one of them is shown: a cluster is nothing that one asks by the way. */
  readonly unasked: readonly string[];
  /** Where pods are asked for. */
  readonly place: Place;
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
  /** Null: of the kind that is shown nothing has come yet. */
  readonly openedAtMs: number | null;
  /** Why the last key did nothing, or what was chosen before cannot be watched; null: nothing of that. */
  readonly refusal: Refusal | null;
};

/** While the first listings arrive nobody can have aimed at a row yet; then nothing that arrives moves the selection. */
const SETTLES_MS = 1500;

/** What is known when it opens. */
export type Opening = Pick<PickerState, "kinds"> & {
  /** Those that wait until one of them is shown. */
  readonly late?: readonly string[];
  readonly kind?: string | null;
  readonly place?: Place;
  readonly refusal?: Refusal | null;
};

/** @param nowMs our clock, which only goes forward */
export function openedPicker(opening: Opening, nowMs: number): PickerState {
  const { kinds, late = [], kind = null, place = ANYWHERE, refusal = null } = opening;
  const isLate = late.some((each) => each === kind);
  return {
    kinds,
    unasked: isLate ? [] : late,
    place,
    listings: new Map(),
    kind,
    filter: null,
    selected: null,
    isSettled: false,
    isChosen: false,
    openedAtMs: isLate ? null : nowMs,
    refusal,
  };
}

const ANYWHERE: Place = { context: "", namespace: "" };

/** The entries that kind and filter show. */
export function shownEntries({ listings, kind, filter }: PickerState): readonly Entry[] {
  const text = filter?.text ?? "";
  return ofKind(entriesOf(listings), kind).filter((entry) => isFound(entry, text));
}

/** All are all targets: a place is none. */
export const ofKind = (entries: readonly Entry[], kind: string | null): readonly Entry[] =>
  entries.filter(({ candidate }) =>
    kind === null ? !isPlace(candidate.kind) : candidate.kind === kind,
  );

/** What became known of one kind replaces what was known of it. */
export function listed(state: PickerState, listing: Listing, nowMs: number): PickerState {
  const listings = new Map(state.listings).set(listing.kind, listing);
  const openedAtMs = state.openedAtMs ?? (listing.kind === state.kind ? nowMs : null);
  const hasStood = openedAtMs !== null && nowMs - openedAtMs >= SETTLES_MS;
  const isSettled = state.isSettled || hasStood;
  return reselected(state, { ...state, listings, openedAtMs, isSettled });
}

/** What is shown is being asked for: nobody has aimed at a row of it yet. */
export const awaiting = (state: PickerState): PickerState => ({
  ...state,
  isSettled: false,
  openedAtMs: null,
});

/** The pods of a namespace, or of a context as its kubeconfig has it. Those of where we were are gone at once: nobody shall choose one of them by mistake. */
export function entered(state: PickerState, { kind, name }: Candidate): PickerState {
  const now = state.listings.get(PODS_KIND)?.place ?? state.place;
  const isContext = kind === CONTEXTS;
  const place = isContext ? { context: name, namespace: "" } : { ...now, namespace: name };
  const listings = new Map(askedAgain(state).listings);
  listings.delete(PODS_KIND);
  if (isContext) listings.delete(NAMESPACES);
  const inside = { ...state, place, listings, kind: PODS_KIND, filter: null, selected: null };
  return awaiting({ ...inside, isChosen: false });
}

const [NAMESPACES, CONTEXTS] = PLACES;

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
