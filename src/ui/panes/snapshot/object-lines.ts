import type { NamedCount } from "../../../domain/snapshot.ts";
import { show } from "../../../domain/text.ts";
import type { SnapshotView } from "../../../store/snapshot-view.ts";
import { grouped } from "../../../words/snapshot.ts";
import { uncountedRootsText } from "../../../words/snapshot-view.ts";
import { line, plain, type Line, type Span } from "../../line.ts";
import { classTable } from "./class-table.ts";
import { orUnknown, sizeText } from "./figures.ts";
import { flow, isWide, labelCells, labelSpan, type Label, type Paper } from "./flow.ts";
import { holderTable } from "./holder-table.ts";
import { shortName } from "./names.ts";
import { absentLines, costPiece, faultLines, statusPiece } from "./parts.ts";
import { tableOf } from "./table.ts";

const OBJECTS_LABEL: Label = ["2 live objects", "2 objects"];
const HOLDERS_LABEL: Label = ["  held by", "  held by"];
const ROOTS_LABEL: Label = ["  gc roots", "  gc roots"];
const PROPERTIES_LABEL: Label = ["  properties", "  properties"];
const DRY_RUN_LABEL: Label = ["3 gc would free", "3 gc frees"];

/** Cells of the left one of two tables; holders have longer names. */
const CLASSES_SHARE = 0.44;
const NAME_CELLS = 40;

/** Level 2: live objects by class, and the arrays that hold most, side by side where there is room. `rows`: of each table. */
export function objectLines(view: SnapshotView, rows: number, paper: Paper): readonly Line[] {
  const { snapshot } = view;
  if (snapshot === null || (snapshot.classes === null && snapshot.holders === null))
    return absentLines(OBJECTS_LABEL, view, { part: "2a", paper });
  const room = paper.width - labelCells(paper) - 1;
  if (!isWide(paper)) {
    return [
      ...behind(
        OBJECTS_LABEL,
        tableOf(classTable(view, paper), { rows, width: room, paper }),
        paper,
      ),
      ...behind(
        HOLDERS_LABEL,
        tableOf(holderTable(view, paper), { rows, width: room, paper }),
        paper,
      ),
    ];
  }
  const left = Math.floor(room * CLASSES_SHARE);
  const classes = tableOf(classTable(view, paper), { rows, width: left, paper });
  const holders = tableOf(holderTable(view, paper), { rows, width: room - left - 2, paper });
  const beside = Array.from({ length: Math.max(classes.length, holders.length) }, (_, index) => [
    ...(classes[index] ?? [plain(" ".repeat(left))]),
    plain("  "),
    ...(holders[index] ?? []),
  ]);
  return behind(OBJECTS_LABEL, beside, paper);
}

const behind = (label: Label, rows: readonly (readonly Span[])[], paper: Paper): readonly Line[] =>
  rows.map((spans, index) =>
    line([labelSpan(index === 0 ? label : null, paper), ...spans], paper.width, paper.theme),
  );

/** What may be garbage by class, and how far the arrays of properties are read. */
export function rootLines(view: SnapshotView, paper: Paper): readonly Line[] {
  const { snapshot } = view;
  if (snapshot === null || (snapshot.classes === null && snapshot.holders === null)) return [];
  const { rootClasses } = snapshot;
  const roots =
    rootClasses === null ? [[statusPiece(view, "2a")]] : countPieces(rootClasses, paper);
  const more = uncountedRootsText(snapshot);
  const uncounted = more === null ? [] : [[[more, "faint"] as const]];
  return [
    ...flow(ROOTS_LABEL, [...roots, ...uncounted, costPiece(view, "2a")], paper),
    ...faultLines(view, "2a", paper),
    ...propertyLines(view, paper),
  ];
}

function propertyLines(view: SnapshotView, paper: Paper): readonly Line[] {
  const { steps = [], faults = [] } = view.snapshot ?? {};
  const cost = costPiece(view, "2b");
  if (cost.length > 0 && !faults.some(({ part }) => part === "2b"))
    return flow(PROPERTIES_LABEL, [[plain("read")], cost], paper);
  // a recording without steps does not say how far it came
  const isUntold = steps.length === 0 && view.taking === null && faults.length === 0;
  return isUntold ? [] : absentLines(PROPERTIES_LABEL, view, { part: "2b", paper });
}

const MOST_NAMED = 8;

function countPieces(
  counts: readonly NamedCount[],
  { theme }: Paper,
): readonly (readonly Span[])[] {
  if (counts.length === 0) return [[plain("none")]];
  const more = counts.length - MOST_NAMED;
  return [
    ...counts
      .slice(0, MOST_NAMED)
      .map(({ name, count }): readonly Span[] => [
        plain(`${shortName(show(name), NAME_CELLS, theme.glyphs.ellipsis)} ${grouped(count)}`),
      ]),
    ...(more > 0 ? [[[`+${grouped(more)} more`, "faint"] as const]] : []),
  ];
}

/** Level 3: what gc would free now. */
export function dryRunLines(view: SnapshotView, paper: Paper): readonly Line[] {
  const dryRun = view.snapshot?.dryRun ?? null;
  if (dryRun === null) return absentLines(DRY_RUN_LABEL, view, { part: "3", paper });
  const { freeableBytes, objects, arrays, classes, lowerBound } = dryRun;
  const { unknown } = paper.theme.glyphs;
  const pieces: readonly (readonly Span[])[] = [
    [[sizeText(freeableBytes), "strong"]],
    [plain(`objects ${orUnknown(objects, unknown, grouped)}`)],
    [plain(`arrays ${orUnknown(arrays, unknown, grouped)}`)],
    ...(lowerBound ? [[plain("(lower bound)")]] : []),
    ...(classes.length === 0 ? [] : countPieces(classes, paper)),
    costPiece(view, "3"),
  ];
  return [...flow(DRY_RUN_LABEL, pieces, paper), ...faultLines(view, "3", paper)];
}
