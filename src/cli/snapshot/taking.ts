import { writeFile } from "node:fs/promises";
import type { SnapshotSubject } from "../../domain/effect.ts";
import type { Observation } from "../../domain/observation.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { SnapshotLevel } from "../../domain/snapshot.ts";
import { untrustedText } from "../../domain/text.ts";
import { recordingName } from "../../recording/name.ts";
import { unread } from "../../snapshot/growing.ts";
import { earlierOfTaking, shownSnapshot } from "../../store/select/snapshot-pages.ts";
import type { MonitorStore } from "../../store/store.ts";
import { savedText } from "../../words/answers.ts";
import { faultText } from "../../words/faults.ts";
import type { Run } from "../run.ts";
import { snap } from "./snap.ts";

const LEVEL: SnapshotLevel = 3;
/** Names of classes are nobody else's business. */
const MODE = 0o600;

type Screened = {
  readonly store: MonitorStore;
  readonly observed: (observation: Observation) => void;
  readonly answered: (text: string) => void;
};

/** The snapshots that keys ask for, one at a time. Whatever becomes of one, its last observation is final. */
export function takingOf(run: Run, { store, observed, answered }: Screened) {
  let life: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();
  const taken = async (subject: SnapshotSubject, signal: AbortSignal): Promise<void> => {
    const { target, clock, invocation } = run;
    const earlier = earlierOfTaking(store.getState().known);
    const force = invocation.options.has("force");
    const look = { target, clock, level: LEVEL, subject, earlier, force };
    try {
      for await (const progress of snap(look, signal)) observed({ type: "snapshot", progress });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const detail = untrustedText(faultText(error.fault));
      const fault = { kind: "unreachable", part: null, detail } as const;
      const snapshot = unread(target.uri, subject, { level: LEVEL, now: clock.now(), fault });
      observed({
        type: "snapshot",
        progress: { snapshot, isFinal: true, reading: null, place: null },
      });
    }
  };
  return {
    take(subject: SnapshotSubject): Promise<void> {
      life?.abort();
      life = new AbortController();
      const signal = AbortSignal.any([run.signal, life.signal]);
      running = running.then(() => taken(subject, signal));
      return running;
    },
    cancel: () => life?.abort(),
    async export(): Promise<void> {
      const snapshot = shownSnapshot(store.getState());
      if (snapshot === null) return;
      const { snapshotJson } = await import("../../report/snapshot.ts");
      const text = `${snapshotJson(snapshot, null)}\n`;
      const whose = snapshot.slot ?? `pid-${snapshot.pid}`;
      const file = recordingName(`${run.target.uri}-${whose}`, run.clock.now())
        .replace(/^swtop-/u, "swtop-snapshot-")
        .replace(/\.ndjson\.gz$/u, ".json");
      try {
        await writeFile(file, text, { flag: "wx", mode: MODE });
      } catch {
        return answered(faultText({ kind: "unwritable-file", detail: untrustedText(file) }));
      }
      answered(savedText(file, Buffer.byteLength(text)));
    },
    /** Resolves when nothing runs any more. */
    async close(): Promise<void> {
      life?.abort();
      await running.catch(() => undefined);
    },
  };
}
