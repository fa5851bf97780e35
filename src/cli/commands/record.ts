import { encodeObservation } from "../../recording/encode.ts";
import { recordingName } from "../../recording/name.ts";
import { epochMs } from "../../domain/units.ts";
import { faultText } from "../../words/faults.ts";
import { shortBytes } from "../../words/format.ts";
import { Ending, EXIT } from "../exit.ts";
import { headless } from "../headless.ts";
import { Output } from "../output.ts";
import { openRecorder } from "../recorder.ts";
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
  const { recorder, fault } = await openRecorder({
    file,
    maxSizeBytes: options.number("max-size"),
    hello,
    stdout: (line) => output.line(line),
  });
  if (recorder === null) throw new Ending(EXIT.target, `swtop: ${faultText(fault)}`);
  try {
    await headless(
      run,
      { look: lookOf(run, { speed: null }), count: options.number("count") },
      async (observation) => {
        await recorder.write(encodeObservation(observation));
        const broken = recorder.fault();
        if (broken !== null) throw new Ending(EXIT.target, `swtop: ${faultText(broken)}`);
      },
    );
  } finally {
    await recorder.close();
    if (file !== "-") process.stderr.write(`swtop: ${file}, ${shortBytes(recorder.bytes())}\n`);
  }
}
