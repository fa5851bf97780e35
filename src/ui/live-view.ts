import type { Geometry, ScreenView } from "../store/view.ts";

/** Where the screen's content comes from. */
export type ViewSource = {
  /** What is to be drawn now. Answers the same object as long as nothing visible has changed; while frozen, the Still. */
  readonly read: (geometry: Geometry) => ScreenView;
  /** Calls `changed` whenever `read` may answer something else; answers with what ends that. */
  readonly subscribe: (changed: () => void) => () => void;
};

export type LiveView = {
  readonly subscribe: ViewSource["subscribe"];
  readonly get: (geometry: Geometry) => ScreenView;
};

/** Asks the source once per change and geometry, however often React or a key looks. */
export function liveView({ read, subscribe }: ViewSource): LiveView {
  let known: { readonly geometry: Geometry; readonly view: ScreenView } | null = null;
  return {
    subscribe: (changed) =>
      subscribe(() => {
        known = null;
        changed();
      }),
    get(geometry) {
      if (known?.geometry !== geometry) known = { geometry, view: read(geometry) };
      return known.view;
    },
  };
}
