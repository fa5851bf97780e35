import { Box, useInput, usePaste, useWindowSize } from "ink";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Command } from "../store/command.ts";
import type { Geometry } from "../store/view.ts";
import { dispatcherOf, type Later } from "./dispatcher.ts";
import { frame } from "./frame.ts";
import { bodyLines, geometryOf } from "./geometry.ts";
import { modeOf } from "./keys.ts";
import { liveView, type ViewSource } from "./live-view.ts";
import { Lines } from "./Lines.tsx";
import { scrollOf } from "./panes/snapshot/rows.ts";
import type { Sentences } from "./sentences.ts";
import { themeOf, type Appearance } from "./theme.ts";

type Props = ViewSource & {
  readonly press: (command: Command) => void;
  /** Told at the start and after each resize. A resize ends a freeze. */
  readonly geometryChanged: (geometry: Geometry) => void;
  readonly appearance: Appearance;
  readonly sentences: Sentences;
  /** Lets an escape wait for the rest of a torn arrow key; without it, it means itself at once. */
  readonly later?: Later;
};

/** The whole screen. Draws when the source says so, on a resize, and never by itself. */
export function App({
  read,
  subscribe,
  press,
  geometryChanged,
  appearance,
  sentences,
  later,
}: Props) {
  const { columns, rows } = useWindowSize();
  const geometry = useMemo(() => geometryOf({ columns, rows }), [columns, rows]);
  const live = useMemo(() => liveView({ read, subscribe }), [read, subscribe]);
  useEffect(() => {
    geometryChanged(geometry);
    // What was selected with the mouse is gone with the old size.
    if (live.get(geometry).header.isFrozen) press({ type: "freeze" });
  }, [geometry, geometryChanged, live, press]);

  const view = useSyncExternalStore(live.subscribe, () => live.get(geometry));

  const theme = useMemo(() => themeOf(appearance), [appearance]);
  const keys = useMemo(() => {
    const room = { size: { columns, rows: bodyLines({ columns, rows }) }, theme };
    /** Only who draws a document knows how far it goes. */
    const measured = (command: Command): Command => {
      const { snapshot, header, isHelpOpen } = live.get(geometry);
      if (snapshot === null || isHelpOpen) return command;
      return scrollOf(command, snapshot, { header, room });
    };
    return dispatcherOf(
      () => modeOf(live.get(geometry)),
      (command) => press(measured(command)),
      later ?? null,
    );
  }, [live, geometry, columns, rows, theme, press, later]);
  useInput(keys.typed);
  usePaste(keys.pasted);

  const lines = useMemo(
    () => frame(view, { columns, rows }, { theme, sentences }),
    [view, columns, rows, theme, sentences],
  );
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={lines} />
    </Box>
  );
}
