import type { Observation } from "../../domain/observation.ts";
import type { Sample } from "../../domain/sample.ts";
import { withTarget } from "../../recording/with-target.ts";
import { encodeObservation } from "../../recording/encode.ts";
import { sampleTable } from "../../report/table.ts";
import { endingOf } from "../fault-ending.ts";
import { headless } from "../headless.ts";
import { headlessEach } from "../several.ts";
import { prepareTarget } from "../prepare.ts";
import { Output } from "../output.ts";
import { lookOf, wantsJson, type Run } from "../run.ts";

/** `swtop watch`: samples as they come, a table per interval or NDJSON. Of several targets each object says whose it is. */
export async function watch(run: Run): Promise<void> {
  const output = new Output(process.stdout, run.stop);
  const look = lookOf(run, { speed: null });
  const bounds = {
    // in tables nobody would see that one is waited for
    look: { ...look, waits: look.waits && wantsJson(run.invocation) },
    count: run.invocation.options.number("count"),
  };
  const isJson = wantsJson(run.invocation);
  const isSeveral = run.targets.length > 1;
  let isFirst = true;
  return headlessEach(run, bounds, {
    refused: (ending) => void (isSeveral ? process.stderr.write(`${ending.message}\n`) : null),
    take: async (observation, { uri }) => {
      if (isJson) {
        const text = encodeObservation(observation);
        return output.line(isSeveral ? withTarget(text, uri) : text);
      }
      if (observation.type !== "sample") return;
      await output.line(`${isFirst ? "" : "\n"}${sampleTable(observation.sample, uri)}`);
      isFirst = false;
    },
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
  const look = { ...lookOf(run, { speed: null }), intervalMs: SETTLING_MS, waits: false };
  if (run.targets.length > 1) return tables(run, output, look);
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

/** One after the other, as soon as all are known. */
async function tables(run: Run, output: Output, look: ReturnType<typeof lookOf>): Promise<void> {
  const last = new Map<string, Sample>();
  await headlessEach(
    run,
    { look, count: SETTLED_SAMPLES },
    {
      refused: (ending) => void process.stderr.write(`${ending.message}\n`),
      take: async (observation, { uri }) => {
        if (observation.type === "sample") last.set(uri, observation.sample);
      },
    },
  );
  let isFirst = true;
  for (const { uri } of run.targets) {
    const sample = last.get(uri);
    if (sample === undefined) continue;
    await output.line(`${isFirst ? "" : "\n"}${sampleTable(sample, uri)}`);
    isFirst = false;
  }
}
