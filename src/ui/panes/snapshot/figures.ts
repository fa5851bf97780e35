import { KIB } from "../../../domain/units.ts";
import { mebibytes, shortBytes, signedMebibytes } from "../../../words/format.ts";
import { grouped } from "../../../words/snapshot.ts";

/** `+24 106`, `-3`, `0` */
export const signedCount = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "-" : ""}${grouped(Math.abs(value))}`;

/** `11.8M`, `912K`, `56B`, `0`: of one object or array, so that no byte becomes nothing. */
export const sizeText = (value: number): string =>
  value > 0 && value < KIB ? `${value}B` : shortBytes(value);

/** `+15.4M`, `-912K`, `0` */
export const signedSize = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "-" : ""}${sizeText(Math.abs(value))}`;

export const orUnknown = (
  value: number | null,
  unknown: string,
  write: (known: number) => string,
): string => (value === null ? unknown : write(value));

/** A figure in MiB, its unit where that is said, and by how much it changed: `131.4 (+15.4)`. */
export function changedFigure(
  value: number | null,
  change: number | null,
  unknown: string,
  unit = "",
): string {
  const figure = `${orUnknown(value, unknown, mebibytes)}${unit}`;
  const changed = change === null ? "0.0" : signedMebibytes(change);
  return changed === "0.0" ? figure : `${figure} (${changed})`;
}

/** `412`, `412 (+3)` */
export function changedCount(value: number | null, change: number | null, unknown: string): string {
  const figure = orUnknown(value, unknown, grouped);
  return change === null || change === 0 ? figure : `${figure} (${signedCount(change)})`;
}
