// The views beside the processes, as data: the crontab and the audit. No colour, no sentence.
import type { CronTask, Project, ProjectMissed } from "../domain/project.ts";
import type { TaskRuns } from "../domain/runs.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Summary, Verdict } from "../domain/verdict.ts";

export type ListView = {
  readonly rows: readonly (ListRow & { readonly isSelected: boolean })[];
  /** Position among all rows: how many stand above and below the window, and how many are not shown. */
  readonly above: number;
  readonly below: number;
  readonly hiddenCount: number;
  readonly filter: { readonly text: string; readonly isTyping: boolean } | null;
  /** The opened row; null: the list. */
  readonly opened: ListRow | null;
  /** What the project is; null: it was not read. */
  readonly project: Project | null;
  readonly readAt: EpochMs | null;
  /** Why there is no project: its files may still come, it was looked for in vain, the recording may come to it, or it has none. */
  readonly missing: "reading" | ProjectMissed | "playing" | "recording" | null;
} & (
  | { readonly kind: "crontab" }
  | {
      readonly kind: "audit";
      readonly summary: Summary;
      readonly showsAll: boolean;
      /** How many rules are silent because a recording has no files. */
      readonly needFiles: number;
    }
);

export type ListRow =
  | { readonly type: "task"; readonly key: string; readonly task: TaskRow }
  | { readonly type: "verdict"; readonly key: string; readonly verdict: Verdict };

export type TaskRow = {
  readonly task: CronTask;
  /** Of the ruler; null: it has no ticks there. */
  readonly letter: string | null;
  /** From now to its next tick; null: none within the time that is looked at. */
  readonly nextInMs: number | null;
  /** Null: no log tells of it. */
  readonly runs: TaskRuns | null;
};
