import type { Observation } from "../domain/observation.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Target } from "../domain/target.ts";
import { epochMs } from "../domain/units.ts";
import { encodeObservation } from "../recording/encode.ts";
import { Keep } from "../recording/keep.ts";
import { LogAllowance } from "../recording/log-allowance.ts";
import { recordingName } from "../recording/name.ts";
import { shownTarget } from "../store/select/header.ts";
import { monitorActions, type MonitorStore } from "../store/store.ts";
import { savedText } from "../words/answers.ts";
import { faultText } from "../words/faults.ts";
import { gzipPacking } from "./record-file.ts";
import { openRecorder, type Recorder } from "./recorder.ts";

type Host = {
  readonly version: string;
  readonly target: Target;
  readonly clock: Pick<Clock, "now" | "monotonic">;
};

export type Tape = {
  readonly take: (observation: Observation) => void;
  /** Begins a file with all that is kept. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A screen has stdout for itself. */
const nowhere = async (): Promise<void> => undefined;

/** What is being recorded at the screen, and the last half hour in any case. What comes of it is said in the store. */
export function tapeOf(
  { clock, target, version }: Host,
  store: MonitorStore,
  open: typeof openRecorder = openRecorder,
): Tape {
  const actions = monitorActions(store);
  const keep = new Keep(gzipPacking);
  const allowance = new LogAllowance();
  const hello = () =>
    encodeObservation({
      type: "hello",
      hello: store.getState().known.hello ?? {
        swtop: version,
        target: target.uri,
        at: epochMs(clock.now()),
      },
    });
  let recorder: Recorder | null = null;
  /** Closes what is being written, and says the answer; nothing when nothing is. */
  const end = async (answer: (ended: Recorder) => string): Promise<void> => {
    const ended = recorder;
    if (ended === null) return;
    recorder = null;
    actions.recordingStopped();
    await ended.close();
    actions.answered(answer(ended));
  };
  return {
    take(observation) {
      // of a snapshot only the end is worth a line; until then each part comes again with the next
      if (observation.type === "snapshot" && !observation.progress.isFinal) return;
      const now = clock.monotonic();
      const kept = keptOf(observation, allowance, now);
      if (kept !== null) keep.add(encodeObservation(kept), now);
      if (recorder === null) return;
      void recorder.write(encodeObservation(observation));
      actions.recordingGrew(recorder.bytes());
      const fault = recorder.fault();
      if (fault !== null) void end(() => faultText(fault));
    },
    async start() {
      // of a workload the pod that stands for it now
      const file = recordingName(shownTarget(store.getState().known).target, clock.now());
      const { recorder: opened, fault } = await open({
        file,
        maxSizeBytes: null,
        hello,
        stdout: nowhere,
      });
      if (opened === null) return actions.answered(faultText(fault));
      recorder = opened;
      void opened.writeAll(keep.lines(hello()));
      actions.recordingStarted(file, clock.now());
    },
    stop: () => end(({ file, bytes }) => savedText(file, bytes())),
  };
}

/** Null: nothing of it. */
function keptOf(observation: Observation, allowance: LogAllowance, at: number): Observation | null {
  if (observation.type !== "log") return observation;
  const [first, ...rest] = allowance.kept(observation.lines, at);
  return first === undefined ? null : { type: "log", lines: [first, ...rest] };
}
