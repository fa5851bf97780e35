import type { GcState, HeapNumbers, HeapState, MemoryKinds } from "../../../domain/snapshot.ts";
import type { SnapshotView } from "../../../store/snapshot-view.ts";
import { mebibytes } from "../../../words/format.ts";
import { grouped } from "../../../words/snapshot.ts";
import { ESTIMATED_KINDS } from "../../../words/snapshot-view.ts";
import { plain, spansWidth, type Line, type Span } from "../../line.ts";
import type { Style } from "../../theme.ts";
import { changedCount, changedFigure, orUnknown } from "./figures.ts";
import { flow, labelCells, type Label, type Paper } from "./flow.ts";
import { absentLines, costPiece, faultLines } from "./parts.ts";

type Kind = {
  readonly key: Exclude<keyof MemoryKinds, "rssBytes">;
  readonly letter: string;
  readonly word: string;
  readonly style: Style;
};

const KINDS: readonly Kind[] = [
  { key: "zendBytes", letter: "Z", word: "Zend", style: "worker" },
  { key: "sharedBytes", letter: "s", word: "shared", style: "shared" },
  { key: "fileBytes", letter: "f", word: "files", style: "file" },
  { key: "mallocBytes", letter: "m", word: "malloc", style: "task" },
  { key: "stackBytes", letter: "t", word: "stacks", style: "master" },
  { key: "jitBytes", letter: "j", word: "JIT", style: "user" },
  { key: "gcBufferBytes", letter: "g", word: "gc buffer", style: "user" },
  { key: "otherBytes", letter: ".", word: "other", style: "plain" },
];

const KINDS_LABEL: Label = ["0 memory by kind", "0 memory"];
const HEAP_LABEL: Label = ["1 Zend heap", "1 Zend heap"];
const GC_LABEL: Label = ["  gc", "  gc"];
const MAX_BAR = 60;

/** Level 0: resident memory by what it is for, as a bar and in MiB. */
export function kindLines(view: SnapshotView, paper: Paper): readonly Line[] {
  const kinds = view.snapshot?.kinds ?? null;
  if (kinds === null) return absentLines(KINDS_LABEL, view, { part: "0", paper });
  const { unknown } = paper.theme.glyphs;
  const change = (key: keyof MemoryKinds) => view.diff?.kinds?.[key] ?? null;
  const rss: readonly Span[] = [
    [`RSS ${changedFigure(kinds.rssBytes, change("rssBytes"), unknown, " MiB")}`, "strong"],
  ];
  const room = paper.width - labelCells(paper) - spansWidth(rss) - 6;
  const legend = KINDS.filter(({ key }) => sizeOf(kinds, key) > 0).map(
    ({ key, letter, word, style }): readonly Span[] => [
      [`${letter} `, style],
      plain(`${wordOf(kinds, key, word)} ${changedFigure(kinds[key], change(key), unknown)}`),
    ],
  );
  return [
    ...flow(
      KINDS_LABEL,
      [
        rss,
        barPiece(kinds, Math.min(MAX_BAR, room)),
        ...legend,
        ...(isEstimated(view) ? [[[ESTIMATED_KINDS, "faint"] as const]] : []),
        costPiece(view, "0"),
      ],
      paper,
    ),
    ...faultLines(view, "0", paper),
  ];
}

/** For good: while the heap is still to come, the figures only wait for it. */
const isEstimated = ({ snapshot, taking }: SnapshotView): boolean =>
  taking === null && snapshot?.heap === null && snapshot.kinds?.zendBytes !== null;

const sizeOf = (kinds: MemoryKinds, key: Kind["key"]): number => kinds[key] ?? 0;

/** Where the kinds of private memory cannot be told apart, all of it is in what is called other. */
const wordOf = ({ zendBytes }: MemoryKinds, key: Kind["key"], word: string): string =>
  key === "otherBytes" && zendBytes === null ? "private, its kinds unknown" : word;

/** Each kind has its share of the cells; what is there but small has one. */
function barPiece(kinds: MemoryKinds, cells: number): readonly Span[] {
  const sizes = KINDS.map(({ key }) => sizeOf(kinds, key));
  const sum = Math.max(
    1,
    sizes.reduce((all, size) => all + size, 0),
  );
  const shares = sizes.map((size) =>
    size === 0 ? 0 : Math.max(1, Math.round((size / sum) * cells)),
  );
  const over = shares.reduce((all, each) => all + each, 0) - cells;
  const largest = shares.indexOf(Math.max(...shares));
  const bar = KINDS.map(({ letter, style }, index): Span => {
    const share = (shares[index] ?? 0) - (index === largest ? over : 0);
    return [letter.repeat(Math.max(0, share)), style];
  });
  return [plain("["), ...bar, plain("]")];
}

/** Level 1: what PHP's allocator has and uses, and what its gc says of itself. */
export function heapLines(view: SnapshotView, paper: Paper): readonly Line[] {
  const heap = view.snapshot?.heap ?? null;
  const gc = view.snapshot?.gc ?? null;
  if (heap === null && gc === null) return absentLines(HEAP_LABEL, view, { part: "1", paper });
  const { unknown } = paper.theme.glyphs;
  return [
    ...(heap === null
      ? []
      : flow(HEAP_LABEL, [...heapPieces(heap, view, unknown), costPiece(view, "1")], paper)),
    ...(gc === null ? [] : flow(GC_LABEL, gcPieces(gc), paper)),
    ...faultLines(view, "1", paper),
  ];
}

function heapPieces(
  heap: HeapState,
  { diff }: SnapshotView,
  unknown: string,
): readonly (readonly Span[])[] {
  const figure = (key: keyof HeapNumbers) =>
    changedFigure(heap[key], diff?.heap?.[key] ?? null, unknown);
  const count = (key: keyof HeapNumbers) =>
    changedCount(heap[key], diff?.heap?.[key] ?? null, unknown);
  const { limitBytes, exact } = heap;
  return [
    [plain(`used ${figure("usedBytes")}`)],
    [plain(`real ${figure("realBytes")}`)],
    [plain(`peak ${figure("peakBytes")}`)],
    [plain(`limit ${limitBytes === null ? "none" : mebibytes(limitBytes)}`)],
    [plain(`free slots ${figure("freeSlotBytes")}`)],
    [plain(`free pages ${figure("freePageBytes")}`)],
    [plain(`cached chunks ${count("cachedChunks")}`)],
    [plain(`empty chunks ${count("emptyChunks")}`)],
    [
      plain(
        `huge blocks ${count("hugeBlocks")} (${orUnknown(heap.hugeBytes, unknown, mebibytes)})`,
      ),
    ],
    [exact ? ["exact", "good"] : ["it moved meanwhile: not exact", "warning"]],
  ];
}

const gcPieces = ({ enabled, runs, collected, roots, threshold }: GcState) => [
  [enabled ? plain("enabled") : (["OFF", "bad"] as const)],
  [plain(`runs ${grouped(runs)}`)],
  [plain(`collected ${grouped(collected)}`)],
  [plain(`roots ${grouped(roots)} of ${grouped(threshold)}`)],
];
