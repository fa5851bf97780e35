import { show } from "../../domain/text.ts";
import type { ProcessRow } from "../../store/view.ts";
import { isPlain, titled, type Column } from "./column.ts";

export const slot: Column = {
  id: "slot",
  title: titled("SLOT"),
  width: (screenColumns) => (screenColumns < 100 ? 14 : screenColumns < 140 ? 18 : 22),
  align: "left",
  gives: 0,
  help: "its place, which outlives the process",
  text: slotText,
  style: isPlain,
};

/** `Worker.0`; of a child the slot it was forked from. */
function slotText({ process, depth, isAlive }: ProcessRow): string | null {
  const parent = process.parentSlot === null ? null : `of ${show(process.parentSlot)}`;
  const place = process.slot === null ? parent : show(process.slot);
  const state = isAlive ? (process.orphan ? " orphan" : "") : " gone";
  return place === null && state === "" ? null : " ".repeat(depth) + (place ?? "?") + state;
}
