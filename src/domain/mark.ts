import type { EventReason, ExitCause } from "./log.ts";
import type { EpochMs } from "./units.ts";

/** A moment on the shared time axis of a row. */
export type Mark = {
  readonly at: EpochMs;
  /** `oom`: the death coincided with a risen oom_kill counter. `death`: it vanished. `birth`: a new incarnation in a slot seen before. `start`: a slot seen for the first time after watching began. */
  readonly kind: "oom" | "death" | "birth" | "start";
  readonly pid: number;
  /** What logs tell of a death; absent: nothing. */
  readonly told?: {
    readonly cause: ExitCause | null;
    readonly signal: number | null;
    readonly status: number | null;
    /** `exit-timeout`: it did not leave in time, and was ended for it. */
    readonly reason: EventReason | null;
    /** Of the chain it belongs to, a reload say. */
    readonly story: string | null;
  };
};
