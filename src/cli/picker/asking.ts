import { NO_SCOPE, type Scope } from "../../domain/ports/inspector.ts";
import type { Place } from "../../store/picker/state.ts";
import type { PickerStore } from "../../store/picker/store.ts";
import type { Run } from "../run.ts";
import { listAll, type Lister } from "./listers.ts";

type Around = {
  readonly clock: Run["clock"];
  /** What the options say; where in the cluster is the picker's own. */
  readonly scope: Scope;
  readonly ends: AbortSignal;
  readonly failed: (cause: unknown) => void;
};

type Asking = {
  readonly early: () => void;
  readonly late: (place: Place) => void;
};

/** Asks anew, and hears no more of what was asked before. */
export function asking(
  listers: readonly Lister[],
  store: PickerStore,
  { clock, scope, ends, failed }: Around,
): Asking {
  const round = (isLate: boolean) => {
    const asked = listers.filter((lister) => (lister.isLate ?? false) === isLate);
    let own = new AbortController();
    return (at: Scope): void => {
      own.abort();
      own = new AbortController();
      const signal = AbortSignal.any([ends, own.signal]);
      listAll(asked, {
        scope: at,
        listed: (listing) => store.listed(listing, clock.monotonic()),
        signal,
      }).catch(failed);
    };
  };
  const [early, late] = [round(false), round(true)];
  return { early: () => early(NO_SCOPE), late: (place) => late({ ...scope, ...place }) };
}
