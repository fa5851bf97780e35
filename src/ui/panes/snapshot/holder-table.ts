import type { Holder, HolderChange } from "../../../domain/snapshot.ts";
import type { SnapshotView } from "../../../store/snapshot-view.ts";
import { grouped } from "../../../words/snapshot.ts";
import { changeColumn, changeTitle, ranked } from "./changes.ts";
import { orUnknown, signedSize, signedCount, sizeText } from "./figures.ts";
import type { Paper } from "./flow.ts";
import { statusPiece } from "./parts.ts";
import type { Table } from "./table.ts";

const keyOf = ({ holder, kind }: Pick<HolderChange, "holder" | "kind">): string =>
  `${kind} ${holder}`;

/** Level 2: arrays by who holds them, the one of the conclusion marked. */
export function holderTable(view: SnapshotView, paper: Paper): Table {
  const { snapshot } = view;
  const title = changeTitle(view, paper);
  return {
    title: "statics and properties",
    figures: [
      { title: "elements", cells: 10 },
      { title: "size", cells: 7 },
      ...changeColumn(title, 11),
      ...changeColumn(title === null || paper.width < 70 ? null : "d size", 8),
    ],
    ...rowsOf(view, paper.theme.glyphs),
    none: snapshot?.holders === null ? statusPiece(view, "2a")[0] : "none",
  };
}

function rowsOf(
  { snapshot, diff, against }: SnapshotView,
  { unknown }: { readonly unknown: string },
): Pick<Table, "rows" | "others"> {
  const named = snapshot?.conclusion?.holder ?? null;
  const holders = snapshot?.holders ?? [];
  const known = against?.hasHolders === true ? (diff?.holders ?? []) : null;
  const { changeOf, besides } = ranked(known, holders.map(keyOf), keyOf);
  const rows = holders.map((holder) => {
    const change = changeOf(keyOf(holder));
    const changes = known === null ? [unknown, unknown] : changeTexts(change, holder, unknown);
    return {
      name: holder.holder,
      figures: [
        orUnknown(holder.elements, unknown, grouped),
        deepText(holder, unknown),
        ...changes,
      ],
      isMarked: holder.holder === named,
      change: change?.rank ?? null,
    };
  });
  const others = besides.map((change) => ({
    name: change.holder,
    figures: [
      orUnknown(change.elements, unknown, grouped),
      unknown,
      ...changeTexts(change, null, unknown),
    ],
    isMarked: false,
    change: change.rank,
  }));
  return { rows, others };
}

const deepText = ({ deepBytes, sampled }: Holder, unknown: string): string =>
  orUnknown(deepBytes, unknown, (size) => `${sampled ? "~" : ""}${sizeText(size)}`);

/** What is not among the changes is unchanged, as far as it is known at all. */
const changeTexts = (
  change: HolderChange | undefined,
  holder: Holder | null,
  unknown: string,
): readonly string[] =>
  change === undefined
    ? [holder?.elements, holder?.deepBytes].map((value) => (value === null ? unknown : "0"))
    : [
        orUnknown(change.elementsChange, unknown, signedCount),
        orUnknown(change.deepBytesChange, unknown, signedSize),
      ];
