import type { SnapshotSubject } from "../domain/effect.ts";
import {
  SNAPSHOT_PARTS,
  type HeapPlace,
  type Snapshot,
  type SnapshotFault,
  type SnapshotLevel,
  type SnapshotPart,
  type SnapshotProgress,
} from "../domain/snapshot.ts";
import { untrustedText } from "../domain/text.ts";
import { bytes, epochMs } from "../domain/units.ts";
import {
  decodeClass,
  decodeCount,
  decodeDryRun,
  decodeFault,
  decodeGc,
  decodeHeap,
  decodeHolder,
} from "../recording/decode-snapshot.ts";
import { fields, list, natural, number, one, text, type Fields } from "../recording/fields.ts";
import { kindsOf, kindsOfStatus, type Places, type Range } from "./kinds.ts";
import type { Shown } from "./permission.ts";

/** A snapshot with what is known on the way. */
export type Growing = {
  readonly snapshot: Snapshot;
  readonly reading: SnapshotProgress["reading"];
  readonly place: HeapPlace | null;
  readonly shown: Shown;
  /** Something in the target answered: from now on every end is told in the snapshot. */
  readonly hasAnswered: boolean;
  readonly isOver: boolean;
  readonly lastWords: string | null;
};

export const beginning = (
  target: string,
  { pid, nsPid, slot }: SnapshotSubject,
  level: SnapshotLevel,
  now: number,
): Growing => ({
  snapshot: {
    at: epochMs(now),
    target,
    pid,
    nsPid,
    slot,
    level,
    php: null,
    kinds: null,
    heap: null,
    gc: null,
    classes: null,
    rootClasses: null,
    holders: null,
    dryRun: null,
    conclusion: null,
    cost: { wallMs: null, cpuMs: null, peakRssBytes: null },
    steps: [],
    faults: [],
  },
  reading: null,
  place: null,
  shown: new Map(),
  hasAnswered: false,
  isOver: false,
  lastWords: null,
});

/** Of a process that could not even be tried. */
export const unread = (
  target: string,
  subject: SnapshotSubject,
  {
    level,
    now,
    fault,
  }: { readonly level: SnapshotLevel; readonly now: number; readonly fault: SnapshotFault },
): Snapshot => withFault(beginning(target, subject, level, now), fault).snapshot;

export const withFault = (growing: Growing, fault: SnapshotFault): Growing => ({
  ...growing,
  snapshot: { ...growing.snapshot, faults: [...growing.snapshot.faults, fault] },
});

/** What the files of /proc tell: the target's clock, the PID in its own namespace, memory by kind. */
export function withFiles(growing: Growing): Growing {
  const { snapshot, shown } = growing;
  const status = shown.get("status") ?? "";
  const smaps = shown.get("smaps");
  // smaps comes last of those that matter here
  const kinds = smaps === undefined ? null : (kindsOf(smaps, null) ?? kindsOfStatus(status));
  const nsPid = /^NSpid:.*\s(\d+)$/m.exec(status)?.[1];
  return {
    ...growing,
    hasAnswered: true,
    snapshot: {
      ...snapshot,
      at: clockOf(shown) ?? snapshot.at,
      nsPid: nsPid === undefined ? snapshot.nsPid : Number(nsPid),
      kinds,
      ...(smaps === undefined || snapshot.steps.length > 0 ? {} : costOfFiles(smaps)),
    },
  };
}

/** Behind smaps stands the schedstat of who read it: time on a CPU, and time waiting for one, in ns (kernel, sched-stats.rst). */
function costOfFiles(smaps: string): Partial<Snapshot> {
  const [, ran, waited] = /(\d+) (\d+) \d+\s*$/.exec(smaps) ?? [];
  if (ran === undefined || waited === undefined) return {};
  const cpuMs = micros(Number(ran) / 1e6);
  const wallMs = micros((Number(ran) + Number(waited)) / 1e6);
  return {
    steps: [{ part: "0", wallMs, cpuMs, readBytes: 0 }],
    cost: { wallMs, cpuMs, peakRssBytes: null },
  };
}

/** Time as everywhere: btime of /proc/stat and /proc/uptime. */
function clockOf(shown: Shown): Snapshot["at"] | null {
  const boot = /^btime (\d+)$/m.exec(shown.get("stat") ?? "")?.[1];
  const uptime = /^(\d+\.\d+)/.exec(shown.get("uptime") ?? "")?.[1];
  return boot === undefined || uptime === undefined
    ? null
    : epochMs(Math.round((Number(boot) + Number(uptime)) * 1000));
}

/** What comes after a part, by what was asked for. */
const ORDER: readonly SnapshotPart[] = ["1", "2a", "3", "2b"];
const LEVEL_OF: Readonly<Record<SnapshotPart, SnapshotLevel>> = {
  "0": 0,
  "1": 1,
  "2a": 2,
  "2b": 2,
  "3": 3,
};

/** A line of reader.php. */
export function withPart(growing: Growing, line: Fields, level: SnapshotLevel): Growing {
  if (line["end"] === true) return { ...growing, isOver: true };
  const faultLine = fields(line, "fault");
  if (faultLine !== null) {
    const fault = decodeFault(faultLine)[0] ?? UNTOLD;
    const grown = fault.part === null ? growing : stepTaken(growing, fault.part, line);
    return withFault(grown, fault);
  }
  const part = one(line, "part", SNAPSHOT_PARTS);
  if (part === null) return growing;
  const percent = number(line, "percent");
  if (percent !== null) return { ...growing, reading: { part, percent } };
  const grown = stepTaken(growing, part, line);
  const next = ORDER.slice(ORDER.indexOf(part) + 1).find((each) => LEVEL_OF[each] <= level);
  return {
    ...grown,
    snapshot: {
      ...grown.snapshot,
      ...partOf(part, line, growing),
      faults: [...grown.snapshot.faults, ...limitsOf(part, line)],
    },
    place: part === "1" ? placeOf(line) : growing.place,
    reading: next === undefined ? null : { part: next, percent: null },
  };
}

/** What keeps a part that came from being all: it was cut, or moved under the reader's hands. */
function limitsOf(part: SnapshotPart, line: Fields): readonly SnapshotFault[] {
  const cut = text(line, "cut");
  return [
    ...(cut === null ? [] : [{ kind: "capped", part, detail: untrustedText(cut) } as const]),
    ...(line["isMoved"] === true ? [{ kind: "moved", part, detail: null } as const] : []),
  ];
}

const UNTOLD: SnapshotFault = {
  kind: "not-understood",
  part: null,
  detail: untrustedText("the reader's own words"),
};

function partOf(part: SnapshotPart, line: Fields, { snapshot, shown }: Growing): Partial<Snapshot> {
  switch (part) {
    case "0":
      return {};
    case "1":
      return {
        php: text(line, "php"),
        heap: decodeHeap(fields(line, "heap") ?? {}),
        gc: decodeGc(fields(line, "gc") ?? {}),
        kinds: kindsOf(shown.get("smaps") ?? "", placesOf(line)) ?? snapshot.kinds,
      };
    case "2a":
      return {
        classes: list(line, "classes").flatMap(decodeClass),
        rootClasses: list(line, "rootClasses").flatMap(decodeCount),
        holders: list(line, "holders").flatMap(decodeHolder),
      };
    case "2b":
      return { holders: list(line, "holders").flatMap(decodeHolder) };
    case "3":
      return { dryRun: decodeDryRun(fields(line, "dryRun") ?? {}) };
  }
}

const sum = (key: "wallMs" | "cpuMs" | "readBytes", of: Snapshot["steps"]): number =>
  of.reduce((total, step) => total + step[key], 0);

/** Milliseconds with three digits behind the point. */
const micros = (ms: number): number => Math.round(ms * 1000) / 1000;

/** The reader counts from its beginning; a step is what came since the one before. */
function stepTaken(growing: Growing, part: SnapshotPart, line: Fields): Growing {
  const [wallMs, cpuMs, readBytes] = ["wallMs", "cpuMs", "readBytes"].map((key) =>
    number(line, key),
  );
  if (wallMs == null || cpuMs == null || readBytes == null) return growing;
  const { steps } = growing.snapshot;
  const its = steps.filter((step) => step.part !== "0");
  const taken = [
    ...steps,
    {
      part,
      wallMs: micros(wallMs - sum("wallMs", its)),
      cpuMs: micros(cpuMs - sum("cpuMs", its)),
      readBytes: readBytes - sum("readBytes", its),
    },
  ];
  const peak = natural(line, "peakRssBytes");
  return {
    ...growing,
    snapshot: {
      ...growing.snapshot,
      steps: taken,
      cost: {
        wallMs: micros(sum("wallMs", taken)),
        cpuMs: micros(sum("cpuMs", taken)),
        peakRssBytes: peak === null ? null : bytes(peak),
      },
    },
  };
}

function placesOf(line: Fields): Places {
  const ranges = Array.isArray(line["ranges"]) ? line["ranges"].flatMap(range) : [];
  const [gcBuffer] = range(line["gcBuffer"]);
  return { zend: ranges, gcBuffer: gcBuffer === undefined || gcBuffer[0] === 0 ? null : gcBuffer };
}

function range(value: unknown): readonly Range[] {
  if (!Array.isArray(value)) return [];
  const pair: readonly unknown[] = value;
  const [start, length] = pair;
  return typeof start === "number" && typeof length === "number" ? [[start, length]] : [];
}

function placeOf(line: Fields): HeapPlace | null {
  const place = fields(line, "place") ?? {};
  const heapAddress = natural(place, "heapAddress");
  const realOffset = natural(place, "realOffset");
  if (heapAddress === null || realOffset === null) return null;
  return { heapAddress, realOffset, gcAddress: natural(place, "gcAddress") };
}
