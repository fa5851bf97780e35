import type { Mark } from "../domain/mark.ts";
import { MIB } from "../domain/units.ts";
import type { Span } from "./line.ts";
import { MARKS, type Glyphs, type Style } from "./theme.ts";

/** Smaller movements than these are noise and shall not fill the height: this share of the value, at least that much. */
const SMALLEST_RANGE_SHARE = 0.25;
const SMALLEST_RANGE_BYTES = 4 * MIB;

/**
 * One value per cell as a column of that height, each row on its own scale: from its lowest to its highest, but never magnified beyond a quarter of its size.
 * A mark stands in its cell instead of the value; a gap is blank.
 * @param values  bytes, oldest first; null: a gap
 */
export function sparkline(
  values: readonly (number | null)[],
  marks: readonly (Mark["kind"] | null)[],
  { glyphs: { ramp }, style: usual }: { readonly glyphs: Glyphs; readonly style: Style },
): readonly Span[] {
  const scale = scaleOf(values);
  const spans: [string, Style][] = [];
  values.forEach((value, index) => {
    const mark = marks[index] ?? null;
    const height =
      value === null ? null : Math.round(((value - scale.low) / scale.range) * (ramp.length - 1));
    const text =
      mark === null ? (height === null ? " " : (ramp[height] ?? " ")) : MARKS[mark].letter;
    const style = mark === null ? usual : MARKS[mark].style;
    const last = spans.at(-1);
    if (last?.[1] === style) last[0] += text;
    else spans.push([text, style]);
  });
  return spans;
}

/** The lower end and the span of what is drawn. What hardly moves stands in the middle of a height, where noise does not tip it into the next. */
function scaleOf(values: readonly (number | null)[]): { low: number; range: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === Infinity) return { low: 0, range: 1 };
  const range = Math.max(high - low, high * SMALLEST_RANGE_SHARE, SMALLEST_RANGE_BYTES);
  const middle = (low + high) / 2 - range * (3 / 7);
  return { low: Math.max(0, high - range, Math.min(low, middle)), range };
}
