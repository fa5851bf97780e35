import type { Mark } from "../../domain/mark.ts";
import { MIB, SECOND_MS } from "../../domain/units.ts";
import type { ProcessRow } from "../../store/view.ts";
import { deathLook } from "../../words/deaths.ts";
import { clockMinute, shortBytes } from "../../words/format.ts";
import { always, titled, type Column } from "./column.ts";

/** So long a new process fills its memory: that it does is no news. */
const STARTING_MS = 30 * SECOND_MS;
/** Less does not take the place of a death. */
const NOTICEABLE_BYTES = MIB;

export const step: Column = {
  id: "step",
  title: titled("STEP"),
  width: always(16),
  align: "right",
  gives: 4,
  help: "largest rise, when, what ticked; or the last death",
  text: (row, zoneMinutes) => {
    const death = deathOf(row);
    if (death !== null)
      return `${deathLook(death, row.isAlive).word} ${clockMinute(death.at, zoneMinutes)}`;
    return row.step === null ? null : stepText(row.step, zoneMinutes);
  },
  style: (row) => {
    const death = deathOf(row);
    return death === null || deathLook(death, row.isAlive).isOrderly ? "plain" : "warning";
  },
};

/** The last death in the slot, unless memory rose since. */
function deathOf({ lastDeath, step: rise }: ProcessRow): Mark | null {
  if (lastDeath === null || rise === null) return lastDeath;
  const isNewer = rise.at > lastDeath.at + STARTING_MS && rise.bytes >= NOTICEABLE_BYTES;
  return isNewer ? null : lastDeath;
}

/** `+2.4M 14:05`, with the letters of what ticked then `d +2.4M 14:05`. */
function stepText(
  { bytes, at, letters }: NonNullable<ProcessRow["step"]>,
  zoneMinutes: number,
): string {
  if (bytes <= 0) return "0";
  const rise = `+${shortBytes(bytes)} ${clockMinute(at, zoneMinutes)}`;
  return letters === "" ? rise : `${letters} ${rise}`;
}
