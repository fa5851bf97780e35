import type { Fault } from "../../domain/fault.ts";
import type { SessionState } from "../../domain/observation.ts";
import type { Sample } from "../../domain/sample.ts";
import { intervalMs } from "../pace.ts";
import type { Known, State } from "../state.ts";
import { lostManagers } from "./lost-managers.ts";
import type { HeaderView } from "../view.ts";

const SILENT: Fault = { kind: "silent", detail: null };

export function headerView({ known, screen, program }: State, ourNow: number): HeaderView {
  const { sample, receivedAt } = known;
  const { recording } = program;
  return {
    target: known.hello?.target ?? known.uri,
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
    ...beside(sample?.faults ?? []),
  };
}

const beside = (faults: Sample["faults"]): Pick<HeaderView, "otherWatchers" | "isSlowed"> => ({
  otherWatchers: faults.flatMap(({ kind, pid }) =>
    kind === "also-watched" && pid !== null ? [pid] : [],
  ),
  isSlowed: faults.some(({ kind }) => kind === "over-budget"),
});

/** A session that says it lives while nothing comes is stale to us. */
function sessionOf({ session, silentSeconds }: Known): {
  readonly state: SessionState;
  readonly fault: Fault | null;
} {
  const state = session?.state ?? "connecting";
  if (state === "live" && silentSeconds !== null) return { state: "stale", fault: SILENT };
  return { state, fault: session?.fault ?? null };
}
