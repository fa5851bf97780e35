import {
  HOLDER_KINDS,
  SNAPSHOT_CONCLUSIONS,
  SNAPSHOT_FAULTS,
  SNAPSHOT_LEVELS,
  SNAPSHOT_PARTS,
  type ClassCount,
  type DryRun,
  type GcState,
  type HeapState,
  type Holder,
  type MemoryKinds,
  type NamedCount,
  type Snapshot,
  type SnapshotConclusion,
  type SnapshotFault,
  type SnapshotStep,
} from "../domain/snapshot.ts";
import { untrustedText, type Untrusted } from "../domain/text.ts";
import {
  boolean,
  fields,
  list,
  listOrNull,
  natural,
  number,
  one,
  size,
  text,
  time,
  type Fields,
} from "./fields.ts";

const CONFIDENCES = ["high", "medium", "low"] as const;
const NONE: Fields = {};

/**
 * A document of contract 2.5; null for what is none: another `v` or type, no time, no target, no PID, a level that this version does not know.
 * Tolerant as `decodeObservation` is: a part that lacks a number that it stands on is unknown as a whole, so that no sum of it is wrong.
 */
export function decodeSnapshot(from: Fields): Snapshot | null {
  const subject = decodeSubject(from);
  return (
    subject && {
      ...subject,
      php: text(from, "php"),
      kinds: decodeKinds(fields(from, "kinds") ?? NONE),
      heap: decodeHeap(fields(from, "heap") ?? NONE),
      gc: decodeGc(fields(from, "gc") ?? NONE),
      classes: entries(from, "classes", decodeClass),
      rootClasses: entries(from, "rootClasses", decodeCount),
      holders: entries(from, "holders", decodeHolder),
      dryRun: decodeDryRun(fields(from, "dryRun") ?? NONE),
      conclusion: decodeConclusion(fields(from, "conclusion") ?? NONE),
      cost: decodeCost(fields(from, "cost") ?? NONE),
      steps: list(from, "steps").flatMap(decodeStep),
      faults: list(from, "faults").flatMap(decodeFault),
    }
  );
}

/** Whose memory, when, and how much of it was asked for: what all the rest stands on. */
function decodeSubject(
  from: Fields,
): Pick<Snapshot, "at" | "target" | "pid" | "nsPid" | "slot" | "level"> | null {
  if (text(from, "type") !== "snapshot" || number(from, "v") !== 1) return null;
  const at = time(from, "at");
  const target = text(from, "target");
  const pid = natural(from, "pid");
  const level = SNAPSHOT_LEVELS.find((known) => known === number(from, "level"));
  if (at === null || target === null || pid === null || level === undefined) return null;
  return { at, target, pid, nsPid: natural(from, "nsPid"), slot: untrusted(from, "slot"), level };
}

const decodeCost = (from: Fields): Snapshot["cost"] => ({
  wallMs: amount(from, "wallMs"),
  cpuMs: amount(from, "cpuMs"),
  peakRssBytes: size(from, "peakRssBytes"),
});

/** Null where there is no list. */
const entries = <Value>(
  from: Fields,
  key: string,
  decode: (one: Fields) => readonly Value[],
): readonly Value[] | null => listOrNull(from, key)?.flatMap(decode) ?? null;

// Parts of it, also as the reader in the target says them: what one has to be is written here alone.

/** What has none of them missing. */
function whole<Key extends string, Value>(
  values: Readonly<Record<Key, Value | null>>,
): Readonly<Record<Key, Value>> | null {
  const isWhole = (each: typeof values): each is Readonly<Record<Key, Value>> =>
    Object.values(each).every((value) => value !== null);
  return isWhole(values) ? values : null;
}

function decodeKinds(from: Fields): MemoryKinds | null {
  const known = whole({
    rssBytes: size(from, "rssBytes"),
    sharedBytes: size(from, "sharedBytes"),
    fileBytes: size(from, "fileBytes"),
    otherBytes: size(from, "otherBytes"),
  });
  return (
    known && {
      ...known,
      zendBytes: size(from, "zendBytes"),
      mallocBytes: size(from, "mallocBytes"),
      stackBytes: size(from, "stackBytes"),
      jitBytes: size(from, "jitBytes"),
      gcBufferBytes: size(from, "gcBufferBytes"),
    }
  );
}

export function decodeHeap(from: Fields): HeapState | null {
  const known = whole({
    usedBytes: size(from, "usedBytes"),
    realBytes: size(from, "realBytes"),
    peakBytes: size(from, "peakBytes"),
    realPeakBytes: size(from, "realPeakBytes"),
  });
  return (
    known && {
      ...known,
      limitBytes: size(from, "limitBytes"),
      freeSlotBytes: size(from, "freeSlotBytes"),
      freePageBytes: size(from, "freePageBytes"),
      cachedChunks: natural(from, "cachedChunks"),
      emptyChunks: natural(from, "emptyChunks"),
      hugeBlocks: natural(from, "hugeBlocks"),
      hugeBytes: size(from, "hugeBytes"),
      // what nobody vouches for is not exact
      exact: boolean(from, "exact") ?? false,
    }
  );
}

export function decodeGc(from: Fields): GcState | null {
  const enabled = boolean(from, "enabled");
  const counts = whole({
    runs: natural(from, "runs"),
    collected: natural(from, "collected"),
    roots: natural(from, "roots"),
    threshold: natural(from, "threshold"),
  });
  return enabled === null || counts === null ? null : { enabled, ...counts };
}

export function decodeCount(from: Fields): readonly NamedCount[] {
  const name = untrusted(from, "name");
  const count = natural(from, "count");
  return name === null || count === null ? [] : [{ name, count }];
}

export const decodeClass = (from: Fields): readonly ClassCount[] =>
  decodeCount(from).map((each) => ({ ...each, shallowBytes: size(from, "shallowBytes") }));

export function decodeHolder(from: Fields): readonly Holder[] {
  const holder = untrusted(from, "holder");
  const kind = one(from, "kind", HOLDER_KINDS);
  if (holder === null || kind === null) return [];
  const elements = natural(from, "elements");
  const deepBytes = size(from, "deepBytes");
  return [{ holder, kind, elements, deepBytes, sampled: boolean(from, "sampled") ?? true }];
}

export function decodeDryRun(from: Fields): DryRun | null {
  const freeableBytes = size(from, "freeableBytes");
  if (freeableBytes === null) return null;
  return {
    freeableBytes,
    objects: natural(from, "objects"),
    arrays: natural(from, "arrays"),
    classes: list(from, "classes").flatMap(decodeCount),
    lowerBound: boolean(from, "lowerBound") ?? true,
  };
}

function decodeConclusion(from: Fields): SnapshotConclusion | null {
  const kind = one(from, "kind", SNAPSHOT_CONCLUSIONS);
  if (kind === null) return null;
  return {
    kind,
    confidence: one(from, "confidence", CONFIDENCES),
    text: untrusted(from, "text") ?? untrustedText(""),
    holder: untrusted(from, "holder"),
  };
}

function decodeStep(from: Fields): readonly SnapshotStep[] {
  const part = one(from, "part", SNAPSHOT_PARTS);
  const [wallMs, cpuMs] = [amount(from, "wallMs"), amount(from, "cpuMs")];
  const readBytes = natural(from, "readBytes");
  if (part === null || wallMs === null || cpuMs === null || readBytes === null) return [];
  return [{ part, wallMs, cpuMs, readBytes }];
}

/** A kind that this version has no sentence for says itself in the detail of one that it has. */
export function decodeFault(from: Fields): readonly SnapshotFault[] {
  const part = one(from, "part", SNAPSHOT_PARTS);
  const detail = text(from, "detail");
  const known = one(from, "kind", SNAPSHOT_FAULTS);
  if (known !== null)
    return [{ kind: known, part, detail: detail === null ? null : untrustedText(detail) }];
  const words = [text(from, "kind"), detail].filter((each) => each !== null);
  return words.length === 0
    ? []
    : [{ kind: "not-understood", part, detail: untrustedText(words.join(": ")) }];
}

function untrusted(from: Fields, key: string): Untrusted | null {
  const value = text(from, key);
  return value === null ? null : untrustedText(value);
}

/** A figure that may be a fraction, and is never negative. */
function amount(from: Fields, key: string): number | null {
  const value = number(from, key);
  return value === null || value < 0 ? null : value;
}
