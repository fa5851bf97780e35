// What the picker shows, as data. No colour, no sentence.
import type { Fault } from "../../domain/fault.ts";
import { DEMO_KIND, entriesOf, isFound, type Entry } from "./entries.ts";
import { ofKind, type PickerState, type Refusal } from "./state.ts";

export type PickerView = {
  readonly rows: readonly (Entry & { readonly isSelected: boolean })[];
  /** How many stand above and below the window, and how many the filter hides: there the demo is not counted. */
  readonly above: number;
  readonly below: number;
  readonly hiddenCount: number;
  /** The filter hides something, be it the demo. */
  readonly isNarrowed: boolean;
  readonly filter: string;
  /** `all` first. */
  readonly tabs: readonly KindTab[];
  readonly unanswered: readonly { readonly kind: string; readonly fault: Fault }[];
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
};

/** Kinds that cannot be had, in the order of the kinds: each has a line of its own. */
export const unansweredKinds = ({
  kinds,
  listings,
}: Pick<PickerState, "kinds" | "listings">): PickerView["unanswered"] =>
  kinds.flatMap((kind) => {
    const fault = listings.get(kind)?.fault ?? null;
    return fault === null ? [] : [{ kind, fault }];
  });

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
  return {
    rows: rows.map((entry) => ({ ...entry, isSelected: entry.key === state.selected })),
    above,
    below: found.length - above - rows.length,
    hiddenCount: watchableOf(ofShownKind).length - watchableOf(found).length,
    isNarrowed: found.length < ofShownKind.length,
    filter,
    tabs: tabsOf(state, watchable),
    unanswered: unansweredKinds(state),
    refusal: state.refusal,
    hasCandidates: watchable.length > 0,
  };
}

const watchableOf = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ candidate }) => candidate.kind !== DEMO_KIND);

function tabsOf(
  { kinds, kind, listings }: PickerState,
  watchable: readonly Entry[],
): readonly KindTab[] {
  const isAsked = (each: string) => listings.get(each)?.isComplete !== true;
  const ofEach = kinds.map((each) => ({
    kind: each,
    count: ofKind(watchable, each).length,
    isShown: each === kind,
    isAsked: isAsked(each),
  }));
  const all = {
    kind: null,
    count: watchable.length,
    isShown: kind === null,
    isAsked: kinds.some(isAsked),
  };
  return [all, ...ofEach];
}
