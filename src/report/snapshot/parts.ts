import type { DryRun, GcState, HeapState, Snapshot } from "../../domain/snapshot.ts";
import { beyondText, grouped } from "../../words/snapshot.ts";
import { ESTIMATED_KINDS, uncountedRootsText } from "../../words/snapshot-view.ts";
import { figures, labelled, name, orDash, rows, sizeText } from "./lines.ts";

// The lines of each part of a snapshot; null for a part that is not there.

export const kindLines = ({ kinds, heap }: Snapshot): readonly string[] | null =>
  kinds && [
    ...figures(
      labelled("RSS", kinds.rssBytes),
      labelled("Zend heap", kinds.zendBytes),
      labelled("shared", kinds.sharedBytes),
      labelled("files", kinds.fileBytes),
      labelled("malloc", kinds.mallocBytes),
      labelled("stacks", kinds.stackBytes),
      labelled("JIT", kinds.jitBytes),
      labelled("gc buffer", kinds.gcBufferBytes),
      labelled("other", kinds.otherBytes),
    ),
    ...(heap === null && kinds.zendBytes !== null ? figures(ESTIMATED_KINDS) : []),
  ];

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
    gc.enabled ? "enabled" : "OFF",
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

export function rootLines(snapshot: Snapshot): readonly string[] | null {
  const { rootClasses } = snapshot;
  if (rootClasses === null) return null;
  return [...namedLines(rootClasses), ...figures(uncountedRootsText(snapshot))];
}

const namedLines = (counts: DryRun["classes"]): readonly string[] =>
  rows(
    ["COUNT", "CLASS"],
    counts.map((each) => [grouped(each.count), name(each.name)]),
  );

export function dryRunLines({ dryRun, faults }: Snapshot): readonly string[] | null {
  if (dryRun === null) return null;
  const { freeableBytes, objects, arrays, classes, lowerBound } = dryRun;
  const limits = faults.filter(({ part }) => part === "3");
  if (freeableBytes === 0 && limits.length > 0) return figures(`0 at least: ${beyondText(limits)}`);
  if (freeableBytes === 0) return figures("nothing");
  return [
    ...figures(
      `${sizeText(freeableBytes)}${lowerBound ? " at least" : ""}`,
      objects === null ? null : countedIn(objects, "object"),
      arrays === null ? null : countedIn(arrays, "array"),
    ),
    ...(classes.length === 0 ? [] : namedLines(classes)),
  ];
}

const countedIn = (count: number, noun: string): string =>
  `${grouped(count)} ${count === 1 ? noun : `${noun}s`}`;
