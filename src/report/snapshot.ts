import type { Snapshot, SnapshotDiff, SnapshotLevel } from "../domain/snapshot.ts";
import { show } from "../domain/text.ts";
import { MIB, SECOND_MS } from "../domain/units.ts";
import { snapshotFields } from "../recording/encode-snapshot.ts";
import { timeText } from "../recording/time.ts";
import { dateTime } from "../words/format.ts";
import { snapshotFaultText } from "../words/snapshot-faults.ts";
import { UNDECIDED } from "../words/snapshot-view.ts";
import { inert } from "./inert.ts";
import { diffLines } from "./snapshot/diff.ts";
import { sentence } from "./snapshot/lines.ts";
import {
  classLines,
  dryRunLines,
  gcLines,
  heapLines,
  holderLines,
  kindLines,
  rootLines,
} from "./snapshot/parts.ts";

/** Contract 2.5, one line; `diff` only where one was asked for. */
export const snapshotJson = (snapshot: Snapshot, diff: SnapshotDiff | null): string =>
  JSON.stringify({
    v: 1,
    type: "snapshot",
    at: timeText(snapshot.at),
    ...snapshotFields(snapshot),
    ...(diff === null ? {} : { diff: diffJson(diff) }),
  });

const diffJson = ({ against, classes, holders, kinds, heap, ...diff }: SnapshotDiff) => ({
  against,
  againstAt: timeText(diff.againstAt),
  sameProcess: diff.isSameProcess,
  classes: classes.map(({ name, count, countChange, shallowBytesChange }) => ({
    name,
    count,
    countChange,
    shallowBytesChange,
  })),
  holders: holders.map(({ holder, kind, elements, elementsChange, deepBytesChange }) => ({
    holder,
    kind,
    elements,
    elementsChange,
    deepBytesChange,
  })),
  kinds,
  heap,
});

/**
 * A snapshot for a person: what follows from it, then the parts in the order of their levels, what changed, what it took, and why something is missing.
 * No colour, no control characters; lists are cut to their biggest entries.
 */
export function snapshotText(snapshot: Snapshot, diff: SnapshotDiff | null): string {
  const lines = [
    headLine(snapshot),
    ...conclusionLines(snapshot),
    ...partLines(snapshot),
    ...(diff === null ? [] : ["", ...diffLines(diff)]),
    "",
    ...costLines(snapshot),
    ...faultLines(snapshot),
  ];
  return inert(lines.join("\n").trimEnd());
}

/** A part that was not asked for says nothing; those that were and are not there are named. */
function partLines(snapshot: Snapshot): readonly string[] {
  const parts: readonly (readonly [SnapshotLevel, string, readonly string[] | null])[] = [
    [0, "memory by kind, MiB", kindLines(snapshot)],
    [1, "Zend heap, MiB", heapLines(snapshot.heap)],
    [1, "gc", gcLines(snapshot.gc)],
    [2, "live objects by class", classLines(snapshot)],
    [2, "arrays by who holds them", holderLines(snapshot)],
    [2, "gc roots by class", rootLines(snapshot)],
    [3, "gc would free", dryRunLines(snapshot)],
  ];
  const wanted = parts.filter(([level]) => level <= snapshot.level);
  const missing = wanted.flatMap(([, title, lines]) =>
    lines === null ? [title.replace(", MiB", "")] : [],
  );
  return [
    ...wanted.flatMap(([level, title, lines]) =>
      lines === null ? [] : ["", `${level} ${title}`, ...lines],
    ),
    ...(missing.length === 0 ? [] : ["", ...sentence(`not read: ${missing.join("; ")}`, "")]),
  ];
}

function headLine({ target, pid, slot, php, at }: Snapshot): string {
  const facts = [
    show(target),
    `pid ${pid}`,
    slot === null ? null : show(slot),
    php === null ? null : `php ${show(php)}`,
    `${dateTime(at, 0)} UTC`,
  ];
  return facts.filter((each) => each !== null).join("  ");
}

function conclusionLines({ conclusion }: Snapshot): readonly string[] {
  if (conclusion === null) return [`conclusion: none; ${UNDECIDED}`];
  const { kind, confidence, text } = conclusion;
  const sure = confidence === null ? "" : ` (confidence ${confidence})`;
  return [`conclusion: ${kind}${sure}`, ...sentence(text)];
}

/** `read in 0.41 s, 38 ms cpu, 24 MiB in the target; the process was not paused`. */
function costLines({ cost, steps }: Snapshot): readonly string[] {
  const { wallMs, cpuMs, peakRssBytes } = cost;
  const parts = [
    wallMs === null ? null : `${(wallMs / SECOND_MS).toFixed(2)} s`,
    cpuMs === null ? null : `${Math.round(cpuMs)} ms cpu`,
    peakRssBytes === null ? null : `${Math.round(peakRssBytes / MIB)} MiB in the target`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const each = steps.map(({ part, wallMs: took }) => `${part} ${Math.round(took)} ms`);
  return [
    `read in ${parts.join(", ")}; the process was not paused`,
    ...(each.length === 0 ? [] : [`part by part: ${each.join(", ")}`]),
  ];
}

/** But for the one that is the conclusion. */
const faultLines = ({ faults, conclusion }: Snapshot): readonly string[] =>
  [...new Set(faults.map(snapshotFaultText))]
    .filter((text) => conclusion?.text.includes(text) !== true)
    .flatMap((text) => sentence(`! ${text}`, ""));
