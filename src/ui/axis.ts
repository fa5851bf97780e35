import type { Axis } from "../store/view.ts";
import { clockMinute } from "../words/format.ts";

/** A title in a rule, `- Processes 17 - sort RSS v ----`. */
export const ruled = (text: string, width: number): string => `- ${text} `.padEnd(width, "-");

/** The times at both ends of the axis, `13:49      14:04`; in the middle, too, where there is room. */
export function axisLabels({ from, to }: Axis, cells: number, zoneMinutes: number): string {
  const [start, end] = [clockMinute(from, zoneMinutes), clockMinute(to, zoneMinutes)];
  const free = cells - start.length - end.length;
  if (free < 0) return start.slice(0, cells).padEnd(cells);
  if (free < 25) return start + " ".repeat(free) + end;
  const middle = clockMinute(from + (to - from) / 2, zoneMinutes);
  const before = Math.floor((free - middle.length) / 2);
  return start + " ".repeat(before) + middle + " ".repeat(free - middle.length - before) + end;
}
