import type { Observation } from "../domain/observation.ts";
import { NO_DEMAND } from "../domain/demand.ts";
import { TransportError } from "../domain/ports/transport.ts";
import type { Fault } from "../domain/fault.ts";
import type { Untrusted } from "../domain/text.ts";
import { epochMs } from "../domain/units.ts";
import { nothingToWatchText } from "../words/notices.ts";
import { Ending, EXIT } from "./exit.ts";
import { faultEnding } from "./fault-ending.ts";
import { openObservations, type Look } from "./observations.ts";
import { prepareTarget } from "./prepare.ts";
import type { Run } from "./run.ts";

/** What a process without a title is may be known only with its second sample. */
export const PATIENCE = 2;

type Bounds = {
  readonly look: Omit<Look, "wished">;
  readonly count: number | null;
  readonly isEnough?: () => boolean;
  /** It goes on also where no Swoole process runs. Absent: it does not. */
  readonly mayBeEmpty?: boolean;
};

/**
 * Looks at the target without a screen and hands on each observation, a hello first, until `--count`, `--for`, the end of a recording or a signal.
 * @throws Ending 3 when the target cannot be had, or when there is nothing to watch in it.
 */
export async function headless(
  run: Run,
  { look, count, isEnough, mayBeEmpty }: Bounds,
  take: (observation: Observation) => Promise<void>,
): Promise<void> {
  const own = new AbortController();
  const signal = AbortSignal.any([run.signal, own.signal]);
  const forMs = run.invocation.options.number("for");
  if (forMs !== null) void run.clock.sleep(forMs, signal).then(() => own.abort());
  const target = await prepareTarget(run);
  const opened = openObservations({ ...look, target, wished: () => NO_DEMAND }, signal);
  if (opened.isLive) await take(helloOf(run));
  const seen = new Seen(run, opened.isLive && mayBeEmpty !== true, count);
  const isDone = () => (count !== null && seen.samples >= count) || isEnough?.() === true;
  try {
    for await (const observation of opened.observations) {
      if (signal.aborted) break;
      seen.note(observation);
      await take(observation);
      if (isDone()) break;
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    seen.fault = error.fault;
  } finally {
    own.abort();
  }
  if (seen.fault !== null && seen.samples === 0 && !run.signal.aborted)
    throw faultEnding(seen.fault);
}

/** What came so far, as far as the end of the program depends on it. */
class Seen {
  samples = 0;
  fault: Fault | null = null;
  readonly #run: Run;
  readonly #isLive: boolean;
  readonly #most: number;
  #isEmpty = true;

  constructor(run: Run, isLive: boolean, most: number | null) {
    this.#run = run;
    this.#isLive = isLive;
    this.#most = most ?? PATIENCE;
  }

  /** @throws Ending 3 when the first samples have no server. */
  note(observation: Observation): void {
    if (observation.type === "session" && observation.session.state === "over")
      this.fault = observation.session.fault;
    if (observation.type !== "sample") return;
    this.samples += 1;
    this.#isEmpty &&= observation.sample.servers.length === 0;
    if (this.#isLive && this.#isEmpty && this.samples >= Math.min(PATIENCE, this.#most))
      throw new NothingToWatch(this.#run, observation.sample.strangers ?? []);
  }
}

const helloOf = ({ version, target, clock }: Run): Observation => ({
  type: "hello",
  hello: { swtop: version, target: target.uri, at: epochMs(clock.now()) },
});

/** The foreseen end that `--or-demo` catches. */
export class NothingToWatch extends Ending {
  readonly where: "here" | "there";
  readonly strangers: readonly Untrusted[];

  constructor({ target }: Run, strangers: readonly Untrusted[]) {
    const where = target.scheme === "local" ? "here" : "there";
    super(EXIT.target, `swtop: ${nothingToWatchText(where, strangers)}`);
    this.where = where;
    this.strangers = strangers;
  }
}
