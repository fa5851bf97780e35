import { setImmediate as immediate } from "node:timers/promises";
import type { SnapshotSubject } from "../domain/effect.ts";
import { WITHOUT_SHELL, type Fault } from "../domain/fault.ts";
import type { Observation } from "../domain/observation.ts";
import { TransportError } from "../domain/ports/transport.ts";
import type { Cost } from "../domain/reading.ts";
import { SECOND_MS } from "../domain/units.ts";
import { demand } from "../store/demand.ts";
import { initialState, type Known } from "../store/state.ts";
import { NO_ACCOUNT_OPTIONS } from "../store/logs/book.ts";
import { shownLines } from "../store/logs/taken.ts";
import { createMonitorStore, monitorActions, type MonitorStore } from "../store/store.ts";
import { eventSaidText } from "../words/log-pane.ts";
import { PATIENCE } from "./headless.ts";
import { exportAudit } from "./audit-file.ts";
import { localZoneMinutes, logZoneOf } from "./clock.ts";
import { readEarlierLines } from "./logs/earlier-lines.ts";
import { openObservations, type Look, type Opened } from "./observations.ts";
import { ownCost } from "./own-cost.ts";
import type { Run } from "./run.ts";
import type { takingOf } from "./snapshot/taking.ts";
import { tapeOf } from "./tape.ts";
import { afterThaw } from "./thaw.ts";
import { boundYoungGeneration } from "./young-generation.ts";

/** What came first: something to watch, a target without a Swoole process, or why it cannot be had. */
export type First = "watched" | "nothing" | Fault;

/** A State that follows a target, and what happens to it beside being drawn: it is kept, recorded, and noticed when nothing comes. */
export type Watching = {
  readonly store: MonitorStore;
  readonly actions: ReturnType<typeof monitorActions>;
  readonly first: Promise<First>;
  readonly startRecording: () => Promise<void>;
  readonly stopRecording: () => Promise<void>;
  /** Reads the project again; null where there is none to read. */
  readonly projectAgain: Opened["again"];
  /** Writes the audit into a file, and says so. */
  readonly exportAudit: () => Promise<void>;
  /** Writes the lines that the log pane runs through into a file, and says so; asks first where it would be written over. */
  readonly saveLogs: (isSure: boolean) => Promise<void>;
  /** Reads what stood in log files before what is kept of them, and says what came of it. */
  readonly readEarlierLogs: () => Promise<void>;
  /** Reads the memory of one process, ends that, writes the shown one into a file; what comes of it is an observation or an answer. */
  readonly snapshot: {
    readonly take: (subject: SnapshotSubject) => Promise<void>;
    readonly cancel: () => Promise<void>;
    readonly export: () => Promise<void>;
  };
  /** Ends the look, and closes what is being written. */
  readonly close: () => Promise<void>;
};

const COST_EVERY_MS = 5 * SECOND_MS;

/** Begins to look at the run's target at once. */
export function watchingOf(run: Run, look: Omit<Look, "wished">, notice: string | null): Watching {
  const { clock, target } = run;
  const own = new AbortController();
  const signal = AbortSignal.any([run.signal, own.signal]);
  const store = createMonitorStore(
    initialState({
      uri: target.uri,
      intervalMs: look.intervalMs,
      zoneMinutes: localZoneMinutes(clock.now()),
      playback: null,
      notice,
      logs: { ...NO_ACCOUNT_OPTIONS, zone: logZoneOf(target), saidOf: eventSaidText },
    }),
  );
  const actions = monitorActions(store);
  const opened = openObservations(
    {
      ...look,
      missed: actions.projectMissed,
      wished: () => demand(store.getState()),
    },
    signal,
  );
  if (!opened.isLive) actions.playbackChanged({ speed: look.speed ?? 1, isOver: false });
  const tape = tapeOf(run, store);
  const cost = costMeter(target.scheme, opened);
  const first = Promise.withResolvers<First>();
  let samples = 0;
  const know = afterThaw(store, (observation, ourNow) => {
    if (observation.type === "sample") actions.ownCostMeasured(cost.last());
    actions.observed(observation, ourNow);
  });
  const take = (observation: Observation) => {
    tape.take(observation);
    know(observation, clock.now());
    if (isToldWithoutShell(store.getState().known)) first.resolve("watched");
    if (observation.type !== "sample") return;
    samples += 1;
    if (!opened.isLive || observation.sample.servers.length > 0) first.resolve("watched");
    else if (samples >= PATIENCE) first.resolve("nothing");
  };
  const follows = async () => {
    const fault = await follow(opened, take);
    first.resolve(fault ?? "nothing");
    if (!opened.isLive) actions.playbackChanged({ speed: look.speed ?? 1, isOver: true });
  };
  const followed = follows();
  followed.catch(first.reject);
  const timers = [
    setInterval(() => actions.timePassed(clock.now()), SECOND_MS),
    // a frozen screen shows what it showed
    setInterval(() => !store.getState().screen.isFrozen && cost.measure(), COST_EVERY_MS),
  ];
  cost.measure();
  const taking = lazily(async () => {
    const { takingOf } = await import("./snapshot/taking.ts");
    // a key asked for it: it is shown in a frozen screen, too
    const observed = (observation: Observation): void => {
      tape.take(observation);
      actions.observed(observation, clock.now());
    };
    return takingOf(run, { store, observed, answered: actions.answered });
  });
  const unbound = boundYoungGeneration();
  return {
    store,
    actions,
    first: first.promise,
    startRecording: () => tape.start(),
    stopRecording: () => tape.stop(),
    projectAgain: opened.again,
    exportAudit: async () => {
      const { uri } = target;
      const { known } = store.getState();
      actions.answered(await exportAudit(known, { uri, now: clock.now() }));
    },
    saveLogs: async (isSure) => {
      const { saveLogs } = await import("./logs/save.ts");
      const said = await saveLogs([...shownLines(store.getState())], { uri: target.uri, isSure });
      if (said === null) actions.askedToOverwrite();
      else actions.answered(said);
    },
    readEarlierLogs: () => readEarlierLines({ store, actions, opened }),
    snapshot: snapshotsOf(taking),
    close: async () => {
      timers.forEach(clearInterval);
      unbound();
      own.abort();
      await (await taking.made())?.close();
      await tape.stop();
      await followed.catch(() => undefined);
    },
  };
}

/** No shell, and its cluster tells of it all the same. */
const isToldWithoutShell = ({ session, container }: Known): boolean =>
  session?.state === "retrying" &&
  session.fault !== null &&
  WITHOUT_SHELL.includes(session.fault.kind) &&
  (container?.container.pod ?? null) !== null;

type Taking = ReturnType<typeof takingOf>;

/** What reads snapshots is loaded with the first one. */
function lazily(make: () => Promise<Taking>) {
  let made: Promise<Taking> | null = null;
  return {
    get: () => (made ??= make()),
    /** Null: nobody asked for it. */
    made: () => made,
  };
}

const snapshotsOf = ({ get }: ReturnType<typeof lazily>): Watching["snapshot"] => ({
  take: async (subject) => (await get()).take(subject),
  cancel: async () => (await get()).cancel(),
  export: async () => (await get()).export(),
});

/** Takes all that comes; answers with the fault that ended it. */
async function follow(
  opened: Opened,
  take: (observation: Observation) => void,
): Promise<Fault | null> {
  let fault: Fault | null = null;
  try {
    for await (const observation of opened.observations) {
      if (observation.type === "session" && observation.session.state === "over")
        fault = observation.session.fault;
      take(observation);
      // a flood of lines comes without a pause: keys and frames have their turn between two batches
      if (observation.type === "log") await immediate();
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    fault = error.fault;
  }
  return fault;
}

/** Our own cost as last measured, told with the samples so that it draws no frame of its own. The local shell is the collector, and shown as that. */
function costMeter(scheme: string, { clientPids }: Opened) {
  let cost: Cost = { cpuPercent: null, rssBytes: null };
  const measured = async () => {
    cost = await ownCost(scheme === "local" ? [] : clientPids());
  };
  return {
    last: () => cost,
    measure: () => {
      void measured();
    },
  };
}
