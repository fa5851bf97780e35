// What the picker shows, as data. No colour, no sentence.
import type { Fault } from "../../domain/fault.ts";
import { DEMO_KIND, entriesOf, isFound, isPlace, PODS_KIND, type Entry } from "./entries.ts";
import { ofKind, type PickerState, type Place, type Refusal } from "./state.ts";

export type PickerView = {
  readonly rows: readonly (Entry & { readonly isSelected: boolean })[];
  /** How many stand above and below the window, and how many the filter hides: there the demo is not counted. */
  readonly above: number;
  readonly below: number;
  readonly hiddenCount: number;
  /** The filter hides something, be it the demo. */
  readonly isNarrowed: boolean;
  readonly filter: string;
  /** The kind that is shown; null: all. */
  readonly kind: string | null;
  /** Where the pods are; null: none were asked for. */
  readonly place: Place | null;
  /** Of one of what is shown it is known how its life before ended, whatever the filter hides. */
  readonly hasEnds: boolean;
  /** `all` first. */
  readonly tabs: readonly KindTab[];
  readonly unanswered: readonly { readonly kind: string; readonly fault: Fault }[];
  /** Why nothing of the kind that is shown can be had: it stands where its rows would. */
  readonly fault: Fault | null;
  readonly refusal: Refusal | null;
  /** There is something to watch beside the demo, whatever the filter hides. */
  readonly hasCandidates: boolean;
};

export type KindTab = {
  /** Null: all. */
  readonly kind: string | null;
  readonly count: number;
  readonly isShown: boolean;
  /** More may come. */
  readonly isAsked: boolean;
  /** Nobody was asked yet. */
  readonly isUnasked: boolean;
};

/** Kinds that cannot be had, in the order of the kinds: each has a line of its own. What is wrong with a place is told where places are shown. */
export const unansweredKinds = (
  state: Pick<PickerState, "kinds" | "listings" | "kind">,
): PickerView["unanswered"] =>
  state.kinds.flatMap((kind) => {
    const fault = state.listings.get(kind)?.fault ?? null;
    const isAside = kind !== state.kind && isPlace(kind);
    return fault === null || isAside || isEmptyHanded(state, kind) ? [] : [{ kind, fault }];
  });

/** It is shown, and has nothing. */
const isEmptyHanded = (
  { listings, kind: shown }: Pick<PickerState, "listings" | "kind">,
  kind: string,
): boolean => kind === shown && listings.get(kind)?.candidates.length === 0;

/** @param height rows on the screen, at least 1; the selected one is among them */
export function pickerView(state: PickerState, height: number): PickerView {
  const all = entriesOf(state.listings);
  const ofShownKind = ofKind(all, state.kind);
  const filter = state.filter?.text ?? "";
  const found = ofShownKind.filter((entry) => isFound(entry, filter));
  const selected = Math.max(
    0,
    found.findIndex(({ key }) => key === state.selected),
  );
  const above = Math.min(Math.max(0, selected - (height >> 1)), Math.max(0, found.length - height));
  const rows = found.slice(above, above + height);
  const watchable = watchableOf(all);
  const { kind, listings, place } = state;
  return {
    rows: rows.map((entry) => ({ ...entry, isSelected: entry.key === state.selected })),
    above,
    below: found.length - above - rows.length,
    hiddenCount: watchableOf(ofShownKind).length - watchableOf(found).length,
    isNarrowed: found.length < ofShownKind.length,
    filter,
    kind,
    place: listings.get(PODS_KIND)?.place ?? (place.context === "" ? null : place),
    hasEnds: ofShownKind.some(({ candidate }) => candidate.lastEnd !== null),
    tabs: tabsOf(state, watchable),
    unanswered: unansweredKinds(state),
    fault: kind !== null && isEmptyHanded(state, kind) ? (listings.get(kind)?.fault ?? null) : null,
    refusal: state.refusal,
    hasCandidates: ofKind(watchable, null).length > 0,
  };
}

const watchableOf = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ candidate }) => candidate.kind !== DEMO_KIND);

function tabsOf(
  { kinds, kind, listings, unasked }: PickerState,
  watchable: readonly Entry[],
): readonly KindTab[] {
  const tabOf = (each: string): KindTab => {
    const isUnasked = unasked.includes(each);
    return {
      kind: each,
      count: ofKind(watchable, each).length,
      isShown: each === kind,
      isAsked: !isUnasked && listings.get(each)?.isComplete !== true,
      isUnasked,
    };
  };
  const tabs = kinds.map(tabOf);
  const all: KindTab = {
    kind: null,
    count: ofKind(watchable, null).length,
    isShown: kind === null,
    isAsked: tabs.some((tab) => tab.isAsked && !isPlace(tab.kind)),
    isUnasked: false,
  };
  return [all, ...tabs];
}
