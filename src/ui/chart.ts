import asciichart from "asciichart";
import type { Span } from "./line.ts";
import type { Style, Theme } from "./theme.ts";

/** A curve: one value per cell, oldest first; null: a gap, which stays one. */
export type Curve = { readonly values: readonly (number | null)[]; readonly style: Style };

export type Scale = { readonly low: number; readonly high: number };

/** The ends of the axis that all curves share; a flat curve stands in the middle. Null: nothing is known. */
export function chartScale(curves: readonly Curve[], leastRange: number): Scale | null {
  const known = curves.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return null;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const missing = Math.max(0, leastRange - (high - low)) / 2;
  const bottom = Math.max(0, low - missing);
  return { low: bottom, high: Math.max(high + missing, bottom + leastRange) };
}

/** The curves over each other on a field of `width` x `height` cells, highest line first; the first curve lies on top. */
export function chartSpans(
  curves: readonly Curve[],
  scale: Scale,
  {
    width,
    height,
    theme,
  }: { readonly width: number; readonly height: number; readonly theme: Theme },
): readonly (readonly Span[])[] {
  const field = Array.from({ length: height }, () =>
    Array.from({ length: width }, (): Span => [" ", "plain"]),
  );
  for (const { values, style } of curves.toReversed()) {
    const heights = stretched(values, width).map((value) =>
      value === null ? null : ((value - scale.low) / (scale.high - scale.low)) * (height - 1),
    );
    for (const run of runs(heights)) {
      plotted(run.values, height, theme).forEach((text, row) => {
        text.split("").forEach((letter, index) => {
          const cells = field[row];
          if (cells !== undefined && letter !== " " && run.start + index < width) {
            cells[run.start + index] = [letter, style];
          }
        });
      });
    }
  }
  return field.map(joined);
}

/** `values` on `width` cells: of several that share a cell the highest, or each on several cells. */
export function stretched(
  values: readonly (number | null)[],
  width: number,
): readonly (number | null)[] {
  return Array.from({ length: width }, (_, cell) => {
    const from = Math.floor((cell * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / width));
    return values
      .slice(from, to)
      .reduce<number | null>(
        (highest, value) =>
          value !== null && (highest === null || value > highest) ? value : highest,
        null,
      );
  });
}

type Run = { readonly start: number; readonly values: readonly number[] };

/** What stands between the gaps: asciichart cannot draw a gap, so each part is drawn alone. */
function runs(heights: readonly (number | null)[]): readonly Run[] {
  const found: { start: number; values: number[] }[] = [];
  let current: number[] | null = null;
  heights.forEach((height, index) => {
    if (height === null) {
      current = null;
    } else if (current === null) {
      current = [height];
      found.push({ start: index, values: current });
    } else {
      current.push(height);
    }
  });
  return found;
}

/** asciichart draws the way between two values: the first is doubled, so that each has its cell. The axis is ours. */
function plotted(values: readonly number[], height: number, theme: Theme): readonly string[] {
  const [first] = values;
  if (first === undefined) return [];
  const drawn = asciichart.plot([first, ...values], {
    min: 0,
    max: height - 1,
    height: height - 1,
    offset: 1,
    symbols: theme.glyphs.chart,
    format: () => " ",
  });
  return drawn.split("\n").map((text) => text.slice(1));
}

function joined(cells: readonly Span[]): readonly Span[] {
  const spans: [string, Style][] = [];
  for (const [text, style] of cells) {
    const last = spans.at(-1);
    if (last?.[1] === style) last[0] += text;
    else spans.push([text, style]);
  }
  return spans;
}
