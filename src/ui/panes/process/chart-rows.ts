import { MIB } from "../../../domain/units.ts";
import type { ProcessView } from "../../../store/view.ts";
import { chartScale, chartSpans, type Curve, type Scale } from "../../chart.ts";
import { mebibytes } from "../../../words/format.ts";
import { line, plain, spansWidth, type Line, type Span } from "../../line.ts";
import { MARKS, type Theme } from "../../theme.ts";
import { axisLabels } from "../../axis.ts";
import { CHART_LABELS } from "../../geometry.ts";
import { legendText, rulerSpans } from "../../ruler.ts";

/** Less than this is the noise of an allocator and shall not fill the height. */
const LEAST_RANGE_BYTES = 4 * MIB;

/** A legend, the curves of rss, uss and anon, a line of ticks where tasks are known, one of marks, the times: exactly `height` lines. */
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
  const labels = plain(" ".repeat(CHART_LABELS));
  const ticks =
    chart.ruler === null
      ? []
      : [line([labels, ...rulerSpans(chart.ruler, theme.glyphs)], width, theme)];
  const field = {
    width: width - CHART_LABELS,
    height: Math.max(2, height - 3 - ticks.length),
    theme,
  };
  const scale = chartScale(curves, LEAST_RANGE_BYTES);
  const drawn =
    scale === null ? [[plain("  nothing is known yet")]] : chartSpans(curves, scale, field);
  return [
    line(legendSpans(chart, width, theme), width, theme),
    ...Array.from({ length: field.height }, (_, row) =>
      line([plain(scaleLabel(scale, row, field.height)), ...(drawn[row] ?? [])], width, theme),
    ),
    ...ticks,
    line([labels, ...markSpans(chart.marks, field.width)], width, theme),
    line([labels, [axisLabels(chart.axis, field.width, zoneMinutes), "faint"]], width, theme),
  ].slice(0, height);
}

const TICKS = "   ticks: ";

/** The newest figures, in the order in which the curves end: so they are told apart without colour. */
function legendSpans(
  { rss, uss, anon, ruler }: ProcessView["chart"],
  width: number,
  { glyphs }: Theme,
): readonly Span[] {
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
  const said = [plain(" MiB, top to bottom:"), ...drawn];
  if (ruler === null) return said;
  const tasks = legendText(ruler, width - spansWidth(said) - TICKS.length);
  return tasks === "" ? said : [...said, [TICKS + tasks, "faint"]];
}

const newest = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;

/** A figure at the top, the middle and the bottom. */
function scaleLabel(scale: Scale | null, row: number, height: number): string {
  const isLabelled =
    row === 0 || row === height - 1 || (height >= 7 && row === Math.floor((height - 1) / 2));
  if (scale === null || !isLabelled) return `${" ".repeat(CHART_LABELS - 1)}|`;
  const value = scale.high - (row / (height - 1)) * (scale.high - scale.low);
  return `${mebibytes(value).padStart(CHART_LABELS - 2)} |`;
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
