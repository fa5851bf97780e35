import type { Fault } from "../../domain/fault.ts";
import { looksLikeProduction } from "../../domain/looks-like-production.ts";
import type { SessionState } from "../../domain/observation.ts";
import type { Sample } from "../../domain/sample.ts";
import { intervalMs } from "../pace.ts";
import type { Known, State } from "../state.ts";
import { lostManagers } from "./lost-managers.ts";
import { withWorkload } from "./removed-pod.ts";
import type { HeaderView } from "../view.ts";

const SILENT: Fault = { kind: "silent", detail: null };

export function headerView({ known, screen, program }: State, ourNow: number): HeaderView {
  const { sample, receivedAt } = known;
  const { recording } = program;
  return {
    ...shownTarget(known),
    ...sessionOf(known),
    silentMs: receivedAt === null ? null : Math.max(0, ourNow - receivedAt),
    intervalMs: intervalMs(known),
    playback: known.playback,
    isFrozen: screen.isFrozen,
    at: sample?.at ?? null,
    zoneMinutes: screen.isUtc ? 0 : screen.zoneMinutes,
    isUtc: screen.isUtc,
    targetCost: sample?.cost ?? { cpuPercent: null, rssBytes: null },
    ownCost: program.ownCost,
    recording:
      recording === null
        ? null
        : { file: recording.file, bytes: recording.bytes, sinceMs: ourNow - recording.startedAt },
    notice: program.notice,
    answer: program.answer,
    droppedSamples: known.droppedSamples,
    lateSamples: known.lateSamples,
    lostManagers: lostManagers(known),
    formerPod: known.formerPod,
    ...beside(sample?.faults ?? []),
  };
}

/** `k8s://CONTEXT/NS/POD/CONTAINER`: a workload's pod is replaced, and its target goes on with another one. */
export function shownTarget({
  hello,
  uri,
  container,
}: Known): Pick<HeaderView, "target" | "production"> {
  const named = hello?.target ?? uri;
  const [, context, namespace] = /^k8s:\/\/([^/]+)\/([^/]+)\//u.exec(named) ?? [];
  if (context === undefined) return { target: named, production: null };
  const told = container?.container;
  const pod = told?.pod?.name;
  return {
    target: pod === undefined ? named : `k8s://${context}/${namespace}/${pod}/${told?.name}`,
    production: looksLikeProduction(context) ? context : null,
  };
}

const beside = (faults: Sample["faults"]): Pick<HeaderView, "otherWatchers" | "isSlowed"> => ({
  otherWatchers: faults.flatMap(({ kind, pid }) =>
    kind === "also-watched" && pid !== null ? [pid] : [],
  ),
  isSlowed: faults.some(({ kind }) => kind === "over-budget"),
});

/** A session that says it lives while nothing comes is stale to us. */
function sessionOf({ session, silentSeconds, container }: Known): {
  readonly state: SessionState;
  readonly fault: Fault | null;
} {
  const state = session?.state ?? "connecting";
  if (state === "live" && silentSeconds !== null) return { state: "stale", fault: SILENT };
  const fault = session?.fault ?? null;
  return { state, fault: fault === null ? null : withWorkload(fault, container) };
}
