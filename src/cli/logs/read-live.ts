import { WITHOUT_SHELL } from "../../domain/fault.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Observation } from "../../domain/observation.ts";
import { MIB, type EpochMs } from "../../domain/units.ts";
import type { LogsProblem } from "../../words/logs-command.ts";
import { headless } from "../headless.ts";
import { projectWish } from "../project/wish.ts";
import { lookOf, type Run } from "../run.ts";
import { Backlog, lacksOf } from "./backlog.ts";
import { stepOf } from "./step.ts";
import type { Telling } from "./telling.ts";
import type { LogsWanted } from "./wanted.ts";
import { logWish } from "./wish.ts";

/** Between samples, where only what is there already is wanted. */
const SETTLING_MS = 300;
const TICK_MS = 1000;
/** Of a file, when nothing more of it is followed. */
export const BACKLOG_BYTES = 4 * MIB;

type Told = { readonly telling: Telling; readonly from: EpochMs | null };

type ReadSources = {
  readonly lacks: readonly LogsProblem[];
  readonly sources: readonly LogSource[];
};

/** Until all is told that was wanted; answers with what could not be read. @throws Ending 3 when the target cannot be had */
export async function readLive(
  run: Run,
  wanted: LogsWanted,
  { telling, from }: Told,
): Promise<ReadSources> {
  const backlog = new Backlog();
  let lacks: readonly LogsProblem[] = [];
  let sources: readonly LogSource[] = [];
  const own = new AbortController();
  let ticks = run.waits === true ? tick(run, telling, own.signal) : null;
  const look = { ...liveLook(run, wanted, from), project: await projectWish(run) };
  const isEnough = (): boolean => telling.isDone || (!wanted.isFollowed && backlog.isOver());
  const bounds = { look, count: null, mayBeEmpty: run.waits === true, isEnough };
  try {
    await headless(run, bounds, async (observation) => {
      backlog.note(observation);
      if (isWithoutShell(observation)) ticks ??= tick(run, telling, own.signal);
      if (observation.type === "log-sources") {
        ({ sources } = observation);
        lacks = lacksOf(sources, wanted.commands);
      }
      if (observation.type === "hello") await telling.hello(observation.hello);
      const step = stepOf(observation);
      if (step !== null) await telling.take(step);
    });
  } finally {
    own.abort();
  }
  await ticks;
  return { lacks, sources };
}

function liveLook(run: Run, { isFollowed }: LogsWanted, since: EpochMs | null) {
  const look = lookOf(run, { speed: null });
  const isHasty = !isFollowed && !run.invocation.options.has("interval");
  const wish = logWish(run);
  return {
    ...look,
    withoutShell: run.target.scheme === "k8s" && isFollowed,
    intervalMs: isHasty ? SETTLING_MS : look.intervalMs,
    logs: { ...(isFollowed ? wish : { ...wish, backlogBytes: BACKLOG_BYTES }), since },
  };
}

const isWithoutShell = (observation: Observation): boolean =>
  observation.type === "session" &&
  observation.session.fault !== null &&
  WITHOUT_SHELL.includes(observation.session.fault.kind);

/** Without samples nothing says that a record has ended. */
async function tick({ clock }: Run, telling: Telling, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(TICK_MS, signal);
    await telling.take({ type: "idle" });
  }
}
