import { expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { untrustedText } from "../../src/domain/text.ts";
import type { Fault } from "../../src/domain/fault.ts";
import { tapeOf } from "../../src/cli/tape.ts";
import type { Recorder } from "../../src/cli/recorder.ts";
import { createMonitorStore, monitorActions } from "../../src/store/store.ts";
import { epochMs } from "../../src/domain/units.ts";
import { aContainer } from "../fixtures/containers.ts";
import { aPod } from "../fixtures/pods.ts";
import { emptySnapshot } from "../recording/snapshot-fixture.ts";
import { aSample, aServer, beginning } from "../store/build.ts";

const HOST = {
  version: "0.1.0",
  target: { scheme: "local", uri: "local:", address: [] },
  clock: { now: () => 1_764_000_000_000, monotonic: () => 0 },
};
const sample = (second: number): Observation => ({
  type: "sample",
  sample: aSample(second, [aServer([])]),
});

function rigged(uri = "local:") {
  const written: string[] = [];
  const disk: { fault: Fault | null; closed: number } = { fault: null, closed: 0 };
  const recorder: Recorder = {
    file: "night.ndjson.gz",
    bytes: () => written.length,
    lost: () => 0,
    fault: () => disk.fault,
    write: async (line) => void written.push(line),
    writeAll: async (lines) => void written.push(...lines),
    close: async () => void (disk.closed += 1),
  };
  const store = createMonitorStore(beginning({ uri }));
  const tape = tapeOf(HOST, store, async () => ({ recorder, fault: null }));
  return { written, disk, store, tape };
}

test("a recording begins with what already happened, a hello first", async () => {
  const { written, tape, store } = rigged();
  tape.take(sample(1));
  tape.take(sample(2));
  await tape.start();
  tape.take(sample(3));
  expect(written.map((line) => JSON.parse(line)).map(({ type, seq }) => seq ?? type)).toEqual([
    "hello",
    1,
    2,
    3,
  ]);
  expect(store.getState().program.recording?.file).toMatch(/^swtop-local-.*\.ndjson\.gz$/);
});

test("of a workload the file is named after the pod that stands for it now", async () => {
  const { tape, store } = rigged("k8s://eu/prod/shop-a/app");
  const pod = aPod({ name: untrustedText("shop-b") });
  const container = aContainer({ engine: "kubernetes", name: untrustedText("app"), pod });
  monitorActions(store).observed({ type: "container", at: epochMs(1000), container }, 1000);
  await tape.start();
  expect(store.getState().program.recording?.file).toMatch(/^swtop-k8s-eu-prod-shop-b-app-/);
});

const step = (pid: number, isFinal: boolean): Observation => ({
  type: "snapshot",
  progress: { snapshot: { ...emptySnapshot, pid }, isFinal, reading: null, place: null },
});

test("of a snapshot only the end is recorded, also when the recording begins later", async () => {
  const { written, tape } = rigged();
  for (const isFinal of [false, false, true]) tape.take(step(1, isFinal));
  await tape.start();
  for (const isFinal of [false, true]) tape.take(step(2, isFinal));
  expect(written.map((line) => JSON.parse(line)).map(({ type, pid }) => pid ?? type)).toEqual([
    "hello",
    1,
    2,
  ]);
});

test("a disk that is full ends the recording, and it is said once", async () => {
  const { disk, tape, store } = rigged();
  await tape.start();
  disk.fault = { kind: "unwritable-file", detail: untrustedText("night: the disk is full") };
  tape.take(sample(1));
  await expect.poll(() => disk.closed).toBe(1);
  expect(store.getState().program.recording).toBeNull();
  expect(store.getState().program.answer).toMatch(/the disk is full/);
  const said = store.getState();
  tape.take(sample(2));
  await tape.stop();
  expect([store.getState(), disk.closed]).toEqual([said, 1]);
});
