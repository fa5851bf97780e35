import { epochMs, type EpochMs } from "../../domain/units.ts";
import { WINDOWS_MS, type State } from "../state.ts";
import type { Axis } from "../view.ts";

/** The smallest window that holds what was seen, up to the zoom: a minute after the start the axis is not almost empty. */
export function windowMs({ known, screen }: State): number {
  const seenMs = known.sample === null ? 0 : known.sample.at - (known.firstAt ?? known.sample.at);
  const fitting = WINDOWS_MS.find((each) => each >= seenMs) ?? Infinity;
  return Math.min(fitting, screen.zoomMs);
}

/**
 * The axis that all sparklines share. Its cells begin at multiples of their width, so that a point stays in its cell while time goes on;
 * the newest cell holds the last sample and is not yet full.
 */
export function axisOf(state: State, wantedCells: number): Axis {
  const window = windowMs(state);
  const cells = Math.max(1, wantedCells);
  const at = state.known.sample?.at ?? epochMs(0);
  const end = cellNumber({ windowMs: window, cells }, at) + 1;
  return {
    from: epochMs(((end - cells) * window) / cells),
    to: epochMs((end * window) / cells),
    cells,
    windowMs: window,
  };
}

type Grid = Pick<Axis, "windowMs" | "cells">;

/** Number of the cell that holds `at`, counted from 1970. */
export const cellNumber = ({ windowMs: window, cells }: Grid, at: EpochMs): number =>
  Math.floor((at * cells) / window);

/** Number of the axis' first cell. */
export const firstCell = ({ to, windowMs: window, cells }: Axis): number =>
  Math.round((to * cells) / window) - cells;
