import type { Observation } from "../../domain/observation.ts";
import type { Sample } from "../../domain/sample.ts";
import { encodeObservation } from "../../recording/encode.ts";
import { sampleTable } from "../../report/table.ts";
import { endingOf } from "../fault-ending.ts";
import { headless } from "../headless.ts";
import { prepareTarget } from "../prepare.ts";
import { Output } from "../output.ts";
import { lookOf, wantsJson, type Run } from "../run.ts";

/** `swtop watch`: samples as they come, a table per interval or NDJSON. */
export async function watch(run: Run): Promise<void> {
  const output = new Output(process.stdout, run.stop);
  const bounds = {
    look: lookOf(run, { speed: null }),
    count: run.invocation.options.number("count"),
  };
  if (wantsJson(run.invocation)) {
    return headless(run, bounds, (observation) => output.line(encodeObservation(observation)));
  }
  let isFirst = true;
  return headless(run, bounds, async (observation) => {
    if (observation.type !== "sample") return;
    await output.line(`${isFirst ? "" : "\n"}${sampleTable(observation.sample, run.target.uri)}`);
    isFirst = false;
  });
}

/** CPU needs two samples; what a process without a title is may need one more. */
const SETTLED_SAMPLES = 3;
const SETTLING_MS = 300;

/**
 * `swtop [TARGET]` without a terminal: one table, once all is known; of a recording, its end.
 * @throws Ending 3 for a recording that holds no sample
 */
export async function table(run: Run): Promise<void> {
  const output = new Output(process.stdout, run.stop);
  const look = { ...lookOf(run, { speed: null }), intervalMs: SETTLING_MS };
  const target = await prepareTarget(run);
  const isRecorded = target.scheme === "recording" || target.scheme === "demo";
  const samples: Sample[] = [];
  await headless(
    { ...run, target },
    { look, count: isRecorded ? null : SETTLED_SAMPLES },
    async (observation: Observation) => {
      if (observation.type === "sample") samples.splice(0, 1, observation.sample);
    },
  );
  for (const sample of samples) await output.line(sampleTable(sample, target.uri));
  if (isRecorded && samples.length === 0 && !run.signal.aborted)
    throw endingOf("not-a-recording", "it holds no sample");
}
