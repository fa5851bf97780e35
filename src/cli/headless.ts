import type { Observation } from "../domain/observation.ts";
import { NO_DEMAND } from "../domain/demand.ts";
import { TransportError } from "../domain/ports/transport.ts";
import type { Fault } from "../domain/fault.ts";
import { epochMs } from "../domain/units.ts";
import { faultText } from "../words/faults.ts";
import { Ending, EXIT } from "./exit.ts";
import { openObservations, prepareTarget, type Look } from "./observations.ts";
import type { Run } from "./run.ts";

type Bounds = { readonly look: Omit<Look, "wished">; readonly count: number | null };

/**
 * Looks at the target without a screen and hands on each observation, a hello first, until `--count`, `--for`, the end of a recording or a signal.
 * @throws Ending 3 when the target cannot be had, or when there is nothing to watch in it.
 */
export async function headless(
  run: Run,
  { look, count }: Bounds,
  take: (observation: Observation) => Promise<void>,
): Promise<void> {
  const own = new AbortController();
  const signal = AbortSignal.any([run.signal, own.signal]);
  const forMs = run.invocation.options.number("for");
  if (forMs !== null) void run.clock.sleep(forMs, signal).then(() => own.abort());
  const target = await prepareTarget(run);
  const opened = openObservations({ ...look, target, wished: () => NO_DEMAND }, signal);
  if (opened.isLive) await take(helloOf(run));
  let samples = 0;
  let fault: Fault | null = null;
  try {
    for await (const observation of opened.observations) {
      if (signal.aborted) break;
      if (observation.type === "session" && observation.session.state === "over")
        fault = observation.session.fault;
      if (
        observation.type === "sample" &&
        samples === 0 &&
        opened.isLive &&
        observation.sample.servers.length === 0
      )
        throw nothingToWatch(run);
      await take(observation);
      if (observation.type === "sample") samples += 1;
      if (count !== null && samples >= count) break;
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    fault = error.fault;
  } finally {
    own.abort();
  }
  if (fault !== null && samples === 0 && !run.signal.aborted)
    throw new Ending(EXIT.target, `swtop: ${faultText(fault)}`);
}

const helloOf = ({ version, target, clock }: Run): Observation => ({
  type: "hello",
  hello: { swtop: version, target: target.uri, at: epochMs(clock.now()) },
});

export const nothingToWatch = ({ target }: Run): Ending =>
  new Ending(
    EXIT.target,
    `swtop: nothing to watch: no Swoole process runs ${target.scheme === "local" ? "on this machine" : "there"}. \`swtop demo\` shows what it would look like.`,
  );
