import type { Geometry } from "../view.ts";
import type { LogPaneView, LogPlace } from "./view.ts";

/** From here on a table and a log have room side by side. */
const BESIDE_FROM_COLUMNS = 120;

export function logPlaceOf(
  logs: Pick<LogPaneView, "isFull" | "isBelow"> | null,
  columns: number,
): LogPlace {
  if (logs === null) return "none";
  if (logs.isFull) return "full";
  return logs.isBelow || columns < BESIDE_FROM_COLUMNS ? "below" : "beside";
}

/** The screen as it is with the log pane at its place. */
export const placed = (geometry: Geometry, place: LogPlace): Geometry =>
  place === "none" ? geometry : { ...geometry, ...geometry.withLogs[place] };
