import { cellWidth, cutCells, dropCells } from "../../words/cells.ts";

/** `text` in at most `cells`: what tells pods of one workload, or clusters of one account, apart stands at the end of their names. Text of a target must have been through `show`. */
export function middleCut(text: string, cells: number, ellipsis: string): string {
  const whole = cellWidth(text);
  if (whole <= cells) return text;
  const room = cells - cellWidth(ellipsis);
  if (room < 2) return cutCells(text, Math.max(0, cells)).text;
  const tail = room >> 1;
  return cutCells(text, room - tail).text + ellipsis + dropCells(text, whole - tail);
}
