import type {
  ClassChange,
  HeapNumbers,
  HolderChange,
  MemoryKinds,
  SnapshotDiff,
} from "../../domain/snapshot.ts";
import { show } from "../../domain/text.ts";
import { signedMebibytes } from "../../words/format.ts";
import { grouped } from "../../words/snapshot.ts";
import { changeText, figures, name, orDash, rows, sentence, sizeText } from "./lines.ts";

const KIND_LABELS: Readonly<Record<keyof MemoryKinds, string>> = {
  rssBytes: "RSS",
  zendBytes: "Zend heap",
  sharedBytes: "shared",
  fileBytes: "files",
  mallocBytes: "malloc",
  stackBytes: "stacks",
  jitBytes: "JIT",
  gcBufferBytes: "gc buffer",
  otherBytes: "other",
};

const HEAP_LABELS: Readonly<Record<keyof HeapNumbers, string>> = {
  usedBytes: "used",
  realBytes: "real",
  peakBytes: "peak",
  realPeakBytes: "real peak",
  freeSlotBytes: "free slots",
  freePageBytes: "free pages",
  cachedChunks: "cached chunks",
  emptyChunks: "empty chunks",
  hugeBlocks: "huge blocks",
  hugeBytes: "huge blocks' size",
};
const isSize = (key: string): boolean => key.endsWith("Bytes");

/** What changed against another snapshot: by kind, heap, holder, class. */
export function diffLines({
  against,
  isSameProcess,
  classes,
  holders,
  kinds,
  heap,
}: SnapshotDiff): readonly string[] {
  return [
    isSameProcess
      ? `changed since ${show(against)}`
      : `compared with ${show(against)}, another process or another life of it`,
    ...(kinds === null ? [] : ["  memory by kind, MiB", ...changes(kinds, KIND_LABELS)]),
    ...(heap === null ? [] : ["  Zend heap, MiB", ...changes(heap, HEAP_LABELS)]),
    ...(holders.length === 0 ? [] : ["  arrays by who holds them", ...holderRows(holders)]),
    ...(classes.length === 0 ? [] : ["  live objects by class", ...classRows(classes)]),
    ...(holders.length + classes.length === 0
      ? sentence(
          "no holder and no class is known to have changed; where one of the two was taken at level 0 or 1, or not to its end, nobody knows",
          "  ",
        )
      : []),
  ];
}

/** What did change; of what is not known in one of the two a dash. */
function changes<Key extends string>(
  values: Readonly<Record<Key, number | null>>,
  labels: Readonly<Record<Key, string>>,
): readonly string[] {
  const keys = Object.keys(labels).filter((key): key is Key => key in values);
  const told = keys.flatMap((key) => {
    const text = orDash<number>(
      values[key],
      isSize(key) ? signedMebibytes : (value) => changeText(value),
    );
    return text === "0" || text === "0.0" ? [] : [`${labels[key]} ${text}`];
  });
  return told.length === 0 ? figures("unchanged") : figures(...told);
}

const holderRows = (holders: readonly HolderChange[]): readonly string[] =>
  rows(
    ["ELEMENTS", "CHANGE", "SIZE", "HOLDER"],
    holders.map(({ holder, kind, elements, elementsChange, deepBytesChange }) => [
      orDash(elements, grouped),
      orDash(elementsChange, (change) => changeText(change)),
      orDash(deepBytesChange, sizeChange),
      `${name(holder)}  (${kind})`,
    ]),
  );

const classRows = (classes: readonly ClassChange[]): readonly string[] =>
  rows(
    ["COUNT", "CHANGE", "SIZE", "CLASS"],
    classes.map((each) => [
      grouped(each.count),
      orDash(each.countChange, (change) => changeText(change)),
      orDash(each.shallowBytesChange, sizeChange),
      name(each.name),
    ]),
  );

const sizeChange = (value: number): string => changeText(value, sizeText);
