// What logs tell of the runs of tasks. Only the end of a run is logged: what cannot follow from that is null.
import type { Untrusted } from "./text.ts";
import type { EpochMs } from "./units.ts";

/** How a run ended, as far as its line says. */
export type RunResult =
  /** `errors`: records of errors that the application wrote in its second or up to its end, whoever wrote them; null: not counted. */
  | { readonly kind: "ok"; readonly errors: number | null }
  /** `why`: in the words of the log. Without: `isWhyLogged` false, this version of hyperf/crontab never says it; null: not known whether it does. */
  | {
      readonly kind: "failed";
      readonly why: Untrusted | null;
      readonly isWhyLogged: boolean | null;
    }
  /** Null: before 3.1.7 the line does not say which lock. */
  | { readonly kind: "skipped"; readonly by: "task" | "server" | null }
  /** It was pending when its process was stopped: it did not run. */
  | { readonly kind: "cancelled" }
  /** The lock itself failed: it did not run. */
  | { readonly kind: "blocked" };

export type TaskRun = {
  /** When it ended; null: the log does not say. */
  readonly at: EpochMs | null;
  /** When it was due; null: not told. */
  readonly tick: EpochMs | null;
  readonly slot: Untrusted | null;
  readonly result: RunResult;
};

/** Lines that were seen, by what they say. */
export type RunCounts = {
  readonly ok: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly blocked: number;
};

export type TaskRuns = RunCounts & {
  readonly last: TaskRun | null;
  /** Where the next run goes to; null: its strategy does not go round, or too little was seen. */
  readonly nextSlot: string | null;
  /** Against its ticks; null: nothing can be told of them (no rule, no times, no such lines in this log, more lines than ticks). */
  readonly ticks: TaskTicksSeen | null;
};

export type TaskTicksSeen = {
  /** Ticks that had a line. */
  readonly answered: number;
  /** Due, without a line, and passed over by later runs. */
  readonly missed: number;
  /** Due for more than a minute and without a line: missed, or still running. */
  readonly open: number;
  /** Began late, or ran for longer than is usual; null: its runs are long, and their begin is not told. */
  readonly late: number | null;
  /** Runs that ended after the next tick of their task; null: that cannot be told. */
  readonly outlasted: number | null;
  /** Those of them beside which the next run began. */
  readonly overlapping: number | null;
  /** Longest time from a tick to the end of its run: no run took longer. Null: no run was seen from its tick on. */
  readonly longestMs: number | null;
};

export type RunsSeen = {
  readonly span: LogSpan;
  readonly byTask: ReadonlyMap<string, TaskRuns>;
};

/** Of this time there are logs. */
export type LogSpan = { readonly from: EpochMs; readonly to: EpochMs };
