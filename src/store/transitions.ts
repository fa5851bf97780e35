import { followChurn, noChurn, type RowMark } from "../analysis/churn/churn.ts";
import { mainProcessKilled } from "../analysis/churn/main-process.ts";
import { diagnose } from "../analysis/diagnosis/index.ts";
import { currentLife, type Container, type FormerPod } from "../domain/container.ts";
import type { Mark } from "../domain/mark.ts";
import type { Observation } from "../domain/observation.ts";
import type { ProjectMissed } from "../domain/project.ts";
import type { Cost } from "../domain/reading.ts";
import type { Sample } from "../domain/sample.ts";
import { MINUTE_MS, SECOND_MS, type EpochMs } from "../domain/units.ts";
import {
  linesCame,
  logsQuiet,
  logsSampled,
  sourcesListed,
  withLogsOpen,
} from "./logs/transitions.ts";
import { connectionsOf, tickCount } from "./connections.ts";
import { followGauges } from "./gauges.ts";
import { heapPlaceCame } from "./heap-places.ts";
import { followPace, intervalMs, silence } from "./pace.ts";
import { reselected } from "./selection.ts";
import { snapshotCame } from "./snapshots.ts";
import type { Known, Playback, State } from "./state.ts";
import { followTracks, MAX_TRACKS } from "./tracks.ts";

const MAX_MARKS = 64;
/** A clock that goes back further than this begins a new story. */
const CLOCK_BACK_MS = MINUTE_MS;

/** Something was learned. `ourNow`: our clock, when it came. */
export function observed(state: State, observation: Observation, ourNow: number): State {
  const { known } = state;
  if (observation.type === "hello")
    return { ...state, known: { ...known, hello: observation.hello } };
  if (observation.type === "session")
    return { ...state, known: { ...known, session: observation.session } };
  if (observation.type === "project") {
    const { type: _, ...declared } = observation;
    return { ...state, known: { ...known, declared, missed: null } };
  }
  if (observation.type === "snapshot") {
    const { progress } = observation;
    return { ...state, known: heapPlaceCame(snapshotCame(known, progress), progress) };
  }
  if (observation.type === "container")
    return { ...state, known: containerTold(known, observation) };
  if (observation.type === "log")
    return withLogsOpen({ ...state, known: linesCame(known, observation.lines) });
  if (observation.type === "log-sources")
    return withLogsOpen({ ...state, known: sourcesListed(known, observation) });
  if (observation.type !== "sample") return state;
  const { sample } = observation;
  const next = logsSampled(sampled(continued(known, sample), sample, ourNow), sample);
  return reselected(state, withLogsOpen({ ...state, known: next }));
}

/** Its project was looked for, and nothing could be read. */
export const projectMissed = (state: State, missed: ProjectMissed): State => ({
  ...state,
  known: { ...state.known, missed },
});

function sampled(known: Known, sample: Sample, ourNow: number): Known {
  const followed = followChurn(known.churn, sample);
  const { churn, marks } = mainProcessKilled(followed.churn, containerOf(known));
  const tracks = followTracks(known.tracks, sample);
  return {
    ...known,
    sample,
    firstAt: known.firstAt ?? sample.at,
    recentAt: followPace(known.recentAt, sample.at),
    receivedAt: ourNow,
    silentSeconds: null,
    churn,
    conclusions: diagnose({
      churn,
      sample,
      at: sample.at,
      container: containerOf(known),
      isContainer: isContainer(known),
      connections: connectionsSeen({ ...known, tracks }),
    }),
    tracks,
    marks: followMarks({ ...known, tracks }, [...followed.marks, ...marks]),
    gauges: followGauges(known.gauges, sample),
    droppedSamples: known.droppedSamples + missedBefore(sample, known.sample),
    lateSamples: known.lateSamples + ((sample.lateMs ?? 0) > intervalMs(known) / 2 ? 1 : 0),
  };
}

const connectionsSeen = (known: Pick<Known, "tracks" | "declared">) => ({
  series: connectionsOf(known.tracks),
  ticks: (span: Parameters<typeof tickCount>[1]) => tickCount(known, span),
});

/** What an engine tells of a container's past can be concluded from before the first sample. */
function containerTold(
  known: Known,
  { container, at }: Extract<Observation, { readonly type: "container" }>,
): Known {
  const { sample } = known;
  const { churn, marks } = mainProcessKilled(known.churn, container);
  const conclusions = diagnose({
    churn,
    sample,
    at: sample?.at ?? at,
    container,
    isContainer: isContainer(known),
    connections: connectionsSeen(known),
  });
  return {
    ...known,
    container: { container, at },
    formerPod: formerPod(known, container, at),
    churn,
    conclusions,
    marks: followMarks(known, marks),
  };
}

/** Of a recording, the target's that was recorded. */
const isContainer = ({ hello, uri }: Known): boolean =>
  /^(?:docker|podman|k8s):/u.test(hello?.target ?? uri);

function formerPod(known: Known, container: Container, at: EpochMs): FormerPod | null {
  const before = containerOf(known);
  if (before?.pod == null || container.pod === null || before.pod.name === container.pod.name)
    return known.formerPod;
  return { name: before.pod.name, until: at, life: currentLife(before) };
}

const containerOf = (known: Known): Container | null => known.container?.container ?? null;

/** What goes on from a sample: nothing of it, when the target's clock was set back. */
const continued = (known: Known, { at }: Sample): Known =>
  known.sample === null || at >= known.sample.at - CLOCK_BACK_MS
    ? known
    : {
        ...known,
        sample: null,
        firstAt: null,
        recentAt: [],
        churn: noChurn,
        tracks: new Map(),
        marks: new Map(),
        gauges: new Map(),
        snapshots: { ...known.snapshots, kept: new Map() },
      };

const missedBefore = ({ seq }: Sample, last: Sample | null): number =>
  last === null ? 0 : Math.max(0, seq - last.seq - 1);

/** Marks stand on slots, so that a death of one process in a shared slot stays when its row has gone. */
function followMarks(
  { marks, tracks }: Pick<Known, "marks" | "tracks">,
  added: readonly RowMark[],
): Known["marks"] {
  if (added.length === 0) return marks;
  const slotKeys = new Map([...tracks.values()].map(({ rowKey, slotKey }) => [rowKey, slotKey]));
  const kept = new Set(slotKeys.values());
  const next =
    marks.size < MAX_TRACKS ? new Map(marks) : new Map([...marks].filter(([key]) => kept.has(key)));
  for (const { rowKey, mark } of added) {
    const key = slotKeys.get(rowKey) ?? rowKey;
    const others = (next.get(key) ?? []).filter((each) => !isReplacedBy(each, mark));
    next.set(key, [...others, mark].slice(-MAX_MARKS));
  }
  return next;
}

/** A death can turn out to have been an OOM kill. */
const isReplacedBy = (former: Mark, mark: Mark): boolean =>
  former.at === mark.at &&
  former.pid === mark.pid &&
  (former.kind === mark.kind || (former.kind === "death" && mark.kind === "oom"));

/** Our clock went on: silence is noticed. The same State while there is nothing to say. */
export function timePassed(state: State, ourNow: number): State {
  const silentMs = silence(state.known, ourNow);
  const silentSeconds = silentMs === null ? null : Math.floor(silentMs / SECOND_MS);
  const isWithoutSample = state.known.sample === null || silentSeconds !== null;
  const known =
    isWithoutSample && state.known.playback === null ? logsQuiet(state.known) : state.known;
  if (silentSeconds === known.silentSeconds)
    return known === state.known ? state : { ...state, known };
  return { ...state, known: { ...known, silentSeconds } };
}

export const playbackChanged = (state: State, playback: Playback | null): State => ({
  ...state,
  known: { ...state.known, playback },
});

export const ownCostMeasured = (state: State, ownCost: Cost): State => ({
  ...state,
  program: { ...state.program, ownCost },
});

/** What came of the last key, in a few words. */
export const answered = (state: State, answer: string): State => ({
  ...state,
  program: { ...state.program, answer },
});

export const recordingStarted = (state: State, file: string, ourNow: number): State => ({
  ...state,
  program: { ...state.program, recording: { file, bytes: 0, startedAt: ourNow } },
});

/** `bytes`: all that was written. */
export function recordingGrew(state: State, bytes: number): State {
  const { recording } = state.program;
  if (recording === null) return state;
  return { ...state, program: { ...state.program, recording: { ...recording, bytes } } };
}

export const recordingStopped = (state: State): State => ({
  ...state,
  program: { ...state.program, recording: null },
});
