import type {
  ClassCount,
  DryRun,
  Holder,
  NamedCount,
  Snapshot,
  SnapshotFault,
  SnapshotStep,
} from "../domain/snapshot.ts";

/** The document of contract 2.5 without its `v`, `type` and `at`: keys in their order, and `php`, `rootClasses` and `steps` beside them. */
export const snapshotFields = (snapshot: Snapshot) => ({
  target: snapshot.target,
  pid: snapshot.pid,
  nsPid: snapshot.nsPid,
  slot: snapshot.slot,
  level: snapshot.level,
  php: snapshot.php,
  kinds: kindsJson(snapshot.kinds),
  heap: heapJson(snapshot.heap),
  gc: gcJson(snapshot.gc),
  classes: snapshot.classes?.map(classJson) ?? null,
  rootClasses: snapshot.rootClasses?.map(countJson) ?? null,
  holders: snapshot.holders?.map(holderJson) ?? null,
  dryRun: dryRunJson(snapshot.dryRun),
  conclusion: conclusionJson(snapshot.conclusion),
  cost: {
    wallMs: snapshot.cost.wallMs,
    cpuMs: snapshot.cost.cpuMs,
    peakRssBytes: snapshot.cost.peakRssBytes,
  },
  steps: snapshot.steps.map(stepJson),
  faults: snapshot.faults.map(faultJson),
});

const kindsJson = (kinds: Snapshot["kinds"]) =>
  kinds === null
    ? null
    : {
        rssBytes: kinds.rssBytes,
        zendBytes: kinds.zendBytes,
        sharedBytes: kinds.sharedBytes,
        fileBytes: kinds.fileBytes,
        mallocBytes: kinds.mallocBytes,
        stackBytes: kinds.stackBytes,
        jitBytes: kinds.jitBytes,
        gcBufferBytes: kinds.gcBufferBytes,
        otherBytes: kinds.otherBytes,
      };

const heapJson = (heap: Snapshot["heap"]) =>
  heap === null
    ? null
    : {
        usedBytes: heap.usedBytes,
        realBytes: heap.realBytes,
        peakBytes: heap.peakBytes,
        realPeakBytes: heap.realPeakBytes,
        limitBytes: heap.limitBytes,
        freeSlotBytes: heap.freeSlotBytes,
        freePageBytes: heap.freePageBytes,
        cachedChunks: heap.cachedChunks,
        emptyChunks: heap.emptyChunks,
        hugeBlocks: heap.hugeBlocks,
        hugeBytes: heap.hugeBytes,
        exact: heap.exact,
      };

const gcJson = (gc: Snapshot["gc"]) =>
  gc === null
    ? null
    : {
        enabled: gc.enabled,
        runs: gc.runs,
        collected: gc.collected,
        roots: gc.roots,
        threshold: gc.threshold,
      };

const countJson = ({ name, count }: NamedCount) => ({ name, count });

const classJson = ({ name, count, shallowBytes }: ClassCount) => ({ name, count, shallowBytes });

const holderJson = ({ holder, kind, elements, deepBytes, sampled }: Holder) => ({
  holder,
  kind,
  elements,
  deepBytes,
  sampled,
});

const dryRunJson = (dryRun: DryRun | null) =>
  dryRun === null
    ? null
    : {
        freeableBytes: dryRun.freeableBytes,
        objects: dryRun.objects,
        arrays: dryRun.arrays,
        classes: dryRun.classes.map(countJson),
        lowerBound: dryRun.lowerBound,
      };

const conclusionJson = (conclusion: Snapshot["conclusion"]) =>
  conclusion === null
    ? null
    : {
        kind: conclusion.kind,
        confidence: conclusion.confidence,
        text: conclusion.text,
        holder: conclusion.holder,
      };

const stepJson = ({ part, wallMs, cpuMs, readBytes }: SnapshotStep) => ({
  part,
  wallMs,
  cpuMs,
  readBytes,
});

const faultJson = ({ kind, part, detail }: SnapshotFault) => ({ kind, part, detail });
