// Several targets side by side: which one has the selection, and how it goes from one to the next. Each has a State of its own, so that nothing of one is taken for another's.
import type { Geometry, TableView } from "./view.ts";

/** How many rows a target shows, and which of them is selected; -1: none. */
export type Rows = { readonly count: number; readonly selected: number };

export const rowsIn = ({ lines }: Pick<TableView, "lines">): Rows => {
  const rows = lines.filter((line) => line.type === "process");
  return { count: rows.length, selected: rows.findIndex((row) => row.isSelected) };
};

/** What a step means: within the target that has the selection, or in the next one that has rows; there from its top or its bottom. */
export type Step =
  | { readonly active: number; readonly press: "move" | "top" | "bottom" }
  | { readonly active: number; readonly press: null };

/** One row up or down. At either end it stays. */
export function stepped(parts: readonly Rows[], active: number, by: -1 | 1): Step {
  const here = parts[active] ?? { count: 0, selected: -1 };
  const next = here.selected + by;
  if (here.count > 0 && next >= 0 && next < here.count) return { active, press: "move" };
  for (let other = active + by; other >= 0 && other < parts.length; other += by)
    return { active: other, press: by > 0 ? "top" : "bottom" };
  return { active, press: null };
}

/** First line of a window of `height` lines with line `wanted` in its middle, as far as there are lines around it. */
export const windowOf = (
  wanted: number,
  { height, all }: { readonly height: number; readonly all: number },
): number => Math.max(0, Math.min(wanted - Math.floor(height / 2), all - height));

const EVERY_ROW = 100_000;

/** Of one of several: all its rows, and no room for a log. */
export function besideOthers(geometry: Geometry): Geometry {
  const whole = { tableRows: EVERY_ROW, cells: geometry.cells };
  return { ...geometry, ...whole, withLogs: { beside: whole, below: whole, full: whole } };
}
