import type { ProcessRow } from "../../store/view.ts";
import { clockMinute, shortBytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const step: Column = {
  id: "step",
  title: titled("STEP"),
  width: always(16),
  align: "right",
  gives: 4,
  help: "largest rise, when, what ticked",
  text: ({ step: largest }, zoneMinutes) =>
    largest === null ? null : stepText(largest, zoneMinutes),
  style: isPlain,
};

/** `+2.4M 14:05`, with the letters of what ticked then `d +2.4M 14:05`. */
function stepText(
  { bytes, at, letters }: NonNullable<ProcessRow["step"]>,
  zoneMinutes: number,
): string {
  if (bytes <= 0) return "0";
  const rise = `+${shortBytes(bytes)} ${clockMinute(at, zoneMinutes)}`;
  return letters === "" ? rise : `${letters} ${rise}`;
}
