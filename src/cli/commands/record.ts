import { encodeObservation } from "../../recording/encode.ts";
import { recordingName } from "../../recording/name.ts";
import { epochMs } from "../../domain/units.ts";
import { shortBytes } from "../../words/format.ts";
import { faultEnding } from "../fault-ending.ts";
import { logWish } from "../logs/wish.ts";
import { headless } from "../headless.ts";
import { Output } from "../output.ts";
import { openRecorder, type Recorder, type Recording } from "../recorder.ts";
import { projectWish } from "../project/wish.ts";
import { lookOf, type Run } from "../run.ts";

/**
 * `swtop record`: writes what is observed until `--count`, `--for`, a signal or the end of what is played. Reconnects are part of it.
 * @throws Ending 3 when the file cannot be written, or the target not be had.
 */
export async function record(run: Run): Promise<void> {
  const { options } = run.invocation;
  const { version, target, clock } = run;
  const output = new Output(process.stdout, run.stop);
  const file = options.text("output") ?? recordingName(target.uri, clock.now());
  const hello = () =>
    encodeObservation({
      type: "hello",
      hello: { swtop: version, target: target.uri, at: epochMs(clock.now()) },
    });
  const recording = {
    file,
    maxSizeBytes: options.number("max-size"),
    hello,
    stdout: (line: string) => output.line(line),
  };
  // no file is made for a target that has nothing to record
  const before: string[] = [];
  let recorder: Recorder | null = null;
  try {
    await headless(
      run,
      {
        look: {
          ...lookOf(run, { speed: null }),
          project: await projectWish(run),
          logs: logWish(run),
        },
        count: options.number("count"),
      },
      async (observation) => {
        const line = encodeObservation(observation);
        if (recorder === null && observation.type !== "sample") return void before.push(line);
        recorder ??= await begun(recording, before);
        await recorder.write(line);
        const broken = recorder.fault();
        if (broken !== null) throw faultEnding(broken);
      },
    );
  } finally {
    await ended(recorder);
  }
}

async function begun(recording: Recording, before: readonly string[]): Promise<Recorder> {
  const { recorder, fault } = await openRecorder(recording);
  if (recorder === null) throw faultEnding(fault);
  await recorder.writeAll(before);
  return recorder;
}

async function ended(recorder: Recorder | null): Promise<void> {
  if (recorder === null) return;
  await recorder.close();
  if (recorder.file !== "-")
    process.stderr.write(`swtop: ${recorder.file}, ${shortBytes(recorder.bytes())}\n`);
}
