import type { Series } from "../../domain/series.ts";
import { MINUTE_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";

const MAX_POINTS = 48;
const MIN_POINTS = 4;
const MIN_SPAN_MS = 30 * SECOND_MS;

/** What is looked at: from the first, up to but without the last. */
export type Span = { readonly from: EpochMs; readonly to: EpochMs };

/** Work space of one call: pairs of `MAX_POINTS`. */
const slopes = new Float64Array((MAX_POINTS * (MAX_POINTS - 1)) / 2);

/**
 * How fast does a series move? The Theil–Sen estimator: the median of the slopes of all pairs of points, which one spike cannot tilt.
 *
 * @returns bytes per minute; null below four points or 30 s. A series that moves in a few steps has the slope of most of its pairs, which may be 0.
 * @cost    at most 48 points, evenly thinned: 1128 pairs.
 * @source  P. K. Sen (1968), JASA 63(324), 1379–1389.
 */
export function bytesPerMinute(series: Series, { from, to }: Span): number | null {
  const first = series.indexFrom(from);
  const count = series.indexFrom(to) - first;
  if (count < MIN_POINTS || series.at(first + count - 1) - series.at(first) < MIN_SPAN_MS)
    return null;
  const points = Math.min(count, MAX_POINTS);
  const indexOf = (point: number) => first + Math.round((point * (count - 1)) / (points - 1));
  let pairs = 0;
  for (let later = 1; later < points; later += 1) {
    const at = series.at(indexOf(later));
    const value = series.value(indexOf(later));
    for (let earlier = 0; earlier < later; earlier += 1) {
      const index = indexOf(earlier);
      slopes[pairs] = (value - series.value(index)) / (at - series.at(index));
      pairs += 1;
    }
  }
  return median(slopes.subarray(0, pairs)) * MINUTE_MS;
}

/** The part of a span after the last silence in it: what happened meanwhile nobody knows. */
export function afterSilence(series: Series, { from, to }: Span, mostApartMs: number): Span {
  const first = series.indexFrom(from);
  let index = series.indexFrom(to) - 1;
  while (index > first && series.at(index) - series.at(index - 1) <= mostApartMs) index -= 1;
  return { from: index > first ? series.at(index) : from, to };
}

/** Change of a series; null with fewer than two points. */
export function growth(series: Series, { from, to }: Span): number | null {
  const first = series.indexFrom(from);
  const last = series.indexFrom(to) - 1;
  return last <= first ? null : series.value(last) - series.value(first);
}

/** The upper median, by Hoare's selection: reorders its argument. */
function median(values: Float64Array): number {
  const wanted = values.length >> 1;
  const at = (index: number) => values[index] ?? Number.NaN;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = at((low + high) >> 1);
    let left = low;
    let right = high;
    while (left <= right) {
      while (at(left) < pivot) left += 1;
      while (at(right) > pivot) right -= 1;
      if (left > right) break;
      const swapped = at(left);
      values[left] = at(right);
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return at(wanted);
}
