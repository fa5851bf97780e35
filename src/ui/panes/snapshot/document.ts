import { show, untrustedText } from "../../../domain/text.ts";
import type { SnapshotConclusion } from "../../../domain/snapshot.ts";
import type { EpochMs } from "../../../domain/units.ts";
import type { OtherSlot, SnapshotView } from "../../../store/snapshot-view.ts";
import { clockTime, counted, mebibytes, shortBytes, shortDuration } from "../../../words/format.ts";
import {
  BEGINNING,
  noSnapshotText,
  NOT_PAUSED,
  READING,
  UNDECIDED,
} from "../../../words/snapshot-view.ts";
import { grouped, snapshotText } from "../../../words/snapshot.ts";
import { blank, line, plain, type Line, type Span } from "../../line.ts";
import type { Style } from "../../theme.ts";
import { orUnknown, signedCount } from "./figures.ts";
import { atMost, fits, flow, isWide, sentence, type Label, type Paper } from "./flow.ts";
import { heapLines, kindLines } from "./memory-lines.ts";
import { shortName } from "./names.ts";
import { dryRunLines, objectLines, rootLines } from "./object-lines.ts";
import { faultLines } from "./parts.ts";

const COMPARE_LABEL: Label = ["COMPARE", "COMPARE"];
const COST_LABEL: Label = ["cost in the target", "cost"];
const MOST_CONCLUSION_LINES = 3;
const FEWEST_ROWS = 5;
const MOST_ROWS = 60;
const MOST_OTHERS = 8;
const HOLDER_CELLS = 44;

/** All lines of the view, however many there is room for. `rows`: the room; what is over goes to the lists. */
export function documentLines(view: SnapshotView, rows: number, paper: Paper): readonly Line[] {
  const gap = isWide(paper) ? [blank(paper.width)] : [];
  const compare = compareLines(view, paper);
  if (view.snapshot === null) return [...emptyLines(view, paper), ...gap, ...compare];
  const before = [
    ...conclusionLines(view, paper),
    ...(isWide(paper) ? [] : flow(COST_LABEL, costPieces(view), paper)),
    ...faultLines(view, null, paper),
    ...gap,
    ...kindLines(view, paper),
    ...heapLines(view, paper),
    ...gap,
  ];
  const after = [
    ...rootLines(view, paper),
    ...gap,
    ...dryRunLines(view, paper),
    ...gap,
    ...compare,
  ];
  const room = rows - before.length - after.length;
  const each = isWide(paper) ? room - 1 : Math.floor((room - 2) / 2);
  const listRows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, each));
  return [...before, ...objectLines(view, listRows, paper), ...after];
}

function emptyLines({ of, taking, isPlayed }: SnapshotView, paper: Paper): readonly Line[] {
  const name = of === null ? null : show(of.slot ?? `pid ${of.pid}`);
  const text = taking === null ? noSnapshotText(name, isPlayed) : BEGINNING;
  return sentence(null, [text, "plain"], paper);
}

const STYLES: Readonly<Record<SnapshotConclusion["kind"], Style>> = {
  held: "bad",
  cycles: "bad",
  fragmentation: "warning",
  native: "bad",
  nothing: "good",
  unreadable: "warning",
};
const CONCLUSION = "CONCLUSION  ";

/** What it comes to, in at most three lines: where that is not enough the namespace of the holder gives way, then the confidence. */
function conclusionLines(view: SnapshotView, paper: Paper): readonly Line[] {
  const { taking } = view;
  const conclusion = comparedConclusion(view, paper);
  const { width, theme } = paper;
  const drawn = (text: string, style: Style, isFirst: boolean): Line =>
    line([isFirst ? [` ${CONCLUSION}`, "strong"] : plain(" "), [text, style]], width, theme);
  if (conclusion === null) return [drawn(taking === null ? UNDECIDED : READING, "faint", true)];
  const [first = "", ...others] = fittingText(conclusion, paper);
  const style = STYLES[conclusion.kind];
  return [
    drawn(first.slice(CONCLUSION.length), style, true),
    ...others.map((each) => drawn(each, style, false)),
  ];
}

/** It tells what grew since the one before; beside another slot, against that one. */
function comparedConclusion(
  { snapshot, against, diff }: SnapshotView,
  { zoneMinutes }: Paper,
): SnapshotConclusion | null {
  const conclusion = snapshot?.conclusion ?? null;
  if (snapshot === null || conclusion === null) return null;
  if (against === null || against.name === null) return conclusion;
  const text = snapshotText(conclusion, snapshot, diff, (at) => clockTime(at, zoneMinutes));
  return { ...conclusion, text: untrustedText(text) };
}

const SHORT_HOLDER = 24;

function fittingText(
  { text, holder, confidence }: SnapshotConclusion,
  { width, theme }: Paper,
): readonly string[] {
  const { ellipsis } = theme.glyphs;
  const whole = show(text);
  const short =
    holder === null
      ? whole
      : whole.replaceAll(show(holder), () => shortName(show(holder), SHORT_HOLDER, ellipsis));
  const surely = (said: string): string =>
    confidence === null ? said : `${said}  (confidence ${confidence})`;
  const room = { width: width - 2, most: MOST_CONCLUSION_LINES, ellipsis };
  const tries = [surely(whole), surely(short), short].map((said) => CONCLUSION + said);
  const fitting = tries.find((said) => fits(said, room));
  return atMost(fitting ?? CONCLUSION + short, room);
}

/** What the reading took in the target. */
export function costTexts({ snapshot }: SnapshotView): readonly string[] {
  if (snapshot === null) return [];
  const { wallMs, cpuMs, peakRssBytes } = snapshot.cost;
  return [
    ...(wallMs === null ? [] : [`read in ${shortDuration(wallMs)}`]),
    ...(cpuMs === null ? [] : [`${shortDuration(cpuMs)} cpu`]),
    ...(peakRssBytes === null ? [] : [`${shortBytes(peakRssBytes)} in the target`]),
    NOT_PAUSED,
  ];
}

const costPieces = (view: SnapshotView): readonly (readonly Span[])[] =>
  costTexts(view).map((text) => [[text, "faint"]]);

/** With what it is compared, and the newest of the other slots. */
function compareLines({ others, against, diff }: SnapshotView, paper: Paper): readonly Line[] {
  const own: readonly (readonly Span[])[] =
    against === null || against.name !== null
      ? []
      : [[["> ", "strong"], plain(beforeText(against.at, diff, paper))]];
  const more = others.length - MOST_OTHERS;
  const pieces = [
    ...own,
    ...others.slice(0, MOST_OTHERS).map((other) => otherPiece(other, paper)),
    ...(more > 0 ? [[[`+${counted(more, "slot")}`, "faint"] as const]] : []),
  ];
  return pieces.length === 0 ? [] : flow(COMPARE_LABEL, pieces, paper);
}

const beforeText = (at: EpochMs, diff: SnapshotView["diff"], { zoneMinutes }: Paper): string =>
  `the one before, ${clockTime(at, zoneMinutes)}${diff?.isSameProcess === false ? " (of another process)" : ""}`;

function otherPiece(
  { name, at, usedBytes, holder, isCompared }: OtherSlot,
  { theme, zoneMinutes }: Paper,
): readonly Span[] {
  const { unknown, ellipsis } = theme.glyphs;
  const used = `used ${orUnknown(usedBytes, unknown, mebibytes)}`;
  return [
    [isCompared ? "> " : "  ", "strong"],
    plain(`${show(name)} ${clockTime(at, zoneMinutes)} ${used}`),
    ...(holder === null ? [] : [plain(holderText(holder, { unknown, ellipsis }))]),
  ];
}

function holderText(
  { name, elements, elementsChange }: NonNullable<OtherSlot["holder"]>,
  { unknown, ellipsis }: { readonly unknown: string; readonly ellipsis: string },
): string {
  // the property says which: its class stands in the list above
  const short = shortName(show(name), HOLDER_CELLS, ellipsis).replace(/^.*\\/u, "");
  const change = elementsChange === null ? "" : ` (${signedCount(elementsChange)})`;
  return ` ${short} ${orUnknown(elements, unknown, grouped)}${change}`;
}
