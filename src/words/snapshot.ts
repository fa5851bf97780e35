import type {
  DryRun,
  GcState,
  HeapState,
  Holder,
  Snapshot,
  SnapshotDiff,
  SnapshotFault,
  SnapshotFinding,
} from "../domain/snapshot.ts";
import { show } from "../domain/text.ts";
import { MIB, type EpochMs } from "../domain/units.ts";
import { mebibytes } from "./format.ts";
import { snapshotFaultText } from "./snapshot-faults.ts";

/**
 * What a snapshot says, in two sentences: what the memory is, and what waiting for gc would bring.
 * @param diff        against which the growth is told; null: none is told.
 * @param formatTime  the time of an earlier snapshot as its reader wants it.
 */
export function snapshotText(
  finding: SnapshotFinding,
  snapshot: Snapshot,
  diff: SnapshotDiff | null,
  formatTime: (at: EpochMs) => string,
): string {
  const headline = HEADLINES[finding.kind]({ finding, snapshot, diff, formatTime });
  const gc = finding.kind === "unreadable" ? null : gcText(finding, snapshot);
  return gc === null ? headline : `${headline} ${gc}`;
}

type Case = {
  readonly finding: SnapshotFinding;
  readonly snapshot: Snapshot;
  readonly diff: SnapshotDiff | null;
  readonly formatTime: (at: EpochMs) => string;
};

const HEADLINES: Readonly<Record<SnapshotFinding["kind"], (of: Case) => string>> = {
  held: heldText,
  cycles: ({ snapshot: { dryRun } }) =>
    dryRun === null
      ? "garbage in cycles."
      : `garbage in cycles: ${garbageText(dryRun)} that nothing reaches any more.`,
  fragmentation: ({ snapshot: { heap } }) => (heap === null ? "fragmentation." : idleText(heap)),
  native: ({ snapshot }) =>
    `memory outside of PHP's heap: ${amount(nativeBytes(snapshot))} (malloc of extensions and libraries)${heapAside(snapshot.heap)}; gc cannot reach it, and memory_limit never fires for it.`,
  nothing: ({ snapshot }) =>
    `nothing unusual: ${amount(snapshot.heap?.usedBytes ?? null)} used of ${amount(snapshot.heap?.realBytes ?? null)} in the heap, ${amount(nativeBytes(snapshot))} outside of it.`,
  unreadable: ({ snapshot: { faults } }) => {
    const [fault] = faults;
    return fault === undefined
      ? "it cannot be read."
      : `it cannot be read: ${snapshotFaultText(fault)}`;
  },
};

function heldText(of: Case): string {
  const { finding, snapshot } = of;
  if (finding.holder === null) return unnamedText(snapshot);
  const holder = snapshot.holders?.find((each) => each.holder === finding.holder);
  const facts = [...(holder === undefined ? [] : holderFacts(holder)), ...changeFacts(of)];
  const name = show(finding.holder);
  const held =
    facts.length === 0
      ? `held references: ${name} holds most of them.`
      : `held references: ${name} holds ${facts.join(", ")}.`;
  return `${held}${idleAside(snapshot.heap)}`;
}

/** Beside what is held, when it is nearly as much. */
function idleAside(heap: HeapState | null): string {
  const slots = heap?.freeSlotBytes ?? 0;
  return heap === null || slots < heap.realBytes / 3 || slots < IDLE_WORTH_A_WORD
    ? ""
    : ` ${amount(slots)} more are free slots among values that stay: gc_mem_caches() gives back little of it.`;
}

function unnamedText({ heap, classes, holders }: Snapshot): string {
  const used = heap?.usedBytes ?? null;
  const [most] = classes ?? [];
  // a class is a lead when its objects alone are a good part of it
  const isLead = used !== null && (most?.shallowBytes ?? 0) >= used / LEAD_SHARE;
  const objects =
    most === undefined || !isLead
      ? ""
      : ` Of classes, ${show(most.name)} takes most (${grouped(most.count)} objects).`;
  const where =
    holders === null
      ? "which arrays hold them is not read"
      : "no array of a static, a property, a static variable or a global explains it: perhaps objects that hold each other, a variable of a running function or of a generator";
  return `held references: live values take ${amount(used)}, and ${where}.${objects}`;
}
const LEAD_SHARE = 10;

const holderFacts = ({ elements, deepBytes, sampled }: Holder): readonly string[] => [
  ...(elements === null ? [] : [`${grouped(elements)} ${elements === 1 ? "entry" : "entries"}`]),
  ...(deepBytes === null ? [] : [`${sampled ? "~" : ""}${amount(deepBytes)}`]),
];

/** `+15.4 MiB since 13:31`, of entries where no size is known. */
function changeFacts({ finding, diff, formatTime }: Case): readonly string[] {
  const change = diff?.holders.find(({ holder }) => holder === finding.holder);
  if (diff === null || change === undefined) return [];
  const { deepBytesChange, elementsChange } = change;
  if (deepBytesChange === null && elementsChange === null) return [];
  const what =
    deepBytesChange === null
      ? `${signedCount(elementsChange ?? 0)} entries`
      : signedAmount(deepBytesChange);
  const since = diff.isSameProcess
    ? `since ${formatTime(diff.againstAt)}`
    : `against ${show(diff.against)}`;
  return [`${what} ${since}`];
}

function garbageText({ objects, arrays, classes }: DryRun): string {
  const [most] = classes;
  const counts = [
    ...(objects === null ? [] : [`${grouped(objects)} ${objects === 1 ? "object" : "objects"}`]),
    ...(arrays === null ? [] : [`${grouped(arrays)} ${arrays === 1 ? "array" : "arrays"}`]),
  ];
  const named = most === undefined ? "" : ` (${grouped(most.count)} ${show(most.name)})`;
  return `${counts.length === 0 ? "values" : counts.join(" and ")}${named}`;
}

/**
 * gc_mem_caches() gives back whole chunks only. Measured on 8.2.36: of 104 MiB that lie scattered it reports 69 as freed, and RSS stays;
 * of 70 MiB in small slots that are all free, 66 leave RSS.
 */
function idleText(heap: HeapState): string {
  const { realBytes, usedBytes, emptyChunks, cachedChunks, freeSlotBytes } = heap;
  const keeps = `fragmentation: PHP keeps ${amount(realBytes)} and uses ${amount(usedBytes)}`;
  if ((freeSlotBytes ?? 0) > (realBytes - usedBytes) / 2)
    return `${keeps}; ${amount(freeSlotBytes)} are free slots among values that stay: new values of the same size fill them, gc_mem_caches() can give back little of it, a new process (max_request, a reload) all.`;
  const whole = ((emptyChunks ?? 0) + (cachedChunks ?? 0)) * CHUNK_BYTES;
  const back =
    whole > 0
      ? `gc_mem_caches() gives back at least ${amount(whole)} now, and no chunk of 2 MiB that still holds a value`
      : "gc_mem_caches() gives back only chunks of 2 MiB that hold no value";
  return `${keeps}; the rest is free for new values; ${back}.`;
}
const CHUNK_BYTES = 2 * MIB;
const IDLE_WORTH_A_WORD = 16 * MIB;

function nativeBytes({ kinds }: Snapshot): number | null {
  if (kinds === null || kinds.mallocBytes === null || kinds.stackBytes === null) return null;
  return kinds.mallocBytes + kinds.stackBytes + kinds.otherBytes;
}

const heapAside = (heap: HeapState | null): string =>
  heap === null ? "" : ` beside ${amount(heap.realBytes)} in it`;

/** `gc would free N of M: waiting for gc will (not) help`; null while nobody has counted it. */
function gcText({ kind }: SnapshotFinding, { dryRun, heap, gc, faults }: Snapshot): string | null {
  if (dryRun === null || heap === null) return null;
  const limits = faults.filter(({ part }) => part === "3");
  const free = `gc would free ${limits.length > 0 ? "at least " : ""}${amount(dryRun.freeableBytes)} of ${amount(heap.usedBytes)}`;
  const isMuch = kind === "cycles" || isWorthIt(dryRun.freeableBytes, heap.usedBytes);
  if (gc !== null && !gc.enabled) return `${free}: ${offText(gc, isMuch)}`;
  if (!isMuch && limits.length > 0) return `${free}; ${beyondText(limits)}.`;
  if (!isMuch) return `${free}: waiting for gc will not help.`;
  return `${free}: waiting for gc will help${kind === "cycles" ? "" : " by no more than that"}${runsText(gc)}.`;
}

/** Why nobody knows whether there is more. */
export const beyondText = (limits: readonly SnapshotFault[]): string =>
  limits.every(({ kind }) => kind === "moved")
    ? "it moved while it was read, so that this is a lower bound"
    : "what lies beyond the values that were followed is unknown";

/** What nobody would wait for: less than a chunk, or less than a tenth. */
const isWorthIt = (freeable: number, used: number): boolean =>
  freeable >= CHUNK_BYTES && freeable >= used / 10;

function offText({ threshold }: GcState, isMuch: boolean): string {
  // zend.enable_gc=0 leaves no root buffer: garbage is not even recorded, and gc_collect_cycles() returns 0. Measured on 8.2.36.
  if (threshold === 0) {
    return "waiting for gc will not help, it is off (zend.enable_gc=0) and does not even record garbage.";
  }
  const off = "waiting for gc will not help, it is off (gc_disable() or zend.enable_gc=0)";
  return isMuch
    ? `${off} and frees nothing by itself; gc_collect_cycles() would, gc_enable() turns it on.`
    : `${off}.`;
}

const runsText = (gc: GcState | null): string =>
  gc === null
    ? ""
    : `; it runs by itself at ${grouped(gc.threshold)} roots, now ${grouped(gc.roots)}`;

/** `30.9 MiB`, `12.1 GiB`, `under 0.1 MiB`. */
function amount(value: number | null): string {
  if (value === null) return "an unknown amount";
  if (value === 0) return "0 MiB";
  return Math.abs(value) < MIB / 20 ? "under 0.1 MiB" : unit(mebibytes(value));
}

const signedAmount = (value: number): string => {
  if (Math.abs(value) < MIB / 20) return "unchanged";
  return `${value > 0 ? "+" : ""}${unit(mebibytes(value))}`;
};

const signedCount = (value: number): string => (value > 0 ? `+${grouped(value)}` : grouped(value));

/** From 10 000 MiB on the figure brings its own letter. */
const unit = (figure: string): string =>
  figure.endsWith("G") ? `${figure.slice(0, -1)} GiB` : `${figure} MiB`;

/** `48 211`. */
export const grouped = (count: number): string =>
  String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, " ");
