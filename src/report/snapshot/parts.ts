import type { DryRun, GcState, HeapState, MemoryKinds, Snapshot } from "../../domain/snapshot.ts";
import { counted } from "../../words/format.ts";
import { grouped } from "../../words/snapshot.ts";
import { figures, labelled, name, orDash, rows, sizeText } from "./lines.ts";

// The lines of each part of a snapshot; null for a part that is not there.

export const kindLines = (kinds: MemoryKinds | null): readonly string[] | null =>
  kinds &&
  figures(
    labelled("RSS", kinds.rssBytes),
    labelled("Zend heap", kinds.zendBytes),
    labelled("shared", kinds.sharedBytes),
    labelled("files", kinds.fileBytes),
    labelled("malloc", kinds.mallocBytes),
    labelled("stacks", kinds.stackBytes),
    labelled("JIT", kinds.jitBytes),
    labelled("gc buffer", kinds.gcBufferBytes),
    labelled("other", kinds.otherBytes),
  );

export const heapLines = (heap: HeapState | null): readonly string[] | null =>
  heap && [
    ...figures(
      labelled("used", heap.usedBytes),
      labelled("real", heap.realBytes),
      labelled("peak", heap.peakBytes),
      labelled("real peak", heap.realPeakBytes),
      heap.limitBytes === null ? "no limit" : labelled("limit", heap.limitBytes),
      heap.exact ? "exact" : "not exact: it moved while it was read",
    ),
    ...figures(
      labelled("free slots", heap.freeSlotBytes),
      labelled("free pages", heap.freePageBytes),
      `cached chunks ${orDash(heap.cachedChunks, String)}`,
      `empty chunks ${orDash(heap.emptyChunks, String)}`,
      labelled(`huge blocks ${orDash(heap.hugeBlocks, String)}:`, heap.hugeBytes),
    ),
  ];

export const gcLines = (gc: GcState | null): readonly string[] | null =>
  gc &&
  figures(
    gc.enabled ? "enabled" : "DISABLED",
    `runs ${grouped(gc.runs)}`,
    `collected ${grouped(gc.collected)}`,
    `roots ${grouped(gc.roots)} of ${grouped(gc.threshold)}`,
  );

export const classLines = ({ classes }: Snapshot): readonly string[] | null =>
  classes &&
  rows(
    ["COUNT", "SIZE", "CLASS"],
    classes.map((each) => [
      grouped(each.count),
      orDash(each.shallowBytes, sizeText),
      name(each.name),
    ]),
  );

export const holderLines = ({ holders }: Snapshot): readonly string[] | null =>
  holders &&
  rows(
    ["ELEMENTS", "SIZE", "HOLDER"],
    holders.map(({ holder, kind, elements, deepBytes, sampled }) => [
      orDash(elements, grouped),
      orDash(deepBytes, (bytes) => `${sampled ? "~" : ""}${sizeText(bytes)}`),
      `${name(holder)}  (${kind})`,
    ]),
  );

export const rootLines = ({ rootClasses }: Snapshot): readonly string[] | null =>
  rootClasses && namedLines(rootClasses);

const namedLines = (counts: DryRun["classes"]): readonly string[] =>
  rows(
    ["COUNT", "CLASS"],
    counts.map((each) => [grouped(each.count), name(each.name)]),
  );

export function dryRunLines(dryRun: DryRun | null): readonly string[] | null {
  if (dryRun === null) return null;
  const { freeableBytes, objects, arrays, classes, lowerBound } = dryRun;
  if (freeableBytes === 0) return figures("nothing");
  return [
    ...figures(
      `${sizeText(freeableBytes)}${lowerBound ? " at least" : ""}`,
      objects === null ? null : counted(objects, "object"),
      arrays === null ? null : counted(arrays, "array"),
    ),
    ...(classes.length === 0 ? [] : namedLines(classes)),
  ];
}
