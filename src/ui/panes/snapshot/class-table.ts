import type { ClassChange } from "../../../domain/snapshot.ts";
import type { SnapshotView } from "../../../store/snapshot-view.ts";
import { grouped } from "../../../words/snapshot.ts";
import { changeColumn, changeTitle, ranked } from "./changes.ts";
import { orUnknown, signedCount, sizeText } from "./figures.ts";
import type { Paper } from "./flow.ts";
import { statusPiece } from "./parts.ts";
import type { Table } from "./table.ts";

/** Level 2: live objects by class. */
export function classTable(view: SnapshotView, paper: Paper): Table {
  const { snapshot, diff, against } = view;
  const { unknown } = paper.theme.glyphs;
  const classes = snapshot?.classes ?? [];
  const known = against?.hasClasses === true ? (diff?.classes ?? []) : null;
  const { changeOf, besides } = ranked<ClassChange>(
    known,
    classes.map(({ name }) => name),
    ({ name }) => name,
  );
  const changeText = (change: ClassChange | undefined): string => {
    if (known === null) return unknown;
    return change === undefined ? "0" : orUnknown(change.countChange, unknown, signedCount);
  };
  return {
    title: "class",
    figures: [
      { title: "count", cells: 10 },
      { title: "size", cells: 7 },
      ...changeColumn(changeTitle(view, paper), 11),
    ],
    rows: classes.map(({ name, count, shallowBytes }) => ({
      name,
      figures: [
        grouped(count),
        orUnknown(shallowBytes, unknown, sizeText),
        changeText(changeOf(name)),
      ],
      isMarked: false,
      change: changeOf(name)?.rank ?? null,
    })),
    others: besides.map((change) => ({
      name: change.name,
      figures: [grouped(change.count), unknown, changeText(change)],
      isMarked: false,
      change: change.rank,
    })),
    none: snapshot?.classes === null ? statusPiece(view, "2a")[0] : "none",
  };
}
