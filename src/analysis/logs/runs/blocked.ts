import type { CronTask } from "../../../domain/project.ts";
import { SECOND_MS } from "../../../domain/units.ts";
import { firstFrom, type Matched, type Tick } from "./matching.ts";
import type { Timed } from "./timed.ts";

type Candidate = {
  readonly scheduled: { readonly task: CronTask } | null;
  readonly matched: Matched | null;
};

/**
 * A lock that fails names no task, once per run (hyperf:src/crontab/src/Strategy/Executor.php: outside of catchToExecute). Where there are as many of these lines as tasks with a
 * lock that were due and are silent, it was all of them; where there are fewer, nobody can say which.
 */
export function blockedTicks(
  tasks: readonly Candidate[],
  timed: readonly Timed[],
  lateMs: number,
): void {
  const nameless = timed.filter(
    ({ event: { kind, task } }) => kind === "crontab-blocked" && task === null,
  );
  if (nameless.length === 0) return;
  const waiting = tasks.flatMap(({ scheduled, matched }) =>
    scheduled?.task.singleton === true || scheduled?.task.onOneServer === true
      ? (matched?.ticks ?? []).filter(({ line }) => line === null)
      : [],
  );
  const used = new Set<Timed>();
  for (const [at, due] of byTime(waiting)) {
    const near = nameless
      .slice(firstFrom(nameless, at - SECOND_MS), firstFrom(nameless, at + lateMs + 2 * SECOND_MS))
      .filter((each) => !used.has(each) && each.at - each.blurMs <= at + lateMs);
    if (near.length < due.length) continue;
    for (const [index, tick] of due.entries()) {
      tick.line = near[index] ?? null;
      for (const each of near.slice(index, index + 1)) used.add(each);
    }
  }
}

const byTime = (ticks: readonly Tick[]): readonly (readonly [number, readonly Tick[]])[] =>
  [...Map.groupBy(ticks, ({ at }) => at)].toSorted(([a], [b]) => a - b);
