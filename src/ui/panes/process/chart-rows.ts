import { MIB } from "../../../domain/units.ts";
import type { ProcessView } from "../../../store/view.ts";
import { chartScale, chartSpans, type Curve, type Scale } from "../../chart.ts";
import { mebibytes } from "../../../words/format.ts";
import { line, plain, type Line, type Span } from "../../line.ts";
import { MARKS, type Theme } from "../../theme.ts";
import { axisLabels } from "../../axis.ts";

const LABEL_CELLS = 10;
/** Less than this is the noise of an allocator and shall not fill the height. */
const LEAST_RANGE_BYTES = 4 * MIB;

/** A legend, the curves of rss, uss and anon, a line of marks with the times: exactly `height` lines. */
export function chartRows(
  chart: ProcessView["chart"],
  zoneMinutes: number,
  {
    width,
    height,
    theme,
  }: { readonly width: number; readonly height: number; readonly theme: Theme },
): readonly Line[] {
  const curves: readonly Curve[] = [
    { values: chart.anon, style: "worker" },
    { values: chart.uss, style: "task" },
    { values: chart.rss, style: "plain" },
  ];
  const field = { width: width - LABEL_CELLS, height: Math.max(2, height - 3), theme };
  const scale = chartScale(curves, LEAST_RANGE_BYTES);
  const drawn =
    scale === null ? [[plain("  nothing is known yet")]] : chartSpans(curves, scale, field);
  return [
    line(legendSpans(chart, theme), width, theme),
    ...Array.from({ length: field.height }, (_, row) =>
      line([plain(scaleLabel(scale, row, field.height)), ...(drawn[row] ?? [])], width, theme),
    ),
    line([plain(" ".repeat(LABEL_CELLS)), ...markSpans(chart.marks, field.width)], width, theme),
    line(
      [plain(" ".repeat(LABEL_CELLS)), [axisLabels(chart.axis, field.width, zoneMinutes), "faint"]],
      width,
      theme,
    ),
  ].slice(0, height);
}

/** The newest figures, in the order in which the curves end: so they are told apart without colour. */
function legendSpans({ rss, uss, anon }: ProcessView["chart"], { glyphs }: Theme): readonly Span[] {
  const curves = [
    { name: "rss", style: "strong", value: newest(rss) },
    { name: "uss", style: "task", value: newest(uss) },
    { name: "anon", style: "worker", value: newest(anon) },
  ] as const;
  const drawn = curves
    .toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))
    .flatMap(({ name, style, value }): readonly Span[] => [
      plain("  "),
      [`${name} ${value === null ? glyphs.unknown : mebibytes(value)}`, style],
    ]);
  return [plain(" MiB, top to bottom:"), ...drawn];
}

const newest = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;

/** A figure at the top, the middle and the bottom. */
function scaleLabel(scale: Scale | null, row: number, height: number): string {
  const isLabelled =
    row === 0 || row === height - 1 || (height >= 7 && row === Math.floor((height - 1) / 2));
  if (scale === null || !isLabelled) return `${" ".repeat(LABEL_CELLS - 1)}|`;
  const value = scale.high - (row / (height - 1)) * (scale.high - scale.low);
  return `${mebibytes(value).padStart(LABEL_CELLS - 2)} |`;
}

function markSpans(marks: ProcessView["chart"]["marks"], width: number): readonly Span[] {
  const cells: Span[] = Array.from({ length: width }, () => plain(" "));
  marks.forEach((mark, index) => {
    if (mark === null) return;
    const cell = Math.min(width - 1, Math.floor((index * width) / marks.length));
    cells[cell] = [MARKS[mark].letter, MARKS[mark].style];
  });
  return cells;
}
