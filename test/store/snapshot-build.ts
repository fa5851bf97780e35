// Snapshots as the drawings of design/screens.md have them, through the real State.
import type { Snapshot, SnapshotProgress } from "../../src/domain/snapshot.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs } from "../../src/domain/units.ts";
import { observed } from "../../src/store/transitions.ts";
import type { State } from "../../src/store/state.ts";
import {
  classOf,
  dryRunWith,
  gcWith,
  heapWith,
  holderOf,
  kindsWith,
  mib,
  namedCount,
  snapshotWith,
} from "../analysis/snapshot/build.ts";
import { aProcess, aSample, aServer, beginning, seen, START } from "./build.ts";

export const SERVER = aServer([
  aProcess({ pid: 39, slot: "Worker.0", mib: 168 }),
  aProcess({ pid: 40, slot: "Worker.1", mib: 150 }),
  aProcess({ pid: 42, slot: "Worker.2", mib: 120 }),
  aProcess({ pid: 60, mib: 20 }),
]);

export const ROWS = "App\\Service\\StockCache::$rows";

/** The leaking worker of the drawing; `grown`: how many rows it holds. */
export const leaking = (grown: number, facts: Partial<Snapshot> = {}): Snapshot => {
  const size = grown * 670;
  const used = mib(100) + size;
  return snapshotWith({
    kinds: kindsWith({ zend: 111 + grown / 1560, gcBuffer: 0.2 }),
    heap: heapWith({
      usedBytes: bytes(used),
      realBytes: bytes(used + mib(10.6)),
      hugeBlocks: 6,
      hugeBytes: mib(18),
    }),
    gc: gcWith({ runs: 412, collected: 88_104, roots: 9812 }),
    classes: [
      classOf("App\\Entity\\StockRow", grown, grown * 256),
      classOf("Closure", 1402, 437_424),
      classOf("Hyperf\\Database\\Model\\Relations\\Pivot", 88, 12_000),
      classOf("App\\Controller\\Index", 1, 56),
    ],
    rootClasses: [namedCount("array", 6011), namedCount("App\\Entity\\StockRow", 3801)],
    holders: [
      holderOf(ROWS, grown, size),
      holderOf("Hyperf\\Di\\Container->resolvedEntries", 911, 0.9 * 1024 * 1024),
      holderOf("Hyperf\\Database\\Model\\Register::$resolver", 1, 200_000, { sampled: false }),
    ],
    dryRun: dryRunWith({
      freeableBytes: mib(0.1),
      objects: 27,
      arrays: 14,
      classes: [namedCount("App\\Entity\\Node", 27)],
    }),
    conclusion: {
      kind: "held",
      confidence: "high",
      text: untrustedText(
        `held references: ${ROWS} holds 48 211 entries, ~30.8 MiB, +15.4 MiB since 13:31. gc would free 0.1 MiB of 130.8 MiB: waiting for gc will not help.`,
      ),
      holder: untrustedText(ROWS),
    },
    ...facts,
  });
};

export const minute = (count: number) => epochMs(START + count * 60_000);

/** As much as a reader has after 2a. */
export const partly = (snapshot: Snapshot, percent: number | null = null): SnapshotProgress => ({
  snapshot: { ...snapshot, dryRun: null, conclusion: null, steps: snapshot.steps.slice(0, 3) },
  isFinal: false,
  reading: { part: "2b", percent },
  place: null,
});

/** The same of another worker. */
export const ofSlot = (index: number): Pick<Snapshot, "pid" | "slot"> => ({
  pid: [39, 40, 42][index] ?? 0,
  slot: untrustedText(`Worker.${index}`),
});
export const whole = (snapshot: Snapshot): SnapshotProgress => ({
  snapshot,
  isFinal: true,
  reading: null,
  place: null,
});

/** Progress comes in. */
export const came = (state: State, ...progress: readonly SnapshotProgress[]): State =>
  progress.reduce((now, each) => observed(now, { type: "snapshot", progress: each }, START), state);

/** A server of three workers and a process that has no slot. */
export const running = (facts: Parameters<typeof beginning>[0] = {}): State =>
  seen(beginning(facts), aSample(0, [SERVER]));
