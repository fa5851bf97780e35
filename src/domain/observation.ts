import type { Container } from "./container.ts";
import type { Declarations } from "./declarations.ts";
import type { MachineFacts } from "./facts.ts";
import type { Fault } from "./fault.ts";
import type { LogLine } from "./log.ts";
import type { LogSource } from "./log-source.ts";
import type { Project } from "./project.ts";
import type { Sample } from "./sample.ts";
import type { SnapshotProgress } from "./snapshot.ts";
import type { EpochMs } from "./units.ts";

export const SESSION_STATES = ["connecting", "live", "stale", "retrying", "over"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** A change in how one target is reached. `fault` says why, except for connecting and live. */
export type SessionChange = {
  readonly state: SessionState;
  readonly at: EpochMs;
  readonly fault: Fault | null;
};

/** The head of a stream: which program looked at which target. */
export type Hello = { readonly swtop: string; readonly target: string; readonly at: EpochMs };

/** One thing learned, from any Source. A recording is a file of these (contract 2.1). */
export type Observation =
  | { readonly type: "hello"; readonly hello: Hello }
  | { readonly type: "session"; readonly session: SessionChange }
  | { readonly type: "sample"; readonly sample: Sample }
  /** Lines of one source that came together, in their order; at least one. Recorded one by one. */
  | { readonly type: "log"; readonly lines: readonly [LogLine, ...LogLine[]] }
  /** All sources that are known now, again with each change. */
  | {
      readonly type: "log-sources";
      readonly at: EpochMs;
      /** IANA zone of times in them that name none; null or absent: the target does not tell it. */
      readonly zone?: string | null;
      readonly sources: readonly LogSource[];
    }
  | ({ readonly type: "project"; readonly at: EpochMs } & ProjectRead)
  /** Again with each part that comes; recorded is only the final one. */
  | { readonly type: "snapshot"; readonly progress: SnapshotProgress }
  /** The container that is watched, as its engine tells it; again with each change. `at`: our clock. */
  | { readonly type: "container"; readonly at: EpochMs; readonly container: Container }
  /** An observation this version does not know yet: kept whole, so that playing and recording it again loses nothing. */
  | {
      readonly type: "other";
      readonly at: EpochMs | null;
      readonly name: string;
      readonly json: string;
    };

/** What was read of a project. The files in full and the machine's facts are there only where they were read now: a recording has the document alone. */
export type ProjectRead = {
  readonly project: Project;
  readonly declarations: Declarations | null;
  readonly machine: MachineFacts | null;
};

/** When an observation was made, by the target's clock; null where it does not say. */
export function timeOf(observation: Observation): EpochMs | null {
  switch (observation.type) {
    case "hello":
      return observation.hello.at;
    case "session":
      return observation.session.at;
    case "sample":
      return observation.sample.at;
    case "log":
      return observation.lines[0].at;
    case "snapshot":
      return observation.progress.snapshot.at;
    case "log-sources":
    case "project":
    case "container":
    case "other":
      return observation.at;
  }
}
