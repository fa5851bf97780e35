import type { Observation } from "../../src/domain/observation.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs } from "../../src/domain/units.ts";

const AT = epochMs(Date.UTC(2026, 10, 25, 22, 30));

/** Every field with a value of its own, so that two that were swapped are seen; names are hostile. */
export const fullSnapshot: Snapshot = {
  at: AT,
  target: "docker://api-1",
  pid: 39,
  nsPid: 7,
  slot: untrustedText("Worker.0"),
  level: 3,
  php: "8.2.36",
  kinds: {
    rssBytes: bytes(176_476_979),
    zendBytes: bytes(148_897_792),
    sharedBytes: bytes(13_841_203),
    fileBytes: bytes(8_493_466),
    mallocBytes: bytes(4_089_446),
    stackBytes: bytes(135_168),
    jitBytes: bytes(4096),
    gcBufferBytes: bytes(131_072),
    otherBytes: bytes(884_736),
  },
  heap: {
    usedBytes: bytes(137_782_886),
    realBytes: bytes(148_897_793),
    peakBytes: bytes(145_752_064),
    realPeakBytes: bytes(148_897_794),
    limitBytes: bytes(268_435_456),
    freeSlotBytes: bytes(7_759_462),
    freePageBytes: bytes(1_153_434),
    cachedChunks: 1,
    emptyChunks: 2,
    hugeBlocks: 6,
    hugeBytes: bytes(18_874_368),
    exact: true,
  },
  gc: { enabled: true, runs: 412, collected: 88_104, roots: 9812, threshold: 10_001 },
  classes: [
    {
      name: untrustedText("App\\Entity\\StockRow"),
      count: 48_211,
      shallowBytes: bytes(12_373_197),
    },
    {
      name: untrustedText("class@anonymous\u0000/srv/app/\u001b[31mA.php"),
      count: 2,
      shallowBytes: null,
    },
  ],
  rootClasses: [
    { name: untrustedText("array"), count: 9000 },
    { name: untrustedText("Closure"), count: 812 },
  ],
  holders: [
    {
      holder: untrustedText("App\\Service\\StockCache::$rows"),
      kind: "static",
      elements: 48_212,
      deepBytes: bytes(32_401_000),
      sampled: true,
    },
    {
      holder: untrustedText("App\\f()::$seen"),
      kind: "static-variable",
      elements: null,
      deepBytes: null,
      sampled: false,
    },
  ],
  dryRun: {
    freeableBytes: bytes(104_857),
    objects: 27,
    arrays: 14,
    classes: [{ name: untrustedText("App\\Graph\\Node"), count: 27 }],
    lowerBound: true,
  },
  conclusion: {
    kind: "held",
    confidence: "high",
    text: untrustedText(
      "App\\Service\\StockCache::$rows holds 48212 entries. gc would free 0.1 MiB.",
    ),
    holder: untrustedText("App\\Service\\StockCache::$rows"),
  },
  cost: { wallMs: 410.5, cpuMs: 38, peakRssBytes: bytes(25_165_824) },
  steps: [
    { part: "0", wallMs: 12.5, cpuMs: 4, readBytes: 0 },
    { part: "2a", wallMs: 200, cpuMs: 20, readBytes: 20_971_520 },
  ],
  faults: [
    { kind: "cancelled", part: "2b", detail: null },
    { kind: "out-of-time", part: "3", detail: untrustedText("pass 2") },
  ],
};

/** Of which nothing could be read. */
export const emptySnapshot: Snapshot = {
  at: AT,
  target: "local:",
  pid: 1,
  nsPid: null,
  slot: null,
  level: 0,
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
};

export const taken = (snapshot: Snapshot): Observation => ({
  type: "snapshot",
  progress: { snapshot, isFinal: true, reading: null, place: null },
});
